package io.github.reprorun.base.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CodeComparisonTests {
    private static final Resource FOLDER = entry("classes", Map.of("dirHash", "aa", "codeHash", "cc"), Map.of());
    private static final Resource JAR = entry("app.jar", Map.of("sha256", "bb", "codeHash", "cc"), Map.of());
    private static final Resource OTHER = entry("other.jar", Map.of("sha256", "dd"), Map.of());

    @Test
    void findsAnEntryAgainByAnyOfItsDigests() {
        assertSame(List.of(FOLDER, OTHER), List.of(JAR, OTHER));
        assertSame(List.of(JAR), List.of(entry("renamed.jar", Map.of("sha256", "bb"), Map.of())));
        assertSame(List.of(FOLDER, OTHER), List.of(OTHER, FOLDER));
    }

    @Test
    void doesNotTakeADigestForThatOfAnotherAlgorithm() {
        CodeComparison comparison = CodeComparison.of(
                List.of(OTHER, FOLDER), List.of(entry("other.jar", Map.of("codeHash", "dd"), Map.of()), FOLDER));

        assertThat(comparison.onlyThen()).containsExactly(0);
        assertThat(comparison.onlyNow()).containsExactly(0);
    }

    @Test
    void passesOverWhatAJvmSearchesInVain() {
        Resource missing = entry("gone", Map.of(), Map.of("unavailable", "there is no such file or folder"));
        Resource empty = entry(
                "empty",
                Map.of("dirHash", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                Map.of());

        assertSame(List.of(FOLDER), List.of(missing, FOLDER, empty, JAR, FOLDER));
    }

    @Test
    void tellsAnEntryWithoutADigestFromAllOthers() {
        Resource unread = entry("locked.jar", Map.of(), Map.of("unavailable", "it cannot be read"));

        CodeComparison comparison = CodeComparison.of(List.of(unread), List.of(unread));

        assertThat(comparison.onlyThen()).containsExactly(0);
        assertThat(comparison.onlyNow()).containsExactly(0);
    }

    @Test
    void comparesTheOrderOfEntriesThatHoldFilesOfTheSameName() {
        Resource first = entry("first.jar", Map.of("sha256", "11"), Map.of("precedes", "3"));
        Resource second = entry("second.jar", Map.of("sha256", "22"), Map.of());
        Resource firstNow = entry("first.jar", Map.of("sha256", "11"), Map.of());
        Resource secondNow = entry("second.jar", Map.of("sha256", "22"), Map.of("precedes", "2"));
        List<Resource> then = List.of(first, OTHER, second);

        assertSame(then, List.of(OTHER, entry("1.jar", Map.of("sha256", "11"), Map.of("precedes", "3")), second));
        assertThat(CodeComparison.of(then, List.of(secondNow, firstNow, OTHER)).swapped())
                .contains(new CodeComparison.Swap(first, second));
        assertThat(CodeComparison.of(List.of(firstNow, second, OTHER), List.of(secondNow, firstNow, OTHER))
                        .swapped())
                .as("an older run that did not record it")
                .contains(new CodeComparison.Swap(firstNow, secondNow));
    }

    private static void assertSame(List<Resource> then, List<Resource> now) {
        for (CodeComparison comparison : List.of(CodeComparison.of(then, now), CodeComparison.of(now, then))) {
            assertThat(comparison.onlyThen()).isEmpty();
            assertThat(comparison.onlyNow()).isEmpty();
            assertThat(comparison.swapped()).isEmpty();
        }
    }

    private static Resource entry(String name, Map<String, String> digest, Map<String, String> annotations) {
        return new Resource(name, "", new TreeMap<>(digest), new TreeMap<>(annotations));
    }
}
