package io.github.reprorun.base.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "-javaagent:a.jar 11, -javaagent:a.jar 11, '', ''",
        "-javaagent:a.jar 11, -javaagent:moved.jar 11, '', ''",
        "-javaagent:a.jar 11, -javaagent:a.jar 11;--patch-module=java.base=a.jar 11, '', 1",
        "-javaagent:a.jar 11, --patch-module=java.base=a.jar 11, 0, 0",
        "--patch-module=java.base=a.jar 11, --patch-module=java.xml=a.jar 11, 0, 0",
        "-javaagent:a.jar 11, -javaagent:a.jar 11;-javaagent:copy.jar 11, '', 1",
        "-Xrunlibx.so 11, -agentlib:libx.so 11, 0, 0",
        "--module-path=a.jar 11;-Xbootclasspath/a:b.jar 22, -Xbootclasspath/a:b.jar 22;--module-path=a.jar 11, '', ''",
    })
    void comparesWhatOptionsNameOptionByOption(String then, String now, String onlyThen, String onlyNow) {
        CodeComparison comparison = CodeComparison.ofOptions(named(then), named(now));

        assertThat(comparison).isEqualTo(new CodeComparison(positions(onlyThen), positions(onlyNow), Optional.empty()));
    }

    @Test
    void comparesTheOrderWithinAnOption() {
        List<Resource> then = named("-javaagent:a.jar 11;-agentpath:x.so 33;-javaagent:b.jar 22");

        assertThat(CodeComparison.ofOptions(then, named("-javaagent:b.jar 22;-javaagent:a.jar 11;-agentpath:x.so 33")))
                .isEqualTo(new CodeComparison(
                        positions(""), positions(""), Optional.of(new CodeComparison.Swap(then.get(0), then.get(2)))));
    }

    /** A JVM may have read it before it was gone. */
    @Test
    void passesOverNothingThatAnOptionNames() {
        Resource missing =
                entry("-Xbootclasspath/a:a.jar", Map.of(), Map.of("unavailable", "there is no such file or folder"));

        assertThat(CodeComparison.ofOptions(List.of(missing), List.of(missing)).onlyNow())
                .isEmpty();
        assertThat(CodeComparison.ofOptions(List.of(missing), List.of()).onlyThen())
                .containsExactly(0);
        assertThat(CodeComparison.ofOptions(List.of(), List.of(missing)).onlyNow())
                .containsExactly(0);
    }

    /** Two archives of the same classes. */
    @ParameterizedTest
    @CsvSource({
        "--patch-module=java.base=a.jar, true",
        "-Xbootclasspath/a:a.jar, true",
        "-javaagent:a.jar, false",
        "--module-path=a.jar, false",
    })
    void countsTheManifestWhereAJvmObeysIt(String name, boolean isSame) {
        Resource then = entry(name, Map.of("sha256", "11", "codeHash", "cc"), Map.of());
        Resource now = entry(name, Map.of("sha256", "22", "codeHash", "cc"), Map.of());

        assertThat(CodeComparison.ofOptions(List.of(then), List.of(now))
                        .onlyNow()
                        .isEmpty())
                .isEqualTo(isSame);
    }

    private static List<Resource> named(String text) {
        return Arrays.stream(text.split(";"))
                .map(each -> each.split(" "))
                .map(each -> entry(each[0], Map.of("sha256", each[1]), Map.of()))
                .toList();
    }

    private static SortedSet<Integer> positions(String text) {
        return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(Integer.valueOf(text)));
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
