package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which outputs an expectation is about. */
class ExpectationTests {
    @ParameterizedTest
    @CsvSource(textBlock = """
            outputs/log.txt,      outputs/log.txt
            outputs/logs,         outputs/logs/a.txt
            outputs/logs,         outputs/logs/b/a.txt
            outputs/*.log,        outputs/a.log
            outputs/*.log,        outputs/.log
            outputs/logs/*,       outputs/logs/a
            outputs/**/a.log,     outputs/b/c/a.log
            outputs/**.log,       outputs/b/c/a.log
            outputs/a?c,          outputs/abc
            outputs/*a*b,         outputs/xaxbxb
            outputs/a*b,          outputs/a*b
            outputs/***,          outputs/a/b
            outputs/**a*b,        outputs/a/ab/axb
            outputs/**/*/c,       outputs/a/b/c
            outputs/*x/y*z,       outputs/xx/yxz
            outputs/a**,          outputs/a
            """)
    void isAboutWhatItNamesOrDescribes(String name, String output) {
        assertThat(Expectation.mayDiffer(name).covers(output)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            outputs/log.txt,      outputs/log.txt.bak
            outputs/logs,         outputs/logs2/a.txt
            outputs/*.log,        outputs/b/a.log
            outputs/*.log,        outputs/a.log.bak
            outputs/a?c,          outputs/a/c
            outputs/a?c,          outputs/ac
            outputs/a.c,          outputs/abc
            outputs/[ab],         outputs/a
            outputs/*a*b,         outputs/xaxbx
            outputs/**a*b,        outputs/a/ba/b
            outputs/**/*/c,       outputs/b/c/d
            outputs/*x/y*z,       outputs/x/x/yz
            outputs/*/*,          outputs/a/b/c
            """)
    void isAboutNothingElse(String name, String output) {
        assertThat(Expectation.mayDiffer(name).covers(output)).isFalse();
    }

    /** A pattern may come from a manifest that nobody trusts: by going back at each star this would take years. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isFoundInTimeWhateverThePattern() {
        String text = "outputs/" + "a".repeat(2000);
        for (String star : List.of("*a", "**a", "?*", "**?*a")) {
            assertThat(Expectation.mayDiffer("outputs/" + star.repeat(400) + "b")
                            .covers(text))
                    .isFalse();
            assertThat(Expectation.mayDiffer("outputs/" + star.repeat(400) + "b")
                            .covers(text + "b"))
                    .isTrue();
        }
    }

    @Test
    void ofAMetricIsAboutNoOutput() {
        assertThat(Expectation.of("outputs/a", Expectation.Kind.WITHIN, 1).covers("outputs/a"))
                .isFalse();
    }
}
