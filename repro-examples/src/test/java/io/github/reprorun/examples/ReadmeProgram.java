package io.github.reprorun.examples;

/** What a reader of the README has around its code: imports, a class, a small network, a small table. */
final class ReadmeProgram {
    /** A quantity and whether the claim is a fraud. */
    static final String CLAIMS = "0.1,0\n0.9,1\n0.2,0\n0.8,1\n0.3,0\n0.7,1\n";

    private static final String FRAME = """
            import io.github.reprorun.ReproducibleRun;
            import io.github.reprorun.RunContext;
            import io.github.reprorun.dl4j.Dl4jRun;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.ArrayList;
            import java.util.Collections;
            import java.util.List;
            import java.util.Random;
            import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
            import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
            import org.deeplearning4j.nn.conf.layers.OutputLayer;
            import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
            import org.nd4j.linalg.activations.Activation;
            import org.nd4j.linalg.dataset.DataSet;
            import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
            import org.nd4j.linalg.factory.Nd4j;
            import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

            public class FraudTraining {
            %s
                static MultiLayerNetwork network(long seed) {
                    MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                            .seed(seed)
                            .list()
                            .layer(new OutputLayer.Builder(LossFunction.XENT)
                                    .nIn(1)
                                    .nOut(1)
                                    .activation(Activation.SIGMOID)
                                    .build())
                            .build());
                    network.init();
                    return network;
                }

                static DataSetIterator batches(Path claims, Random shuffle) throws Exception {
                    List<DataSet> rows = new ArrayList<>();
                    for (String line : Files.readAllLines(claims)) {
                        String[] cells = line.split(",");
                        rows.add(new DataSet(
                                Nd4j.create(new float[][] {{Float.parseFloat(cells[0])}}),
                                Nd4j.create(new float[][] {{Float.parseFloat(cells[1])}})));
                    }
                    Collections.shuffle(rows, shuffle);
                    return new ListDataSetIterator<>(rows, 2);
                }

                static double recall(MultiLayerNetwork network) {
                    return network.output(Nd4j.create(new float[][] {{1}})).getDouble(0);
                }
            }
            """;

    private ReadmeProgram() {}

    /** {@code code} as a member of a class that can be compiled and run. */
    static String around(String code) {
        return FRAME.formatted(code);
    }
}
