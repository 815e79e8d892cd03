package io.github.reprorun.dl4j.internal.end;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.internal.network.ModelNames;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.ResultDigest;
import io.github.reprorun.seed.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.deeplearning4j.models.embeddings.inmemory.InMemoryLookupTable;
import org.deeplearning4j.models.word2vec.VocabWord;
import org.deeplearning4j.models.word2vec.Word2Vec;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

class EndStatesTests {
    private static final int ELEMENTS = 8;

    private final List<Resource> recorded = new ArrayList<>();

    private enum Learned {
        STACK(ModelKind.NETWORK, "network0/parameters") {
            @Override
            Object model(float[] values) {
                MultiLayerNetwork network = stack();
                network.params()
                        .assign(Nd4j.create(values).reshape(network.params().shape()));
                return network;
            }
        },
        UPDATER(ModelKind.NETWORK, "network0/updaterState") {
            @Override
            Object model(float[] values) {
                MultiLayerNetwork network = stack();
                INDArray state = network.getUpdater().getStateViewArray();
                assign(state, values);
                return network;
            }
        },
        DOUBLES(ModelKind.NETWORK, "network0/parameters") {
            @Override
            Object model(float[] values) {
                MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .dataType(DataType.DOUBLE)
                        .list()
                        .layer(output())
                        .build());
                network.init();
                network.params()
                        .assign(Nd4j.create(values)
                                .castTo(DataType.DOUBLE)
                                .reshape(network.params().shape()));
                return network;
            }
        },
        GRAPH(ModelKind.NETWORK, "network0/parameters") {
            @Override
            Object model(float[] values) {
                ComputationGraph network = graph();
                network.params()
                        .assign(Nd4j.create(values).reshape(network.params().shape()));
                return network;
            }
        },
        GRAPH_UPDATER(ModelKind.NETWORK, "network0/updaterState") {
            @Override
            Object model(float[] values) {
                ComputationGraph network = graph();
                assign(network.getUpdater().getStateViewArray(), values);
                return network;
            }
        },
        SAME_DIFF(ModelKind.SAME_DIFF, "samediff0/variable w") {
            @Override
            Object model(float[] values) {
                SameDiff graph = SameDiff.create();
                graph.var("w", Nd4j.create(values).reshape(2, ELEMENTS / 2));
                graph.var("b", Nd4j.zeros(2));
                graph.constant("c", 3f);
                return graph;
            }
        },
        SAME_DIFF_UPDATER(ModelKind.SAME_DIFF, "samediff0/updaterState") {
            @Override
            Object model(float[] values) {
                SameDiff graph = SameDiff.create();
                SDVariable in = graph.placeHolder("in", DataType.FLOAT, -1, 2);
                SDVariable w = graph.var("w", Nd4j.ones(2, ELEMENTS / 2));
                graph.setLossVariables(in.mmul(w).mean("loss"));
                graph.setTrainingConfig(new TrainingConfig.Builder()
                        .updater(new Adam())
                        .dataSetFeatureMapping("in")
                        .markLabelsUnused()
                        .build());
                graph.fit(new DataSet(Nd4j.ones(1, 2), null));
                GradientUpdater<?> updater = graph.getUpdaterMap().get("w");
                INDArray state = updater.getState().values().iterator().next();
                state.assign(Nd4j.create(values).reshape(state.shape()));
                return graph;
            }
        },
        EMBEDDINGS(ModelKind.EMBEDDINGS, "embeddings0/syn0") {
            @Override
            Object model(float[] values) {
                return words(values, new float[ELEMENTS]);
            }
        },
        EMBEDDINGS_OUT(ModelKind.EMBEDDINGS, "embeddings0/syn1") {
            @Override
            Object model(float[] values) {
                return words(new float[ELEMENTS], values);
            }
        };

        private final ModelKind kind;
        private final String part;

        Learned(ModelKind kind, String part) {
            this.kind = kind;
            this.part = part;
        }

        /** A model that has learned just that; all else is the same each time. */
        abstract Object model(float[] values);

        private static void assign(INDArray longer, float[] values) {
            longer.assign(
                    Nd4j.create(Arrays.copyOf(values, (int) longer.length())).reshape(longer.shape()));
        }

