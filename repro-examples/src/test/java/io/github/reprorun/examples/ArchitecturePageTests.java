package io.github.reprorun.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md leads to classes that are where it says, leaves out no package and names none that is gone. */
class ArchitecturePageTests {
    private static final String PAGE =
            Readme.of(Path.of("..", "docs", "architecture.md")).text();
    private static final String ROOT = "io/github/reprorun";
    private static final List<Path> SOURCES = List.of(
            Path.of("..", "repro-core", "src", "main", "java", ROOT),
            Path.of("..", "repro-dl4j", "src", "main", "java", ROOT));

    /** A step of a route: number, package or the root, classes. */
    private static final Pattern STEP = Pattern.compile(
            "^\\| \\d+ \\| (?:the root|`([a-z.0-9]+)`) \\| ((?:`\\w+`(?:, )?)+) \\|", Pattern.MULTILINE);

    /** A line of the ladder: a number or nothing, and a package of the core. */
    private static final Pattern RUNG = Pattern.compile("^\\| (?:\\d+ )?\\| `([a-z.0-9]+)` \\| ", Pattern.MULTILINE);

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void everyClassOfARouteIsInItsPackage() {
        List<Path> named = STEP.matcher(PAGE)
                .results()
                .flatMap(ArchitecturePageTests::files)
                .toList();

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named)
                .allSatisfy(file -> assertThat(SOURCES).anyMatch(source -> Files.exists(source.resolve(file))));
    }

    private static Stream<Path> files(MatchResult step) {
        Path folder = Path.of(step.group(1) == null ? "" : step.group(1).replace('.', '/'));
        return NAME.matcher(step.group(2)).results().map(name -> folder.resolve(name.group(1) + ".java"));
    }

    @Test
    void theLadderHasThePackagesOfTheCoreAndNoOthers() throws IOException {
        String ladder = PAGE.substring(PAGE.indexOf("## The ladder"), PAGE.indexOf("| room of"));

        assertThat(RUNG.matcher(ladder).results().map(rung -> rung.group(1)))
                .containsExactlyInAnyOrderElementsOf(packages(SOURCES.get(0)));
    }

    @Test
    void noRoomOfTheOtherModuleIsLeftOut() throws IOException {
        assertThat(packages(SOURCES.get(1)))
                .contains("dl4j")
                .allSatisfy(name -> assertThat(PAGE).contains("`" + name + "`"));
    }

    /** The packages below the root that have classes in {@code source}. */
    private static TreeSet<String> packages(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> source.relativize(file.getParent()).toString().replace('/', '.'))
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
