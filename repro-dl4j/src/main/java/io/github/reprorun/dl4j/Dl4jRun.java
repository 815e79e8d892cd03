package io.github.reprorun.dl4j;

import io.github.reprorun.RunContext;
import io.github.reprorun.base.file.SlashedPath;
import io.github.reprorun.dl4j.internal.end.EndState;
import io.github.reprorun.dl4j.internal.end.EndStates;
import io.github.reprorun.dl4j.internal.end.ModelKind;
import io.github.reprorun.dl4j.internal.feed.FedDataSets;
import io.github.reprorun.dl4j.internal.feed.FedMultiDataSets;
import io.github.reprorun.dl4j.internal.feed.ReplayableData;
import io.github.reprorun.dl4j.internal.generator.ProgramGenerators;
import io.github.reprorun.dl4j.internal.generator.TrainingGeneratorState;
import io.github.reprorun.dl4j.internal.network.ModelDigests;
import io.github.reprorun.dl4j.internal.network.ModelFile;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.dl4j.internal.trace.NetworkTrace;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.spi.RunScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.MultiDataSetWrapperIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;

/**
 * Trains, follows and saves Deeplearning4j networks within a run. Safe for use by several threads, each with networks of its
 * own.
 */
public final class Dl4jRun {
    private final RunScope run;
    private final NetworkPreparation networks;
    private final RunTrace trace;
    private final EndStates ends;
    private final Fits fits;
    private final Progress progress;

    Dl4jRun(RunScope run, NetworkPreparation networks, RunTrace trace, EndStates ends, Fits fits, Progress progress) {
        this.run = run;
        this.networks = networks;
        this.trace = trace;
        this.ends = ends;
        this.fits = fits;
        this.progress = progress;
    }

    /**
     * Deeplearning4j's side of {@code run}; always the same object for one run.
     *
     * @throws io.github.reprorun.failure.UsageException if no ND4J extension takes part in the run
     */
    public static Dl4jRun of(RunContext run) {
        return run.extension(Nd4jSession.class).dl4j();
    }

    /**
     * Traces the parameters, gradients and updater state every {@code iterations} iterations; batch, generator and score are
     * traced at each. Unless this is called, a cadence is chosen by the size of the first network and its batch such that
     * the trace costs less than one part in a hundred of the training.
     *
     * @return this
     * @throws io.github.reprorun.failure.UsageException if {@code iterations} is less than 1, or a step is traced already
     */
    public Dl4jRun traceEvery(int iterations) {
        trace.every(iterations);
        return this;
    }

    /**
     * Takes a checkpoint of a training that {@code fit} does every {@code iterations} iterations, at the end of a batch. When
     * checkpoints are taken never decides about a result.
     *
     * @return this
     * @throws io.github.reprorun.failure.UsageException if {@code iterations} is less than 1
     */
    public Dl4jRun checkpointEvery(int iterations) {
        fits.checkpoints().every(CheckpointCadence.every(iterations));
        return this;
    }

    /**
     * As {@link #checkpointEvery(int)}, by time; every five minutes by default. A training that checkpoints would keep
     * waiting for more than a hundredth of its time has fewer.
     *
     * @throws io.github.reprorun.failure.UsageException if {@code interval} is not positive
     */
    public Dl4jRun checkpointEvery(Duration interval) {
        fits.checkpoints().every(CheckpointCadence.every(interval));
        return this;
    }

    /**
     * Keeps the last {@code count} checkpoints until the run succeeds, 2 by default: where one is damaged, the one before it
     * is used. The end of each training that {@code fit} finished is kept beside them, up to 1 GiB in all.
     *
     * @return this
     * @throws io.github.reprorun.failure.UsageException if {@code count} is less than 1
     */
    public Dl4jRun keepCheckpoints(int count) {
        fits.checkpoints().keep(count);
        return this;
    }