        private static ComputationGraph graph() {
            ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new Adam())
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer("out", output(), "in")
                    .setOutputs("out")
                    .build());
            network.init();
            return network;
        }

        private static Word2Vec words(float[] in, float[] out) {
            InMemoryLookupTable<VocabWord> table = new InMemoryLookupTable<>();
            table.setSyn0(Nd4j.create(in).reshape(2, ELEMENTS / 2));
            table.setSyn1(Nd4j.create(out).reshape(2, ELEMENTS / 2));
            Word2Vec words = new Word2Vec();
            words.setLookupTable(table);
            return words;
        }

        private static MultiLayerNetwork stack() {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new Adam())
                    .list()
                    .layer(output())
                    .build());
            network.init();
            return network;
        }

        private static OutputLayer output() {
            return new OutputLayer.Builder()
                    .nIn(3)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build();
        }
    }

    private Map<String, String> ends(Learned learned, float[] values) {
        recorded.clear();
        Object model = learned.model(values);
        try (EndStates ends = new EndStates(new ModelNames(), recorded::add)) {
            assertThat(ends.trained(learned.kind, model)).isSameAs(ends.trained(learned.kind, model));
        }
        return recorded.stream()
                .collect(Collectors.toMap(
                        Resource::name, each -> each.digest().get("sha256"), (a, b) -> a, TreeMap::new));
    }

    @Property(tries = 100)
    void everyBitOfEveryKindOfModelIsInItsDigestAndInNoOther(
            @ForAll Learned learned,
            @ForAll @Size(ELEMENTS) int[] bits,
            @ForAll @IntRange(max = ELEMENTS - 1) int element,
            @ForAll @IntRange(max = 30) int anyButOne) {
        int bit = anyButOne == 30 ? 31 : anyButOne; // bit 30 would make a NaN
        float[] values = new float[ELEMENTS];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(0x3f800000 | bits[i] & 0x7fffff); // no NaN, whose bits a copy may change
        }
        Map<String, String> before = ends(learned, values);
        Sha256 resultBefore = result();
        values[element] = Float.intBitsToFloat(Float.floatToRawIntBits(values[element]) ^ 1 << bit);

        Map<String, String> after = ends(learned, values);

        assertThat(before.keySet()).isEqualTo(after.keySet()).contains(learned.part);
        assertThat(after.keySet().stream().filter(part -> !after.get(part).equals(before.get(part))))
                .containsExactly(learned.part);
        assertThat(result()).isNotEqualTo(resultBefore);
        assertThat(ends(learned, values)).isEqualTo(after);
    }

    /** The result digest of a run in which nothing else was made. */
    private Sha256 result() {
        return ResultDigest.of(
                List.of(), new TreeMap<>(), new Seed(42), new TreeMap<>(), List.of(), List.of(), recorded);
    }

    @Test
    void whatIsChangedAfterTheTrainingCounts() {
        MultiLayerNetwork network = Learned.stack();
        List<Resource> before = new ArrayList<>();
        try (EndStates ends = new EndStates(new ModelNames(), before::add)) {
            ends.trained(ModelKind.NETWORK, network);
        }
        try (EndStates ends = new EndStates(new ModelNames(), recorded::add)) {
            ends.trained(ModelKind.NETWORK, network);
            network.setParams(network.params().add(1));
        }

        assertThat(recorded).extracting(Resource::name).containsExactly("network0/parameters", "network0/updaterState");
        assertThat(recorded.get(0)).isNotEqualTo(before.get(0));
        assertThat(recorded.get(1)).isEqualTo(before.get(1));
    }

    @Test
    void aModelThatIsDroppedIsNotKeptAndIsInEvidenceAsItWas() {
        List<Resource> kept = new ArrayList<>();
        MultiLayerNetwork network = Learned.stack();
        try (EndStates ends = new EndStates(new ModelNames(), kept::add)) {
            ends.trained(ModelKind.NETWORK, network);
            network.params().addi(1);
        }
        try (EndStates ends = new EndStates(new ModelNames(), recorded::add)) {
            EndState dropped = drop(ends);
            while (dropped.get() != null) {
                System.gc();
            }
        }

        assertThat(recorded).isEqualTo(kept);
    }

    private static EndState drop(EndStates ends) {
        MultiLayerNetwork network = Learned.stack();
        EndState state = ends.trained(ModelKind.NETWORK, network);
        network.params().addi(1);
        return state;
    }

    @Test
    void aNetworkIsDigestedBeforeItsArraysAreFreed() {
        MultiLayerNetwork network = Learned.stack();
        try (EndStates ends = new EndStates(new ModelNames(), recorded::add)) {
            ends.trained(ModelKind.NETWORK, network);
            ends.frees(network);
            network.close();
        }

        assertThat(recorded)
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.digest()).containsKey("sha256"));
    }

    /** As programs do before they save a graph that is only to be asked from then on. */
    @Test
    void variablesThatAreMadeConstantsStayWhatWasLearned() {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
        List<Resource> before = new ArrayList<>();
        try (EndStates ends = new EndStates(new ModelNames(), before::add)) {
            ends.trained(ModelKind.SAME_DIFF, Learned.SAME_DIFF.model(values));
        }
        SameDiff graph = (SameDiff) Learned.SAME_DIFF.model(values);
        try (EndStates ends = new EndStates(new ModelNames(), recorded::add)) {
            ends.trained(ModelKind.SAME_DIFF, graph);
            graph.convertToConstants(List.of(graph.getVariable("w"), graph.getVariable("b")));
        }

        assertThat(recorded).isEqualTo(before).extracting(Resource::name).contains("samediff0/variable w");
    }

    @Test
    void whatCannotBeReadIsSaid() {
        MultiLayerNetwork network = Learned.stack();
        try (EndStates ends = new EndStates(new ModelNames(), recorded::add)) {
            ends.trained(ModelKind.NETWORK, network);
            ends.trained(ModelKind.EMBEDDINGS, new Word2Vec());
            network.close();
        }

        assertThat(recorded).extracting(Resource::name).containsExactly("network0/state", "embeddings0/state");
        assertThat(recorded).allSatisfy(each -> assertThat(each.digest()).isEmpty());
        assertThat(recorded.get(0).annotations()).containsEntry("kind", "endState");
        assertThat(recorded.get(0).annotations().get("unavailable")).startsWith("it could not be read: ");
        assertThat(recorded.get(1).annotations()).containsEntry("unavailable", "it shows no arrays of its own");
    }
}
