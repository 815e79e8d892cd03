package io.github.reprorun.dl4j.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.dl4j.ChildJvm;
import io.github.reprorun.dl4j.ChildTraining;
import io.github.reprorun.dl4j.Networks;
import io.github.reprorun.dl4j.OpenRun;
import io.github.reprorun.dl4j.Runs;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.testing.FakeRun;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ModelFileTests {
    @TempDir
    Path directory;

    static List<Networks.Case> networks() {
        return Networks.all();
    }

    private record Saved(Path file, Model network, FakeRun run) {}

    private Saved trainAndSave(Networks.Case network, long seed) {
        FakeRun run = Runs.fake(seed, directory);
        try (OpenRun open = new OpenRun(run)) {
            Model model = network.network().get();
            network.training().run(open.dl4j(), model);
            return new Saved(open.dl4j().save(network.name() + seed + ".zip", model), model, run);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void equalTrainingsGiveEqualBytes(Networks.Case network) throws IOException {
        byte[] first = Files.readAllBytes(trainAndSave(network, 42).file());
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        try {
            assertThat(trainAndSave(network, 42).file()).hasBinaryContent(first);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void deeplearning4jRestoresTheNetworkAsItWas(Networks.Case network) throws IOException {
        Saved saved = trainAndSave(network, 42);
        Model restored = saved.network() instanceof ComputationGraph
                ? ModelSerializer.restoreComputationGraph(saved.file().toFile())
                : ModelSerializer.restoreMultiLayerNetwork(saved.file().toFile());

        assertThat(NetworkState.of(restored).configurationJson())
                .isEqualTo(NetworkState.of(saved.network()).configurationJson());
        assertThat(bits(restored.params())).isEqualTo(bits(saved.network().params()));
        assertThat(NetworkState.of(restored).updaterState().map(ArrayBytes::sha256))
                .isEqualTo(NetworkState.of(saved.network()).updaterState().map(ArrayBytes::sha256));
        assertThat(output(restored)).isEqualTo(output(saved.network()));
    }

    private static List<String> bits(INDArray... arrays) {
        return Stream.of(arrays).map(array -> ArrayBytes.sha256(array).hex()).toList();
    }

    private static List<String> output(Model model) {
        if (model instanceof ComputationGraph graph) {
            return bits(graph.output(Networks.values(8, 2), Networks.values(8, 3)));
        }
        MultiLayerNetwork network = (MultiLayerNetwork) model;
        String json = network.getLayerWiseConfigurations().toJson();
        if (json.contains("ConvolutionLayer")) {
            return bits(network.output(Networks.values(8, 1, 8, 8)));
        }
        return bits(network.output(json.contains("LSTM") ? Networks.values(8, 2, 10) : Networks.values(8, 5)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void hasDeeplearning4jsEntriesInItsOrderWithTheSameContent(Networks.Case network) throws IOException {
        Saved saved = trainAndSave(network, 42);
        Path theirs = directory.resolve("theirs.zip");
        ModelSerializer.writeModel(saved.network(), theirs.toFile(), true);

        try (ZipFile ours = new ZipFile(saved.file().toFile());
                ZipFile original = new ZipFile(theirs.toFile())) {
            List<String> names = Collections.list(ours.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
            assertThat(names)
                    .isEqualTo(Collections.list(original.entries()).stream()
                            .map(ZipEntry::getName)
                            .toList());
            for (String name : names) {
                assertThat(ours.getInputStream(ours.getEntry(name)).readAllBytes())
                        .as(name)
                        .isEqualTo(
                                original.getInputStream(original.getEntry(name)).readAllBytes());
            }
        }
    }

    /** Not of another time zone too: JavaCPP would unpack its libraries anew, since it compares zip entries' local times. */
    @Test
    void equalTrainingsGiveEqualBytesInTwoJvmsOfOtherLocaleAndCompiler() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("models"));
        List<String> first = new ChildJvm(directory.resolve("1"))
                .options("-Duser.language=en")
                .run(ChildTraining.class, folder.toString());
        List<String> second = new ChildJvm(directory.resolve("2"))
                .options("-Duser.language=tr", "-Duser.country=TR", "-XX:TieredStopAtLevel=1")
                .run(ChildTraining.class, folder.toString());

        assertThat(second).isEqualTo(first);
        assertThat(first).hasSize(4).allMatch(line -> line.matches("[a-z]+ [0-9a-f]{64}"));
    }

    @Nested
    class Digests {
        @Test
        void areRecordedBesideTheFile() {
            Saved saved = trainAndSave(networks().get(0), 42);
            NetworkState state = NetworkState.of(saved.network());

            assertThat(saved.run().byproducts().keySet())
                    .containsExactly(
                            "mlp42.zip!configuration",
                            "mlp42.zip!parameters",
                            "mlp42.zip!updaterState",
                            "network0/parameters",
                            "network0/updaterState");
            assertThat(saved.run().byproducts().get("mlp42.zip!parameters").digest())
                    .containsExactly(java.util.Map.entry(
                            "sha256",
                            ArrayBytes.sha256(state.parameters().orElseThrow()).hex()));
            assertThat(saved.run().byproducts().get("mlp42.zip!parameters").annotations())
                    .containsExactly(
                            java.util.Map.entry("count", "159"),
                            java.util.Map.entry("dataType", "FLOAT"),
                            java.util.Map.entry("kind", "parameters"),
                            java.util.Map.entry("model", "outputs/mlp42.zip"));
            assertThat(saved.run().byproducts().get("mlp42.zip!updaterState").annotations())
                    .containsEntry("count", "270")
                    .containsEntry("model", "outputs/mlp42.zip");
            assertThat(saved.run().byproducts().get("mlp42.zip!configuration").annotations())
                    .as("may not differ, however much the model may")
                    .doesNotContainKey("model");
            assertThat(saved.run().byproducts().get("mlp42.zip!configuration").digest())
                    .containsEntry(
                            "sha256",
                            io.github.reprorun.evidence.Sha256.ofUtf8(state.configurationJson())
                                    .hex());
        }

        @Test
        void areThoseOfTheLastSaveUnderAName() {
            FakeRun run = Runs.fake(1, directory);
            try (OpenRun open = new OpenRun(run)) {
                MultiLayerNetwork network = Networks.mlp();
                open.dl4j().save("m.zip", network);
                String before =
                        run.byproducts().get("m.zip!parameters").digest().get("sha256");
                open.dl4j().fit(network, Networks.table(), 1);
                open.dl4j().save("m.zip", network);

                assertThat(run.byproducts().get("m.zip!parameters").digest().get("sha256"))
                        .isEqualTo(ArrayBytes.sha256(network.params()).hex())
                        .isNotEqualTo(before);
            }
        }

        @Test
        void areOverTheElementsInCOrderLittleEndian() {
            INDArray array = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
            String expected = io.github.reprorun.evidence.Sha256.of(
                            java.util.HexFormat.of().parseHex("0000803f000000400000404000008040"))
                    .hex();

            assertThat(bits(array, array.dup('f'), array.transpose().dup().transpose()))
                    .containsOnly(expected);
            assertThat(bits(Nd4j.hstack(array, array).get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4))))
                    .containsExactly(expected);
        }

        @Test
        void tellNansAndZerosApart() {
            assertThat(bits(
                            Nd4j.createFromArray(0.0f),
                            Nd4j.createFromArray(-0.0f),
                            Nd4j.createFromArray(Float.NaN),
                            Nd4j.createFromArray(Float.intBitsToFloat(0x7fc00001))))
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class ArrayBytesAsNd4j {
        @Test
        void areNd4jsForEveryTypeShapeAndView() throws IOException {
            INDArray values = Networks.values(40, 60);
            values.putScalar(3, Float.intBitsToFloat(0xffc00001)).putScalar(4, Float.NEGATIVE_INFINITY);
            for (INDArray array : List.of(
                    values,
                    values.castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE),
                    values.castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT16),
                    values.castTo(org.nd4j.linalg.api.buffer.DataType.INT32),
                    values.dup('f'),
                    values.getRow(7),
                    values.transpose(),
                    Networks.values(1, 100_000),
                    Nd4j.scalar(3.0))) {
                ByteArrayOutputStream expected = new ByteArrayOutputStream();
                Nd4j.write(array, new DataOutputStream(expected));
                ByteArrayOutputStream actual = new ByteArrayOutputStream();
                ArrayBytes.writeAsNd4j(array, actual);
                assertThat(Arrays.equals(actual.toByteArray(), expected.toByteArray()))
                        .as(array.shapeInfoToString())
                        .isTrue();
            }
        }
    }

    @Nested
    class ANormalizer {
        @Test
        void isSavedAndRestored() throws IOException {
            NormalizerStandardize normalizer = new NormalizerStandardize();
            normalizer.fit(Networks.table());
            FakeRun run = Runs.fake(1, directory);
            try (OpenRun open = new OpenRun(run)) {
                Path file = open.dl4j().save("n.zip", Networks.mlp(), normalizer);
                byte[] first = Files.readAllBytes(file);
                NormalizerStandardize restored = ModelSerializer.restoreNormalizerFromFile(file.toFile());

                assertThat(bits(restored.getMean(), restored.getStd()))
                        .isEqualTo(bits(normalizer.getMean(), normalizer.getStd()));
                assertThat(open.dl4j().save("n.zip", Networks.mlp(), normalizer))
                        .hasBinaryContent(first);
            }
        }
    }

    @Nested
    class Failure {
        @Test
        void leavesNothingBehindAndKeepsWhatWasThere() throws IOException {
            Path file = directory.resolve("kept.zip");
            Files.writeString(file, "before");
            NormalizerStandardize unfitted = new NormalizerStandardize();

            assertThatThrownBy(() ->
                            ModelFile.write(file, NetworkState.of(Networks.mlp()), java.util.Optional.of(unfitted)))
                    .isInstanceOf(RuntimeException.class);
            assertThat(file).hasContent("before");
            assertThat(directory).isDirectoryContaining(path -> path.equals(file));
            assertThat(directory.toFile().list()).containsExactly("kept.zip");
        }

        @Test
        void namesTheFile() {
            Path file = directory.resolve("missing").resolve("m.zip");
            assertThatThrownBy(() -> ModelFile.write(file, NetworkState.of(Networks.mlp()), java.util.Optional.empty()))
                    .isInstanceOf(UnwritableException.class)
                    .hasMessageStartingWith(file + ": the model cannot be written (");
        }

        @Test
        void isAnythingButANetwork() {
            Model layer = Networks.mlp().getLayer(0);
            assertThatThrownBy(() -> NetworkState.of(layer))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(layer.getClass().getName()
                            + ": only a MultiLayerNetwork or a ComputationGraph can be saved or followed");
        }
    }
}