    /**
     * Trains as {@code network.fit(iterator, epochs)} does, to the same bits, and takes checkpoints. In a run that is resumed
     * it trains only what is not in the checkpoint; the bits are the same again.
     *
     * @param epochs how many times to go over the data, at least 1
     * @throws IllegalArgumentException if {@code epochs} is less than 1, or more than 1 and {@code iterator} cannot be reset
     * @throws io.github.reprorun.failure.RunStoppedException if the run was asked to stop
     * @throws io.github.reprorun.failure.RefusedException if the run is resumed, and the program does not make the same
     *     network or data as before
     */
    public void fit(MultiLayerNetwork network, DataSetIterator iterator, int epochs) {
        fit(network, iterator, Fitting.epochs(epochs));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, int)}, for data with several inputs or outputs. */
    public void fit(MultiLayerNetwork network, MultiDataSetIterator iterator, int epochs) {
        fit(network, iterator, Fitting.epochs(epochs));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, int)}, for a graph. */
    public void fit(ComputationGraph network, DataSetIterator iterator, int epochs) {
        fit(network, iterator, Fitting.epochs(epochs));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, int)}, for a graph with several inputs or outputs. */
    public void fit(ComputationGraph network, MultiDataSetIterator iterator, int epochs) {
        fit(network, iterator, Fitting.epochs(epochs));
    }

    /**
     * Trains as {@link #fit(MultiLayerNetwork, DataSetIterator, int)} does, to the same bits, measures the network after each
     * epoch, keeps the best, and stops when {@code fitting} says so.
     *
     * @throws io.github.reprorun.failure.UsageException if {@code fitting} asks for something that cannot be measured
     */
    public Fitted fit(MultiLayerNetwork network, DataSetIterator iterator, Fitting fitting) {
        requireEpochs(fitting.epochs(), iterator.resetSupported());
        TrainingGeneratorState draws = fits.draws();
        ReplayableData<DataSet> feed = ReplayableData.ofLayers(() -> iterator, draws);
        return observed(network, fitting, iterator, draws, feed, () -> network.fit(new FedDataSets(feed, iterator)));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, Fitting)}, for data with several inputs or outputs. */
    public Fitted fit(MultiLayerNetwork network, MultiDataSetIterator iterator, Fitting fitting) {
        requireEpochs(fitting.epochs(), iterator.resetSupported());
        TrainingGeneratorState draws = fits.draws();
        ReplayableData<DataSet> feed = ReplayableData.ofLayers(() -> new MultiDataSetWrapperIterator(iterator), draws);
        DataSetIterator wrapped = new MultiDataSetWrapperIterator(iterator);
        return observed(network, fitting, iterator, draws, feed, () -> network.fit(new FedDataSets(feed, wrapped)));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, Fitting)}, for a graph. */
    public Fitted fit(ComputationGraph network, DataSetIterator iterator, Fitting fitting) {
        requireEpochs(fitting.epochs(), iterator.resetSupported());
        TrainingGeneratorState draws = fits.draws();
        ReplayableData<MultiDataSet> feed =
                ReplayableData.ofGraph(() -> new MultiDataSetIteratorAdapter(iterator), draws);
        MultiDataSetIterator wrapped = new MultiDataSetIteratorAdapter(iterator);
        return observed(
                network, fitting, iterator, draws, feed, () -> network.fit(new FedMultiDataSets(feed, wrapped)));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, Fitting)}, for a graph with several inputs or outputs. */
    public Fitted fit(ComputationGraph network, MultiDataSetIterator iterator, Fitting fitting) {
        requireEpochs(fitting.epochs(), iterator.resetSupported());
        TrainingGeneratorState draws = fits.draws();
        ReplayableData<MultiDataSet> feed = ReplayableData.ofGraph(() -> iterator, draws);
        return observed(
                network, fitting, iterator, draws, feed, () -> network.fit(new FedMultiDataSets(feed, iterator)));
    }

    private static void requireEpochs(int epochs, boolean isResettable) {
        Preconditions.checkArgument(epochs > 0, "the number of epochs is at least 1, not %s", epochs);
        Preconditions.checkArgument(epochs == 1 || isResettable, "an iterator that cannot be reset gives one epoch");
    }

    /**
     * Traces a network that the program trains in a loop of its own; to be called before training, and after the program
     * has set its own listeners. In a pinned JVM every network is traced, this one too, and nothing need be called.
     *
     * @return {@code network}
     * @throws io.github.reprorun.failure.UsageException if it is neither a {@link MultiLayerNetwork} nor a
     *     {@link ComputationGraph}
     */
    public <M extends Model> M track(M network) {
        networks.of(network);
        trace.listener(network).ifPresent(listener -> Listeners.follow(network, listener));
        return network;
    }

    /**
     * Saves {@code network}, with its updater's state, as the output {@code name}: a zip that {@code ModelSerializer} can
     * restore, and whose bytes are equal for equal networks. The digests of its parameters, updater state and configuration
     * are recorded beside it. Saving under the same name again replaces it.
     *
     * @return where it was written
     * @throws io.github.reprorun.failure.UsageException if {@code run.output} does not accept {@code name}, or
     *     {@code network} is neither a {@link MultiLayerNetwork} nor a {@link ComputationGraph}
     * @throws io.github.reprorun.failure.UnwritableException if the file cannot be written
     */
    public Path save(String name, Model network) {
        return save(name, network, Optional.empty());
    }

    /** As {@link #save(String, Model)}, with the normalizer that prepares the network's data. */
    public Path save(String name, Model network, Normalizer<?> normalizer) {
        return save(name, network, Optional.of(normalizer));
    }

    private Path save(String name, Model network, Optional<Normalizer<?>> normalizer) {
        NetworkState state = networks.of(network);
        Path file = run.output(name);
        ModelFile.write(file, state, normalizer);
        String subject = SlashedPath.of(run.directory().relativize(file));
        ModelDigests.of(name, subject, state).forEach(run::byproduct);
        return file;
    }

    private Fitted observed(
            Model network,
            Fitting fitting,
            Object data,
            TrainingGeneratorState draws,
            ReplayableData<?> feed,
            Runnable trainEpoch) {
        NetworkState.Whole state = networks.of(network);
        Map<String, Object> drawing = new LinkedHashMap<>();
        drawing.put("listener", Listeners.of(network));
        drawing.put("layer", state.configurations());
        draws.hold(new ProgramGenerators(drawing, data));
        Optional<EarlyStopping> stopping = Validations.of(fitting, state, draws)
                .map(validation -> new EarlyStopping(
                        run,
                        fitting,
                        state,
                        validation,
                        () -> fitting.bestModel().ifPresent(name -> save(name, network, fitting.normalizer()))));
        Optional<ProgressLine> line = progress.line(fitting.epochs());
        Fit fit = fits.begin(state, draws, feed, fitting.epochs(), stopping);
        EndState end = ends.trained(ModelKind.NETWORK, network); // though a resumed run may have nothing left to train
        try {
            Optional<NetworkTrace> listener = trace.listener(network);
            listener.ifPresent(NetworkTrace::name);
            Listeners.during(() -> fit.run(trainEpoch), network, listener, line, fit.listener());
            return fit.fitted();
        } finally {
            end.hold(network);
            fit.close();
            line.ifPresent(ProgressLine::finish);
        }
    }
}
