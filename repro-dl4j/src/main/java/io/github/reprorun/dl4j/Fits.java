package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.feed.ReplayableData;
import io.github.reprorun.dl4j.internal.generator.PlaceGenerator;
import io.github.reprorun.dl4j.internal.generator.TrainingGeneratorState;
import io.github.reprorun.dl4j.internal.listener.ListenerFields;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.spi.RunScope;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The trainings of one run. Safe for use by several threads. */
final class Fits {
    private final RunScope run;
    private final Checkpoints checkpoints;
    private final RunTrace trace;
    private final Supplier<PlaceGenerator> generator;
    private final LongSupplier nanoTime;

    /** @param generator gives the generator of the thread that asks */
    Fits(
            RunScope run,
            Checkpoints checkpoints,
            RunTrace trace,
            Supplier<PlaceGenerator> generator,
            LongSupplier nanoTime) {
        this.run = run;
        this.checkpoints = checkpoints;
        this.trace = trace;
        this.generator = generator;
        this.nanoTime = nanoTime;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** The state of the generators that the calling thread draws from. */
    TrainingGeneratorState draws() {
        return new TrainingGeneratorState(generator, run.state().streams());
    }

    /** A training on the calling thread, to be closed when it has ended. */
    Fit begin(
            NetworkState.Whole network,
            TrainingGeneratorState draws,
            ListenerFields listeners,
            ReplayableData<?> feed,
            int epochs,
            Optional<EarlyStopping> stopping) {
        return new Fit(run, checkpoints, trace, draws, listeners, nanoTime, network, feed, epochs, stopping);
    }
}
