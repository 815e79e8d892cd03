package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.plain.PlainTraining;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.trace.Phase;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceCursor;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/**
 * A training that has never heard of the library, wrapped by the command line: as the tests have it, packed into jars as
 * users have it, and with other data.
 */
class WrappedTrainingTests {
    @TempDir
    private static Path folder;

    private static final Map<String, Path> RUNS = new LinkedHashMap<>();

    private static PackedProgram packed;

    @BeforeAll
    static void train() throws Exception {
        train("first", 0, CommandLine::new, CommandLine.classPath());
        packed = PackedProgram.in(folder.resolve("jars"), PlainTraining.class);
        train("packed", 0, packed::commandLine, packed.classPath());
        train("other", 1, CommandLine::new, CommandLine.classPath());
    }

    private static void train(String name, int shift, Function<Path, CommandLine> in, String classPath)
            throws Exception {
        Path work = Files.createDirectory(folder.resolve(name)).toRealPath();
        Files.writeString(work.resolve("data.csv"), table(shift));
        CommandLine commandLine = in.apply(work);
        commandLine.runOn(classPath, PlainTraining.class, "data.csv").assertStatus(0);
        RUNS.put(name, commandLine.runs().get(0));
    }

    private static String table(int shift) {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            table.append(i % 5 + shift)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(i % 2)
                    .append(",1.5,")
                    .append(i % 3);
            table.append('\n');
        }
        return table.toString();
    }

    @Test
    void everyKindOfTrainingIsTraced() {
        Map<String, Integer> steps = new LinkedHashMap<>();
        try (TraceReader reader = trace("first")) {
            TraceCursor cursor = reader.cursor();
            while (cursor.next()) {
                steps.merge(cursor.step().network().name(), 1, Integer::sum);
            }
        }

        assertThat(steps)
                .as("fit with an iterator and new listeners; restored; cloned; graph; pretraining; early stopping")
                .isEqualTo(Map.of(
                        "network0",
                        4,
                        "network1",
                        3,
                        "network2",
                        1,
                        "network3",
                        1,
                        "network4/layer0",
                        3,
                        "network4",
                        6));
    }

    @Test
    void equalTrainingsHaveEqualTraces() {
        assertThat(RUNS.get("packed").resolve(TraceWriter.FILE_NAME))
                .hasSameBinaryContentAs(RUNS.get("first").resolve(TraceWriter.FILE_NAME));
    }

    @Test
    void aProgramThatCannotBeTracedIsRefused() throws Exception {
        Path work = Files.createDirectory(folder.resolve("refused")).toRealPath();

        packed.commandLineWithoutExtension(work)
                .runOn(packed.classPath(), PlainTraining.class)
                .assertStatus(2)
                .assertError("reprorun: class path: nd4j is on it, but not repro-dl4j", "library.jar; add it to");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void whatTheTrainingLeavesIsTheOutput() {
        assertThat(outputs("first").keySet())
                .containsExactlyInAnyOrder(
                        "outputs/best.zip",
                        "outputs/models/graph.zip",
                        "outputs/models/network.zip",
                        "outputs/models/restored.zip",
                        "outputs/predictions.txt");
    }

    @Test
    void whatTheTrainingReadsIsTheInput() {
        assertThat(manifest("first").definition().dependencies(RunDefinition.KIND_INPUT))
                .singleElement()
                .satisfies(input -> {
                    assertThat(input.name()).isEqualTo("data.csv");
                    assertThat(input.digest())
                            .containsEntry("sha256", Sha256.ofUtf8(table(0)).hex());
                });
    }

    @Test
    void equalTrainingsLeaveEqualModelsAndHaveOneResultDigest() {
        assertThat(outputs("packed")).isEqualTo(outputs("first"));
        assertThat(manifest("packed").resultDigest())
                .isEqualTo(manifest("first").resultDigest());
    }

    @Test
    void theLibraryIsNotAmongItsHazardsInAFolderOrAJar() {
        assertThat(manifest("first").hazards())
                .isNotEmpty()
                .extracting(Hazard::className)
                .noneMatch(name -> name.startsWith("io.github.reprorun."));
        assertThat(manifest("packed").hazards()).isEqualTo(manifest("first").hazards());
    }

    @Test
    void anotherInputDivergesByTheData() {
        Comparison comparison = Comparison.between(manifest("first"), manifest("other"));

        assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(comparison.causes()).containsExactly(Aspect.DATA);
    }

    @Test
    void modelsCanBeRestored() throws IOException {
        Path work = folder.resolve("first");
        Path network = work.resolve("models/network.zip");
        NormalizerStandardize normalizer = ModelSerializer.restoreNormalizerFromFile(network.toFile());
        assertThat(normalizer.getMean().length()).isEqualTo(4);
        MultiLayerNetwork restored =
                MultiLayerNetwork.load(work.resolve("best.zip").toFile(), true);
        assertThat(restored.getUpdater().getStateViewArray().length()).isEqualTo(2 * restored.numParams());
        assertThat(MultiLayerNetwork.load(work.resolve("models/restored.zip").toFile(), false)
                        .numParams())
                .isPositive();
        assertThat(ComputationGraph.load(work.resolve("models/graph.zip").toFile(), true)
                        .numParams())
                .isPositive();
    }

    @Test
    void anotherInputIsFoundInTheFirstBatch() {
        try (TraceReader first = trace("first");
                TraceReader other = trace("other")) {
            assertThat(TraceComparison.firstDivergence(first, other)).hasValueSatisfying(found -> {
                assertThat(found.phase()).isEqualTo(Phase.BATCH);
                assertThat(found.iteration()).isZero();
            });
        }
    }

    private static Manifest manifest(String name) {
        return VerifiedRun.unsigned(RUNS.get(name)).manifest();
    }

    private static SortedMap<String, Sha256> outputs(String name) {
        SortedMap<String, Sha256> outputs = new TreeMap<>(manifest(name).subjects());
        outputs.keySet().removeIf(subject -> !subject.startsWith(Manifest.OUTPUTS));
        return outputs;
    }

    private static TraceReader trace(String name) {
        return TraceReader.open(RUNS.get(name).resolve(TraceWriter.FILE_NAME));
    }
}
