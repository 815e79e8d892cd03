package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFile;
import io.github.reprorun.dl4j.internal.checkpoint.Part;
import io.github.reprorun.dl4j.internal.feed.ReplayableData;
import io.github.reprorun.dl4j.internal.generator.TrainingGeneratorState;
import io.github.reprorun.dl4j.internal.generator.UnrestorableGenerator;
import io.github.reprorun.dl4j.internal.listener.ListenerFields;
import io.github.reprorun.dl4j.internal.network.NetworkImage;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.failure.RunStoppedException;
import io.github.reprorun.spi.RunScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code fit}: trains epoch by epoch, is saved between batches, and continues where an earlier process was
 * saved. It listens to the network for the start of an epoch that continues in its middle: what listeners before it do
 * there was done before. Confined to the training thread.
 */
final class Fit extends BaseTrainingListener {
    private final RunScope run;
    private final Checkpoints checkpoints;
    private final RunTrace trace;
    private final TrainingGeneratorState draws;
    private final ListenerFields listeners;
    private final LongSupplier nanoTime;
    private final NetworkState.Whole network;
    private final ReplayableData<?> feed;
    private final int epochs;
    private final Optional<EarlyStopping> stopping;
    private final int number;
    private final boolean isSavable;
    private final long begun;
    private int epoch;
    private long savedAt;
    private long savedBatches;
    private int savedIteration;
    private int firstIteration;
    private long cost;
    private @Nullable CheckpointFile pending;

    Fit(
            RunScope run,
            Checkpoints checkpoints,
            RunTrace trace,
            TrainingGeneratorState draws,
            ListenerFields listeners,
            LongSupplier nanoTime,
            NetworkState.Whole network,
            ReplayableData<?> feed,
            int epochs,
            Optional<EarlyStopping> stopping) {
        this.run = run;
        this.checkpoints = checkpoints;
        this.trace = trace;
        this.draws = draws;
        this.listeners = listeners;
        this.nanoTime = nanoTime;
        this.network = network;
        this.feed = feed;
        this.epochs = epochs;
        this.stopping = stopping;
        this.number = checkpoints.begin();
        this.isSavable = network.configurations().stream().allMatch(Fit::isSavable);
        this.begun = nanoTime.getAsLong();
        this.firstIteration = network.iteration();
        savedNow();
    }

    /** The other algorithms keep a state between iterations that nothing shows. */
    private static boolean isSavable(@Nullable NeuralNetConfiguration configuration) {
        return configuration == null
                || configuration.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT;
    }

    private void savedNow() {
        savedAt = nanoTime.getAsLong();
        savedBatches = feed.batches();
        savedIteration = network.iteration();
    }

    /** @param trainEpoch trains one epoch on the feed, which has begun it */
    void run(Runnable trainEpoch) {
        draws.nextStep();
        boolean wasFinished = checkpoints.of(number).map(this::goOn).orElse(false);
        feed.between(this::pause);
        while (epoch < epochs && !isStoppedEarly()) {
            if (pending == null) {
                pause();
                feed.beginEpoch();
            }
            trainEpoch.run();
            feed.endEpoch();
            epoch++;
            stopping.ifPresent(each -> each.epochEnded(epoch));
        }
        if (!wasFinished) {
            end();
        }
    }

    /** This, where it has to listen: only a resumed training continues in the middle of an epoch. */
    Optional<Fit> listener() {
        return checkpoints.of(number).map(resumed -> this);
    }

    private boolean isStoppedEarly() {
        return stopping.isPresent() && stopping.get().isOver(epoch);
    }

    Fitted fitted() {
        return new Fitted(
                epoch,
                epoch < epochs,
                stopping.map(EarlyStopping::bestEpoch).orElse(OptionalInt.empty()),
                stopping.map(EarlyStopping::best).orElse(OptionalDouble.empty()));
    }

    private boolean goOn(CheckpointFile checkpoint) {
        if (checkpoint.number(FitCheckpoint.ASKED) != epochs) {
            throw checkpoints.notRepeated(
                    checkpoint,
                    "a training of " + checkpoint.number(FitCheckpoint.ASKED) + " epochs",
                    "one of " + epochs);
        }
        epoch = (int) checkpoint.number(FitCheckpoint.EPOCHS);
        long batchesOfEpoch = checkpoint.number(FitCheckpoint.BATCHES_OF_EPOCH);
        feed.load(checkpoint.bytes(FitCheckpoint.NOTED));
        stopping.ifPresent(each -> each.load(checkpoint));
        listeners.takeDataAgain(() -> draws.takeDataAgain(
                () -> feed.replay(epoch, batchesOfEpoch, () -> stopping.ifPresent(EarlyStopping::replay))));
        String data = checkpoint.fact(FitCheckpoint.DATA);
        if (feed.batches() != checkpoint.number(FitCheckpoint.BATCHES)
                || !feed.digest().equals(data)) {
            throw checkpoints.notRepeated(
                    checkpoint,
                    "data with the digest " + data + " before the checkpoint",
                    "data with the digest " + feed.digest()
                            + ": the iterator draws from something that no run controls, or was changed");
        }
        boolean isConfigured = NetworkImage.restore(checkpoint, network);
        if (!isConfigured) {
            checkpoints.lacks(new Hazard(
                    "configuration of a network that training changed",
                    network.configuration().getClass().getName(),
                    -1,
                    1,
                    Hazard.Treatment.UNCONTROLLED,
                    "What the checkpoint holds could not be put into the network, so the resumed run may train with other"
                            + " settings than one that was never stopped: set them before fit, by the epoch or the"
                            + " iteration, or with a schedule."));
        }
        if (batchesOfEpoch > 0) {
            pending = checkpoint;
        } else {
            restore(checkpoint);
        }
        return Boolean.parseBoolean(checkpoint.fact(FitCheckpoint.END));
    }

