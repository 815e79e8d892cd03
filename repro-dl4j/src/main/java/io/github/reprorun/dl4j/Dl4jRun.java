package io.github.reprorun.dl4j;

import io.github.reprorun.RunContext;
import io.github.reprorun.spi.RunScope;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;

/**
 * Trains, follows and saves Deeplearning4j networks within a run. Safe for use by several threads, each with networks of its
 * own.
 */
public final class Dl4jRun {
    private final RunScope run;
    private final FirstSight networks;
    private final RunTrace trace;
    private final Progress progress;

    Dl4jRun(RunScope run, FirstSight networks, RunTrace trace, Progress progress) {
        this.run = run;
        this.networks = networks;
        this.trace = trace;
        this.progress = progress;
    }

    /**
     * Deeplearning4j's side of {@code run}; always the same object for one run.
     *
     * @throws io.github.reprorun.failure.UsageException if the run does not know ND4J
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
     * Trains as {@code network.fit(iterator, epochs)} does, to the same bits.
     *
     * @param epochs how many times to go over the data, at least 1
     */
    public void fit(MultiLayerNetwork network, DataSetIterator iterator, int epochs) {
        observed(network, epochs, () -> network.fit(iterator, epochs));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, int)}, for data with several inputs or outputs. */
    public void fit(MultiLayerNetwork network, MultiDataSetIterator iterator, int epochs) {
        observed(network, epochs, () -> network.fit(iterator, epochs));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, int)}, for a graph. */
    public void fit(ComputationGraph network, DataSetIterator iterator, int epochs) {
        observed(network, epochs, () -> network.fit(iterator, epochs));
    }

    /** As {@link #fit(MultiLayerNetwork, DataSetIterator, int)}, for a graph with several inputs or outputs. */
    public void fit(ComputationGraph network, MultiDataSetIterator iterator, int epochs) {
        observed(network, epochs, () -> network.fit(iterator, epochs));
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
     * @throws io.github.reprorun.failure.UsageException if {@code name} is none that {@code run.output} takes, or
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
        String subject = run.directory().relativize(file).toString().replace('\\', '/');
        ModelDigests.of(name, subject, state).forEach(run::byproduct);
        return file;
    }

    private void observed(Model network, int epochs, Runnable training) {
        networks.of(network);
        Optional<ProgressLine> line = progress.line(epochs);
        try {
            Listeners.during(training, network, trace.listener(network), line);
        } finally {
            line.ifPresent(ProgressLine::finish);
        }
    }
}
