package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyDesignTests {
    @TempDir
    private Path folder;

    private static StudyDesign design(
            String seeds, Map<String, List<String>> grid, OptionalInt random, boolean paired) {
        return new StudyDesign(StudyDesign.seeds(seeds), new TreeMap<>(grid), random, paired, List.of());
    }

    @Test
    void triesEachSettingWithEachSeed() {
        StudyDesign design = design(
                "1..2", Map.of("rate", List.of("0.2", "0.1"), "epochs", List.of("10")), OptionalInt.empty(), true);

        assertThat(design.cells())
                .extracting(StudyDesign.Cell::toString)
                .containsExactly(
                        "epochs=10, rate=0.2, seed 1",
                        "epochs=10, rate=0.2, seed 2",
                        "epochs=10, rate=0.1, seed 1",
                        "epochs=10, rate=0.1, seed 2");
        assertThat(design.cells())
                .allSatisfy(cell -> assertThat(cell.rootSeed()).isEqualTo(cell.seed()));
    }

    @Test
    void triesTheProgramItselfWithoutAGrid() {
        assertThat(design("5,-3,1..2", Map.of(), OptionalInt.empty(), true).cells())
                .extracting(StudyDesign.Cell::toString)
                .containsExactly("seed 5", "seed -3", "seed 1", "seed 2");
    }

    @Test
    void givesEachCellARootSeedOfItsOwnIfTheyAreIndependent() {
        StudyDesign design =
                design("1..3", Map.of("a", List.of("1", "1/b=1:2"), "b", List.of("2", "")), OptionalInt.empty(), false);

        Set<Seed> roots = new HashSet<>();
        design.cells().forEach(cell -> roots.add(cell.rootSeed()));
        assertThat(roots).hasSize(12);
        assertThat(design.cells()).isEqualTo(design.cells());
    }

    /** The settings are those of this and of every later version: an interrupted study has to draw them again. */
    @Test
    void drawsTheSameSettingsEachTime() {
        Map<String, List<String>> grid =
                Map.of("a", List.of("1", "2", "3", "4"), "b", List.of("1", "2", "3", "4", "5"));

        assertThat(design("1", grid, OptionalInt.of(4), true).cells())
                .extracting(cell -> cell.parameters().values().toString())
                .hasSize(4)
                .doesNotHaveDuplicates()
                .isEqualTo(design("1", grid, OptionalInt.of(4), true).cells().stream()
                        .map(cell -> cell.parameters().values().toString())
                        .toList());
        assertThat(design("1", grid, OptionalInt.of(4), true).cells())
                .isNotEqualTo(design("2", grid, OptionalInt.of(4), true).cells());
        assertThat(design("1", grid, OptionalInt.of(20), true).cells())
                .isEqualTo(design("1", grid, OptionalInt.empty(), true).cells());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1..x      | seeds: expected numbers and ranges such as 1..5 or 1,2,10..12, found "1..x"
                    ''        | seeds: expected numbers and ranges such as 1..5 or 1,2,10..12, found ""
                    5..1      | seeds: the last, 1, is before the first, 5
                    -1..1     | seed: 0 is refused
                    1,2,1     | seeds: "1" stands there twice
                    1..50001 | seeds: there are more than 50000 from 1 to 50001
                    -9223372036854775808..9223372036854775807 | seeds: there are more than 50000 from
                    """)
    void refusesSeedsThatAreNone(String seeds, String message) {
        assertThatThrownBy(() -> design(seeds, Map.of(), OptionalInt.empty(), true))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesGridsThatAreNone() {
        assertThatThrownBy(() -> design("1", Map.of("a b", List.of("1")), OptionalInt.empty(), true))
                .hasMessageStartingWith("name of parameter: \"a b\" is not a name");
        assertThatThrownBy(() -> design("1", Map.of("a", List.of()), OptionalInt.empty(), true))
                .hasMessage("grid a: there is no value");
        assertThatThrownBy(() -> design("1", Map.of("a", List.of("x", "x")), OptionalInt.empty(), true))
                .hasMessage("grid a: \"x\" stands there twice");
        assertThatThrownBy(() -> design("1", Map.of("a", List.of("x\n")), OptionalInt.empty(), true))
                .hasMessageStartingWith("grid a: \"x\\n\" has a control character");
        assertThatThrownBy(() -> design("1", Map.of("a", List.of("x")), OptionalInt.of(2), true))
                .hasMessage("random: 2 is not between 1 and the number of settings of the grid, 1");
        assertThatThrownBy(() -> design("1", Map.of("a", List.of("x")), OptionalInt.of(0), true))
                .hasMessage("random: 0 is not between 1 and the number of settings of the grid, 1");
        List<String> many = IntStream.range(0, 400).mapToObj(Integer::toString).toList();
        assertThatThrownBy(() -> design("1", Map.of("a", many, "b", many), OptionalInt.empty(), true))
                .hasMessage("grid: has more than 50000 settings, the most that there can be");
        assertThatThrownBy(() -> design("1..400", Map.of("a", many), OptionalInt.empty(), true))
                .hasMessage("study: has 160000 cells; 50000 are the most that there can be");
    }

    @Test
    void refusesExclusionsThatExcludeNothing() {
        assertThatThrownBy(() -> excluding(Map.of("b", "1"), "why"))
                .hasMessage("exclude b=1: the grid has no such parameter, only [a]");
        assertThatThrownBy(() -> excluding(Map.of("a", "3"), "why"))
                .hasMessage("exclude a=3: the grid has no such value, only [1, 2]");
        assertThatThrownBy(() -> excluding(Map.of("a", "1"), " ")).hasMessage("exclude {a=1}: says no reason");
        assertThatThrownBy(() -> excluding(Map.of(), "why")).hasMessage("exclude: names no parameter");
    }

    private static StudyDesign excluding(Map<String, String> where, String because) {
        return new StudyDesign(
                StudyDesign.range(1, 1),
                new TreeMap<>(Map.of("a", List.of("1", "2"))),
                OptionalInt.empty(),
                true,
                List.of(new StudyDesign.Exclusion(new TreeMap<>(where), because)));
    }

    @Test
    void isReadFromAFile() throws IOException {
        StudyDesign design = read("""
                {"seeds": [1, "3..4"], "grid": {"rate": [0.10, 1e-3], "name": ["a,b", true]}, "random": 3,
                 "paired": false, "exclude": [{"where": {"rate": 0.10}, "because": "too fast"}],
                 "primary": ["recall"]}
                """);

        assertThat(design)
                .isEqualTo(new StudyDesign(
                        StudyDesign.seeds("1,3,4"),
                        new TreeMap<>(Map.of("rate", List.of("0.10", "0.001"), "name", List.of("a,b", "true"))),
                        OptionalInt.of(3),
                        false,
                        List.of(new StudyDesign.Exclusion(new TreeMap<>(Map.of("rate", "0.10")), "too fast")),
                        new TreeSet<>(List.of("recall"))));
        assertThat(read("{\"seeds\": \"1..2\"}")).isEqualTo(design("1..2", Map.of(), OptionalInt.empty(), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {}                                           | has no seeds
                    []                                           | is not a JSON object
                    {"seeds": 1, "grid": {}}                     | expected a list as seeds, found 1
                    {"seeds": "1", "gird": {}}                   | has gird, which is not a part of a design
                    {"seeds": "1", "grid": []}                   | expected an object as grid, found []
                    {"seeds": "1", "grid": {"a": 1}}             | expected a list as grid.a, found 1
                    {"seeds": "1", "grid": {"a": [null]}}        | expected text, a number, true or false in grid.a, found null
                    {"seeds": "1", "random": "many"}             | expected a number of settings as random, found "many"
                    {"seeds": "1", "paired": "yes"}              | expected true or false as paired, found "yes"
                    {"seeds": "1", "exclude": [{"where": {}}]}   | has no exclude[].because
                    {"seeds": "1", "primary": "recall"}          | expected a list as primary, found "recall"
                    """)
    void refusesFilesThatAreNoDesign(String json, String problem) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(folder.resolve("design.json") + ": " + problem);
    }

    @Test
    void refusesFilesThatAreNotJson() {
        assertThatThrownBy(() -> read("{"))
                .isInstanceOf(ReproException.class)
                .hasMessageContaining("cannot be read as JSON");
        assertThatThrownBy(() -> StudyDesign.read(folder.resolve("none"))).isInstanceOf(UnreadableException.class);
    }

    private StudyDesign read(String json) throws IOException {
        return StudyDesign.read(Files.writeString(folder.resolve("design.json"), json));
    }

    @Test
    void fillsArgumentsWithTheParametersOfACell() {
        StudyDesign.Cell cell =
                new StudyDesign.Cell(new TreeMap<>(Map.of("rate", "0.1", "name", "$1{x}")), new Seed(1), new Seed(9));
        List<String> arguments = List.of("--rate={rate}", "{name}{seed}", "{\"rate\": 1}", "{}");

        assertThat(StudyArguments.of(arguments, cell)).containsExactly("--rate=0.1", "$1{x}9", "{\"rate\": 1}", "{}");
        assertThat(StudyArguments.unused(List.of("{rate}"), cell.parameters())).isEqualTo(Map.of("name", "$1{x}"));
        assertThatThrownBy(() -> StudyArguments.require(List.of("{rat}"), new TreeMap<>(), false))
                .hasMessage("argument {rat}: the grid has no such parameter");
        TreeMap<String, List<String>> grid = new TreeMap<>(Map.of("rate", List.of("1")));
        assertThatThrownBy(() -> StudyArguments.require(List.of("x"), grid, true))
                .hasMessage(
                        "grid rate: a wrapped program gets it from its arguments alone, and none of them has {rate}");
        grid.put("seed", List.of("1"));
        assertThatThrownBy(() -> StudyArguments.require(List.of("{rate}"), grid, false))
                .hasMessage("grid seed: is what {seed} stands for; give the parameter another name");
    }

    @Test
    void aCauseInAStatementIsCutAndSaysSo() {
        StudyDesign.Cell tried = new StudyDesign.Cell(new TreeMap<>(), new Seed(1), new Seed(1));
        String whole = "x".repeat(StudyManifest.Cell.LONGEST_CAUSE);

        assertThat(failed(tried, whole).cause()).contains(whole);
        assertThat(failed(tried, whole + "y").cause().orElseThrow())
                .hasSize(StudyManifest.Cell.LONGEST_CAUSE)
                .endsWith("x … (cut)");
        assertThat(failed(tried, "a" + "🙂".repeat(2000)).cause().orElseThrow()).endsWith("🙂 … (cut)");
        StudyManifest.Cell cut = failed(tried, whole + "y");
        assertThat(failed(tried, cut.cause().orElseThrow())).isEqualTo(cut);
    }

    private static StudyManifest.Cell failed(StudyDesign.Cell tried, String cause) {
        return new StudyManifest.Cell(
                tried,
                StudyManifest.Status.FAILED,
                Optional.of(cause),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
