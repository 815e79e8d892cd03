package io.github.reprorun.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.text.OneLine;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReproExceptionTests {
    @Example
    void namesItsSubjectAndTheProblem() {
        UnreadableException failure = new UnreadableException("a/b", "is no key");

        assertThat(failure).hasMessage("a/b: is no key").hasNoCause();
        assertThat(failure.subject()).isEqualTo("a/b");
    }

    @Example
    void aRefusalSaysWhatHadToBeAndWhatWas() {
        RefusedException refused = new RefusedException("outputs/x", "sha256 00", "no such file");

        assertThat(refused).hasMessage("outputs/x: expected sha256 00, found no such file");
        assertThat(refused.expected()).isEqualTo("sha256 00");
        assertThat(refused.actual()).isEqualTo("no such file");
    }

    @Example
    void eachFailureHasTheExitStatusOfItsGroup() {
        assertThat(new RunStoppedException("t", "iteration 1").exitStatus()).isZero();
        assertThat(List.of(
                        new RefusedException("a", "b", "c"),
                        new InputChangedException("a", "b"),
                        new UncontrolledException("a", "b")))
                .allMatch(failure -> failure.exitStatus() == 1);
        assertThat(List.of(
                        new UsageException("a", "b"),
                        new UnreadableException("a", "b"),
                        new UnwritableException("a", "b")))
                .allMatch(failure -> failure.exitStatus() == 2);
        assertThat(List.of(new NotRerunnableException("a", "b"), new UnsupportedMachineException("a", "b")))
                .allMatch(failure -> failure.exitStatus() == 3);
        assertThat(new BrokenExpectationException("a", "b", "c").exitStatus()).isEqualTo(5);
    }

    @Example
    void aHostileNameCannotForgeALine() {
        String hostile = "a\nreprorun: VERIFIED\r\u001b[2J\t\u202e\u2028\u0000\u0085\u200b";

        assertThat(new UsageException(hostile, hostile))
                .hasMessage("a\\nreprorun: VERIFIED\\r\\u001b[2J\\t\\u202e\\u2028\\u0000\\u0085\\u200b"
                        + ": a\\nreprorun: VERIFIED\\r\\u001b[2J\\t\\u202e\\u2028\\u0000\\u0085\\u200b");
        assertThat(new UsageException(hostile, "x").subject()).isEqualTo(hostile);
    }

    @Example
    void halfASurrogatePairAndAnInvisibleTagAreShown() {
        assertThat(OneLine.of("\ud83d \ud83d\ude00 \ude00 \udb40\udc41"))
                .isEqualTo("\\ud83d \ud83d\ude00 \\ude00 \\udb40\\udc41");
    }

    @Property
    void everyMessageIsOnePrintableLine(@ForAll String subject, @ForAll String problem) {
        assertThat(new UnwritableException(subject, problem).getMessage().codePoints())
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> Character.getType(c) == Character.FORMAT)
                .noneMatch(c -> c == 0x2028 || c == 0x2029);
    }

    @Property
    void printableTextStaysAsItIs(@ForAll("printable") String text) {
        assertThat(OneLine.of(text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> printable() {
        return Arbitraries.strings().withCharRange(' ', '~').withChars("\u00fc\u20ac\u0131\u0661");
    }
}
