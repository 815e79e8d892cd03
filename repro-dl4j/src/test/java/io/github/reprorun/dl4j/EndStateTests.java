package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.ends.EveryModel;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceCursor;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every model was in the end is evidence, though the program saves nothing and knows of nothing. */
class EndStateTests {
    private static final List<String> OF_WORDS = List.of("embeddings0/syn0", "embeddings0/syn1", "embeddings0/syn1Neg");

    @TempDir
    private static Path folder;

    private static Path run;
    private static Manifest manifest;
    private static SortedMap<String, String> plain;

    @BeforeAll
    static void train() throws Exception {
        run = run();
        manifest = VerifiedRun.unsigned(run).manifest();
        plain = ends(manifest);
    }

    private static Path run(String... changes) throws Exception {
        Path work = Files.createTempDirectory(folder, "run").toRealPath();
        CommandLine commandLine = new CommandLine(work);
        commandLine.run(EveryModel.class, changes).assertStatus(0);
        return commandLine.runs().get(0);
    }

    private static SortedMap<String, String> ends(Manifest manifest) {
        SortedMap<String, String> ends = new TreeMap<>();
        for (Resource each : manifest.details().byproducts()) {
            assertThat(each.annotations()).containsEntry(RunDefinition.KIND, RunDefinition.KIND_END_STATE);
            ends.put(each.name().replaceFirst("@[0-9a-f]+$", "@"), each.digest().getOrDefault("sha256", ""));
        }
        return ends;
    }

    @Test
    void everyModelThatTrainedIsThere() {
        List<String> expected = new ArrayList<>(OF_WORDS);
        for (int i = 0; i < 5; i++) {
            expected.add("network" + i + "/parameters");
            expected.add("network" + i + "/updaterState");
        }
        for (int i = 0; i < 2; i++) {
            expected.addAll(List.of(
                    "samediff" + i + "/updaterState", "samediff" + i + "/variable b", "samediff" + i + "/variable w"));
        }

        assertThat(plain.keySet())
                .filteredOn(name -> !name.contains(" in "))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(plain.keySet())
                .filteredOn(name -> name.contains(" in "))
                .hasSize(2)
                .allMatch(name -> name.matches("network0/(parameters|updaterState) in main/.*EveryModel#0@"));
        assertThat(plain.values()).allMatch(digest -> digest.length() == 64);
    }

    @Test
    void equalTrainingsEndEqually() {
        assertThat(plain.get("network2/parameters"))
                .as("one dropped, one freed, one of another thread: trained alike")
                .isEqualTo(plain.get("network3/parameters"))
                .isNotEqualTo(plain.get("network4/parameters"));
        assertThat(plain.get("samediff0/variable w")).isNotEqualTo(plain.get("samediff1/variable w"));
    }

    @Test
    void whenSomethingIsCollectedDoesNotShow() throws Exception {
        Manifest collected = VerifiedRun.unsigned(run("collect")).manifest();

        assertThat(ends(collected)).isEqualTo(plain);
        assertThat(collected.result()).isEqualTo(manifest.result()).isPresent();
    }

    @Test
    void oneBitOfEachKindShows() throws Exception {
        assertThat(changed("layers", "updater", "graph", "samediff", "words"))
                .containsExactlyInAnyOrder(
                        "network0/parameters",
                        "network0/updaterState",
                        "network1/parameters",
                        "samediff0/variable w",
                        "embeddings0/syn1Neg");
    }

    @Tag("gallery")
    @ParameterizedTest
    @CsvSource({
        "layers, network0/parameters",
        "updater, network0/updaterState",
        "graph, network1/parameters",
        "samediff, samediff0/variable w",
        "words, embeddings0/syn1Neg"
    })
    void oneBitOfWhatWasLearnedShows(String change, String part) throws Exception {
        assertThat(changed(change)).containsExactly(part);
    }

    /** The parts that end otherwise in a run with these changes; its result is another, too. */
    private static List<String> changed(String... changes) throws Exception {
        Manifest flipped = VerifiedRun.unsigned(run(changes)).manifest();
        SortedMap<String, String> ends = ends(flipped);
        assertThat(flipped.result()).isNotEqualTo(manifest.result());
        assertThat(ends.keySet()).isEqualTo(plain.keySet());
        return ends.entrySet().stream()
                .filter(each -> !each.getValue().equals(plain.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void sameDiffIsTracedLikeANetwork() {
        Map<String, Integer> steps = new LinkedHashMap<>();
        try (TraceReader reader = TraceReader.openVerified(run.resolve(TraceWriter.FILE_NAME))) {
            TraceCursor cursor = reader.cursor();
            while (cursor.next()) {
                String name = cursor.step().network().name();
                if (name.startsWith("samediff")) {
                    assertThat(cursor.step().network().layers()).containsExactly("b", "w");
                    assertThat(cursor.step().iteration()).isEqualTo(steps.getOrDefault(name, 0));
                    assertThat(cursor.step().hasLayers(Quantity.PARAMETERS_IN)).isTrue();
                    assertThat(cursor.step().has(Quantity.SCORE)).isTrue();
                    assertThat(cursor.step().has(Quantity.UPDATER_STATE)).isTrue();
                    steps.merge(name, 1, Integer::sum);
                }
            }
        }

        assertThat(steps).isEqualTo(Map.of("samediff0", 2, "samediff1", 1));
    }

    @Test
    void aTrainingOutsideFitIsSaidToBeUntraced() {
        assertThat(manifest.definition().unpinned().get("training outside fit"))
                .contains("computeGradientAndScore", "not traced step by step");
    }
}