    private void restore(CheckpointFile checkpoint) {
        boolean unused = NetworkImage.restore(checkpoint, network); // Was told before.
        SortedMap<String, String> positions = checkpoint.factsBelow(FitCheckpoint.DRAW);
        for (String name : draws.positions().keySet()) {
            if (!positions.containsKey(name) && !draws.isShared(name)) {
                draws.moveTo(name, List.of());
            }
        }
        List<UnrestorableGenerator> doubtful = new ArrayList<>();
        positions.forEach((name, text) -> {
            if (!feed.isAhead() || !draws.isOfData(name)) {
                List<Long> position = FitCheckpoint.position(text);
                if (feed.isAhead() && epoch == 0) {
                    draws.doubtful(name, position).ifPresent(doubtful::add);
                }
                draws.moveTo(name, position);
            }
        });
        checkpoints.restored(checkpoint);
        doubtful.forEach(checkpoints::lacks);
        draws.missing(checkpoint.factsBelow(FitCheckpoint.HELD)).forEach(checkpoints::lacks);
        checkpoint.factsBelow(FitCheckpoint.LOST).values().stream()
                .map(UnrestorableGenerator::parse)
                .forEach(checkpoints::lacks);
        listeners.restore(checkpoint.bytes(FitCheckpoint.LISTENERS)).forEach(checkpoints::lacks);
        savedNow();
        firstIteration = savedIteration;
    }

    @Override
    public void onEpochStart(Model model) {
        if (pending != null) {
            restore(pending);
            pending = null;
        }
    }

    /** Between two batches: saves the training if it is time to, and stops it if the run is to end. */
    private void pause() {
        draws.nextStep();
        boolean isNew = feed.batches() != savedBatches && isSavable && checkpoints.mayBeTaken();
        if (run.isStopRequested()) {
            if (isNew) {
                image(false).ifPresent(checkpoints::writeNow);
            }
            throw new RunStoppedException(
                    "training",
                    String.format(Locale.ROOT, "iteration %d, epoch %d", network.iteration(), network.epoch()));
        }
        CheckpointCadence cadence = checkpoints.cadence();
        long now = nanoTime.getAsLong();
        if (isNew
                && cadence.isDue(network.iteration() - savedIteration, now - savedAt, cost)
                && (cadence.isByIterations() || !checkpoints.isBusy())) {
            image(false).ifPresent(checkpoints::write);
            cost = nanoTime.getAsLong() - now;
            savedNow();
        }
    }

    private void end() {
        if (isSavable
                && checkpoints.mayBeTaken()
                && checkpoints
                        .cadence()
                        .isDueAtEnd(network.iteration() - firstIteration, nanoTime.getAsLong() - begun)) {
            image(true).ifPresent(checkpoints::write);
        }
    }

    /** Training continues even if the program holds something that no checkpoint can save. */
    private Optional<FitCheckpoint> image(boolean isEnd) {
        try {
            return Optional.of(wholeImage(isEnd));
        } catch (RuntimeException | LinkageError e) {
            checkpoints.failed(e);
            return Optional.empty();
        }
    }

    private FitCheckpoint wholeImage(boolean isEnd) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put(FitCheckpoint.FIT, Integer.toString(number));
        facts.put(FitCheckpoint.END, Boolean.toString(isEnd));
        facts.put(FitCheckpoint.ASKED, Integer.toString(epochs));
        facts.put(FitCheckpoint.EPOCHS, Integer.toString(epoch));
        facts.put(FitCheckpoint.BATCHES, Long.toString(feed.batches()));
        facts.put(FitCheckpoint.BATCHES_OF_EPOCH, Long.toString(feed.batchesOfEpoch()));
        facts.put(FitCheckpoint.DATA, feed.digest());
        int losses = 0;
        for (UnrestorableGenerator lost : draws.look()) {
            facts.put(FitCheckpoint.LOST + losses++, lost.text());
        }
        draws.heldClasses().forEach((name, className) -> facts.put(FitCheckpoint.HELD + name, className));
        draws.positions().forEach((name, position) -> {
            if (!feed.isAhead() || !draws.isShared(name) || draws.isDrawnInTraining(name)) {
                facts.put(FitCheckpoint.DRAW + name, FitCheckpoint.text(position));
            }
        });
        run.state().save().forEach((key, value) -> facts.put(FitCheckpoint.RUN + key, value));
        checkpoints.numerics().forEach((name, digest) -> facts.put(FitCheckpoint.NUMERICS + name, digest));
        trace.position().ifPresent(position -> {
            facts.put(FitCheckpoint.TRACE_OFFSET, Long.toString(position.offset()));
            facts.put(FitCheckpoint.TRACE_HEAD, position.head().hex());
        });
        List<Part> noted = new ArrayList<>();
        noted.add(Part.of(FitCheckpoint.NOTED, feed.noted()));
        noted.add(Part.of(FitCheckpoint.LISTENERS, listeners.save()));
        stopping.ifPresent(each -> {
            each.save(facts);
            noted.add(Part.of(EarlyStopping.NOTED, each.noted()));
        });
        NetworkImage image = NetworkImage.of(network); // Last, for it is outside the heap until it is closed.
        facts.putAll(image.facts());
        List<Part> parts = new ArrayList<>(image.parts());
        parts.addAll(noted);
        return new FitCheckpoint(facts, parts);
    }

    /** Ends the training, however it went. */
    void close() {
        feed.endEpoch();
        draws.end();
        checkpoints.end();
    }
}
