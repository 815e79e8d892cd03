package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import io.github.reprorun.programs.agent.CarelessHabits;
import io.github.reprorun.spi.testing.HazardsPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each source of chance differs between two bare runs, and is equal and named in two runs under the agent. */
class CatalogueTests {
    private static Output bare;
    private static Output bareAgain;
    private static Output held;
    private static Output heldAgain;
    private static Output heldWithOtherSeed;

    @BeforeAll
    static void run() {
        bare = Output.of(ChildJvm.bare());
        bareAgain = Output.of(ChildJvm.bare());
        held = Output.of(ChildJvm.bare().agent("seed=42"));
        heldAgain = Output.of(ChildJvm.bare().agent("seed=42"));
        heldWithOtherSeed = Output.of(ChildJvm.bare().agent("seed=43"));
    }

    static Stream<String> names() {
        return CarelessHabits.CASES.stream().map(CarelessHabits.Case::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void differsBetweenTwoBareRuns(String name) {
        assertThat(bareAgain.result(name)).isNotEqualTo(bare.result(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isEqualInTwoRunsUnderTheAgent(String name) {
        assertThat(heldAgain.result(name)).isEqualTo(held.result(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isNamedWithItsCallSite(String name) {
        ChanceSource source = source(name);
        assertThat(held.sites).containsKey(source.kind() + '\t' + held.place(name) + '\t' + source.treatment());
    }

    @Test
    void followsTheSeedUnlessItIsAnOrderOrATime() {
        assertThat(names().filter(name -> heldWithOtherSeed.result(name).equals(held.result(name))))
                .containsExactly("set", "map", "Set::of", "zip entry");
    }

    @Test
    void reportsNothingElse() {
        assertThat(held.sites.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        names().map(name -> source(name).kind()
                                        + '\t'
                                        + held.place(name)
                                        + '\t'
                                        + source(name).treatment())
                                .toList());
    }

    @Test
    void reportsNothingWithoutTheAgent() {
        assertThat(bare.sites).isEmpty();
    }

    @Test
    void isEqualOnTheOtherJdk() {
        Output other = Output.of(OtherJdk.jvm().agent("seed=42"));
        assertThat(other.results).isEqualTo(held.results);
        assertThat(other.sites).isEqualTo(held.sites);
    }

    /** Sources that no program shows by differing from itself on one machine, and what shows them. */
    private static final Map<ChanceSource, String> SHOWN_ELSEWHERE = Map.of(
            ChanceSource.DIRECTORY_ORDER, "files written in another order, on another file system: DirectoryOrderTests",
            ChanceSource.IDENTITY_HASH, "threads that the JVM starts: PinnedOptionsTests",
            ChanceSource.SECRET, "a draw that may be a secret: UntouchedTests, SecureDrawTests",
            ChanceSource.UNORDERED_THREAD, "a worker's code outside any task: RunCommandTests",
            ChanceSource.NOT_INSTRUMENTED, "a class of unknown form: ClassRewriterTests");

    @Test
    void isThePagesTable() {
        List<String> rows = new ArrayList<>();
        for (ChanceSource source : ChanceSource.values()) {
            List<String> cases = CarelessHabits.CASES.stream()
                    .filter(each -> each.source() == source)
                    .map(CarelessHabits.Case::name)
                    .toList();
            assertThat(cases.isEmpty()).as("%s is shown once", source).isEqualTo(SHOWN_ELSEWHERE.containsKey(source));
            rows.add(HazardsPage.row(
                    "`" + source.kind() + "`",
                    cases.isEmpty() ? SHOWN_ELSEWHERE.get(source) : String.join(", ", cases),
                    cases.isEmpty() ? "may differ" : measured(cases, bare, bareAgain),
                    cases.isEmpty() ? treated(source) : measured(cases, held, heldAgain) + ", named",
                    source.treatment().name(),
                    source.advice()));
        }
        HazardsPage.assertTable("jdk", rows);
    }

    private static String measured(List<String> cases, Output first, Output second) {
        long equal = cases.stream()
                .filter(name -> first.result(name).equals(second.result(name)))
                .count();
        return equal == 0 ? "differ" : equal == cases.size() ? "equal" : "some differ";
    }

    private static String treated(ChanceSource source) {
        return source.treatment() == Treatment.UNCONTROLLED ? "named" : "equal, named";
    }

    private static ChanceSource source(String name) {
        return CarelessHabits.CASES.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .source();
    }

    /** What the program printed: results by case, and counts by kind, class, line and treatment. */
    private record Output(Map<String, String> results, Map<String, String> places, Map<String, Long> sites) {
        static Output of(ChildJvm jvm) {
            Map<String, String> results = new HashMap<>();
            Map<String, String> places = new HashMap<>();
            Map<String, Long> sites = new HashMap<>();
            List<String> lines = jvm.run(CarelessHabits.class);
            for (String line : lines) {
                String[] parts = line.split("\t", -1);
                if (parts[0].equals("case")) {
                    places.put(parts[1], parts[2].replace(':', '\t'));
                    results.put(parts[1], parts[3]);
                } else {
                    sites.put(String.join("\t", parts[1], parts[2], parts[3], parts[4]), Long.valueOf(parts[5]));
                }
            }
            assertThat(results).as("%s", lines).hasSameSizeAs(CarelessHabits.CASES);
            return new Output(results, places, sites);
        }

        String result(String name) {
            return results.get(name);
        }

        String place(String name) {
            return places.get(name);
        }
    }
}
