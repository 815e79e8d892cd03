package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.feed.ReplayableData;
import io.github.reprorun.dl4j.internal.generator.TrainingGeneratorState;
import io.github.reprorun.dl4j.internal.network.GraphNetwork;
import io.github.reprorun.dl4j.internal.network.LayerNetwork;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.MultiDataSetWrapperIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Makes the validation of a training, for either kind of network and of data. Stateless. */
final class Validations {
    private Validations() {}

    /**
     * The validation that {@code fitting} asks for, if it does.
     *
     * @throws io.github.reprorun.failure.UsageException if it asks for something that cannot be measured
     */
    static Optional<Validation<?>> of(Fitting fitting, NetworkState.Whole network, TrainingGeneratorState draws) {
        fitting.requireMeant();
        if (fitting.validation().isEmpty() && fitting.multiValidation().isEmpty()) {
            return Optional.empty();
        }
        Measures measures = fitting.task().map(Measures::of).orElseGet(() -> Measures.of(network.outputLayers()));
        measures.requireMeasured(fitting.watched());
        return Optional.of(
                network instanceof LayerNetwork layers
                        ? ofLayers(fitting, layers, draws, measures)
                        : ofGraph(fitting, (GraphNetwork) network, draws, measures));
    }

    private static Validation<DataSet> ofLayers(
            Fitting fitting, LayerNetwork network, TrainingGeneratorState draws, Measures measures) {
        Supplier<DataSetIterator> data = () -> fitting.validation()
                .orElseGet(() -> new MultiDataSetWrapperIterator(
                        fitting.multiValidation().orElseThrow()));
        return new Validation<>(
                network, draws, ReplayableData.ofLayers(data, draws), new OfLayers(network.network()), measures);
    }

    private static Validation<MultiDataSet> ofGraph(
            Fitting fitting, GraphNetwork network, TrainingGeneratorState draws, Measures measures) {
        Supplier<MultiDataSetIterator> data = () -> fitting.multiValidation()
                .orElseGet(() ->
                        new MultiDataSetIteratorAdapter(fitting.validation().orElseThrow()));
        return new Validation<>(
                network, draws, ReplayableData.ofGraph(data, draws), new OfGraph(network.graph()), measures);
    }

    private record OfLayers(MultiLayerNetwork network) implements Validation.Measurer<DataSet> {
        @Override
        public long examples(DataSet batch) {
            return batch.numExamples();
        }

        @Override
        public double loss(DataSet batch) {
            return network.score(batch, false);
        }

        @Override
        public void evaluate(DataSet batch, IEvaluation<?> evaluation) {
            network.doEvaluation(new SingletonDataSetIterator(batch), new IEvaluation<?>[] {evaluation});
        }
    }

    private record OfGraph(ComputationGraph graph) implements Validation.Measurer<MultiDataSet> {
        @Override
        public long examples(MultiDataSet batch) {
            return batch.getFeatures(0).size(0);
        }

        @Override
        public double loss(MultiDataSet batch) {
            return graph.score(batch, false);
        }

        @Override
        public void evaluate(MultiDataSet batch, IEvaluation<?> evaluation) {
            graph.doEvaluation(new SingletonMultiDataSetIterator(batch), new IEvaluation<?>[] {evaluation});
        }
    }
}
