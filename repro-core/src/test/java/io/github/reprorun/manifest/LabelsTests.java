package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTests {
    @Nested
    class OfRuns {
        @Test
        void areTextsByName() {
            Labels labels =
                    new Labels(new TreeMap<>(Map.of("team", "fraud", "note", "\u00fc \ud83d\ude00", "empty", "")));

            assertThat(labels.texts())
                    .containsExactly(
                            Map.entry("empty", ""),
                            Map.entry("note", "\u00fc \ud83d\ude00"),
                            Map.entry("team", "fraud"));
        }

        @Test
        void areDecidedByThoseThatComeLater() {
            assertThat(labels("a", "1").with(labels("a", "2")).with(labels("b", "3")))
                    .isEqualTo(new Labels(new TreeMap<>(Map.of("a", "2", "b", "3"))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a=b", "-a", "\u00fc"})
        void havePlainNames(String name) {
            assertThatThrownBy(() -> labels(name, "x"))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("name of label: \"" + name + "\" is not a name of 1 to 100 ASCII letters, digits, '.',"
                            + " '_' and '-', beginning with a letter or a digit");
        }

        @Test
        void areOfLimitedLengthAndNumber() {
            assertThat(labels("a", "x".repeat(1000)).texts()).hasSize(1);
            assertThatThrownBy(() -> labels("a", "x".repeat(1001)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("label a: expected at most 1000 characters, found 1001");
            Map<String, String> many = IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "n" + i, i -> "x"));
            assertThatThrownBy(() -> new Labels(new TreeMap<>(many)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("labels: expected at most 64, found 65");
        }

        @Test
        void areTextOnOneLine() {
            assertThatThrownBy(() -> labels("a", "x\ny"))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("label a: expected text without control characters, found \"x\\ny\"");
            assertThatThrownBy(() -> labels("a", "x\ud83d"))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("label a: expected text, found half a surrogate pair in it");
        }

        private Labels labels(String name, String text) {
            return new Labels(new TreeMap<>(Map.of(name, text)));
        }
    }

    @Nested
    class OfParents {
        private final Sha256 digest = Sha256.ofUtf8("study");

        @Test
        void areReadAsTheyAreWritten() {
            Parent parent = new Parent(Parent.STUDY, "grid", digest);

            assertThat(parent).hasToString("study:grid:" + digest);
            assertThat(Parent.parse("study:grid:" + digest)).isEqualTo(parent);
        }

        @Test
        void areRefusedInAnyOtherForm() {
            for (String text :
                    new String[] {"", "grid", "study:grid", "fleet:grid:" + digest, "study:grid:x:" + digest}) {
                assertThatThrownBy(() -> Parent.parse(text))
                        .isInstanceOf(UsageException.class)
                        .hasMessage(
                                "parent: expected study:NAME:SHA256 or capsule:NAME:SHA256, found \"" + text + "\"");
            }
            assertThatThrownBy(() -> Parent.parse("study:grid:00"))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("parent: expected a SHA-256 in hexadecimal at the end, found \"study:grid:00\"");
            assertThatThrownBy(() -> Parent.parse("study:a b:" + digest)).isInstanceOf(UsageException.class);
        }
    }
}
