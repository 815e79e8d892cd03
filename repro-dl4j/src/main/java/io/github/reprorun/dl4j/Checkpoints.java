package io.github.reprorun.dl4j;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFile;
import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFolder;
import io.github.reprorun.dl4j.internal.checkpoint.CheckpointWriter;
import io.github.reprorun.dl4j.internal.checkpoint.Part;
import io.github.reprorun.dl4j.internal.generator.UnrestorableGenerator;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run, and the one that it continues from if it is resumed. A resumed program runs from its
 * beginning; a training that had finished, or that the checkpoint covers, is restored to where it was; until then
 * nothing is added to the trace, which has it already. Safe for use by several threads.
 */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String TRACE = "the trace";
    private static final int KEEP = 2;
    private static final long LARGEST_ENDS = 1L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunScope run;
    private final RunTrace trace;
    private final SortedMap<String, String> numerics = new TreeMap<>();
    private final CheckpointFolder folder;
    private final CheckpointWriter writer = new CheckpointWriter(this::failed);
    private final @Nullable CheckpointFile target;
    private CheckpointCadence cadence = CheckpointCadence.DEFAULT;
    /** Read by the writing thread, for which a training that begins waits with this object locked. */
    private volatile int keep = KEEP;

    private boolean restored;
    private int fits;
    private int running;
    private boolean severalAtOnce;

    /** @param numerics digests of fixed computations in this JVM; a checkpoint is valid only for equal digests */
    Checkpoints(RunScope run, RunTrace trace, SortedMap<String, Evidence<String>> numerics) {
        this.run = run;
        this.trace = trace;
        numerics.forEach((name, digest) ->
                this.numerics.put(name, digest.fold(value -> value, reason -> "unavailable: " + reason)));
        this.folder = new CheckpointFolder(run.checkpoints());
        this.target = run.isResumed() ? choose() : null;
        this.restored = target == null;
    }

    synchronized void every(CheckpointCadence asked) {
        cadence = asked;
    }

    /** @throws UsageException if it is less than 1 */
    void keep(int count) {
        if (count < 1) {
            throw new UsageException("checkpoints", "at least one is kept, not " + count);
        }
        keep = count;
    }

    synchronized CheckpointCadence cadence() {
        return cadence;
    }

    /** When they are taken and how many are kept, for people. */
    String habit() {
        return cadence() + ", the last " + keep + " kept";
    }

    /** The newest intact checkpoint, or none; damage to newer ones is reported first. */
    private @Nullable CheckpointFile choose() {
        for (Path file : folder.newestFirst()) {
            try {
                CheckpointFile checkpoint = folder.read(file);
                Optional<String> obstacle = run.state().obstacle(checkpoint.factsBelow(FitCheckpoint.RUN));
                if (obstacle.isPresent()) {
                    throw new UnreadableException(file.toString(), obstacle.get());
                }
                requireNumerics(checkpoint);
                trace.waitAt(tracePosition(checkpoint), this::parted, this::uncompared);
                folder.clearAfter(file);
                SortedMap<String, String> where = FitCheckpoint.where(checkpoint);
                run.journal().continuedFrom(where);
                return checkpoint;
            } catch (UnreadableException | RefusedException e) {
                refused(file, e);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
        fromTheStart();
        return null;
    }

    /** The facts in a checkpoint about the numerics that it was made with. */
    SortedMap<String, String> numerics() {
        return numerics;
    }

    /** @throws NotRerunnableException if the same training would give different bits here */
    private void requireNumerics(CheckpointFile checkpoint) {
        checkpoint.factsBelow(FitCheckpoint.NUMERICS).forEach((name, recorded) -> {
            String here = numerics.getOrDefault(name, "absent");
            if (!here.equals(recorded)) {
                throw new NotRerunnableException(
                        name, "this machine or this JVM gives " + here + ", but the run to be resumed had " + recorded);
            }
        });
    }

    private static Optional<TraceWriter.Position> tracePosition(CheckpointFile checkpoint) {
        return checkpoint.facts().containsKey(FitCheckpoint.TRACE_OFFSET)
                ? Optional.of(new TraceWriter.Position(
                        checkpoint.number(FitCheckpoint.TRACE_OFFSET),
                        new Sha256(checkpoint.fact(FitCheckpoint.TRACE_HEAD))))
                : Optional.empty();
    }

    private void refused(Path file, ReproException e) {
        SortedMap<String, String> facts = fact("file", String.valueOf(file.getFileName()));
        facts.put("problem", e.getMessage());
        LOG.warn("A checkpoint is passed over", e);
        run.journal().checkpointRefused(facts);
    }

    private void fromTheStart() {
        try {
            folder.clear();
            trace.beginAgain();
        } catch (IOException e) {
            throw unwritable(e);
        }
        run.state().restored();
        run.journal().continuedFrom(fact("start", "no checkpoint"));
    }

    private UnwritableException unwritable(IOException e) {
        return new UnwritableException(run.checkpoints().toString(), "cannot be written (" + e + ")", e);
    }

    /** A training begins: its number in the run. */
    synchronized int begin() {
        if (++running > 1 && !severalAtOnce) {
            severalAtOnce = true;
            say("several trainings at once: no checkpoints are taken, and a resumed run trains from the start");
            writer.await();
            try {
                folder.clear();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
        return fits++;
    }

    synchronized void end() {
        running--;
    }

    synchronized boolean mayBeTaken() {
        return !severalAtOnce && restored;
    }

    /**
     * The checkpoint of the {@code fit}-th training, in its middle or at its end; empty if it is trained from its
     * start.
     */
    synchronized Optional<CheckpointFile> of(int fit) {
        if (target == null || restored) {
            return Optional.empty();
        }
        long wanted = target.number(FitCheckpoint.FIT);
        if (fit == wanted) {
            return Optional.of(target);
        }
        Path end = folder.endFile(fit);
        if (fit > wanted || !Files.exists(end)) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.read(end));
        } catch (UnreadableException e) {
            refused(end, e);
            return Optional.empty();
        }
    }

    /** {@code checkpoint} is restored; if the run was to continue from it, it does now. */
    synchronized void restored(CheckpointFile checkpoint) {
        SortedMap<String, String> saved = checkpoint.factsBelow(FitCheckpoint.RUN);
        boolean isTarget = checkpoint.equals(target);
        if (isTarget || run.state().obstacle(saved).isEmpty()) {
            run.state().restore(saved);
        }
        if (isTarget) {
            restored = true;
            run.state().restored();
            trace.goOn();
        }
    }

    /** Reports that what is trained now is not what was trained after the checkpoint before the interruption. */
    private void parted(Divergence found) {
        lacks(new Hazard(
                "state that the training depends on",
                "network " + found.network(),
                -1,
                1,
                Hazard.Treatment.UNCONTROLLED,
                "Before the interruption, iteration " + found.iteration() + " of epoch " + found.epoch()
                        + " had a different " + found.quantity()
                        + ": the program keeps state that no checkpoint has. Train from"
                        + " the start, or keep that state in plain fields of a listener."));
    }

    private void uncompared(String problem) {
        lacks(new Hazard(
                "comparison with what was trained before the interruption",
                TRACE,
                -1,
                1,
                Hazard.Treatment.UNCONTROLLED,
                "Nobody knows whether it is the same, because the trace of then could not be compared ("
                        + OneLine.of(problem) + "). Train from the start."));
    }

    /**
     * Reports that the run continues without {@code generator}, with results unlike those of a run that was never
     * stopped.
     */
    void lacks(UnrestorableGenerator generator) {
        lacks(generator.hazard());
    }

    /** Reports that the run continues without what {@code hazard} names, so perhaps unlike one that was never stopped. */
    void lacks(Hazard hazard) {
        run.hazard(new Hazard(
                Hazard.RESUMED_WITHOUT + hazard.kind(),
                hazard.className(),
                hazard.line(),
                hazard.count(),
                hazard.treatment(),
                hazard.advice()));
        say(Hazard.RESUMED_WITHOUT + hazard.kind() + " (" + hazard.place() + "): " + hazard.advice());
    }

    /**
     * A resumed program does not do what it did; the next resumption begins at the start.
     *
     * @return what to throw
     */
    RefusedException notRepeated(CheckpointFile checkpoint, String expected, String actual) {
        RefusedException refusal = new RefusedException(
                checkpoint.path().toString(), expected, actual + "; resume once more, which trains from the start");
        refused(checkpoint.path(), refusal);
        try {
            folder.clear();
        } catch (IOException e) {
            refusal.addSuppressed(e);
        }
        return refusal;
    }

    /** @throws RefusedException if the program never reached the training that it was to continue */
    synchronized void requireRestored() {
        if (!restored && target != null) {
            throw new RefusedException(
                    run.directory().toString(),
                    "training number " + target.number(FitCheckpoint.FIT) + ", to go on with",
                    "only " + fits + " trainings; was the program changed?");
        }
    }

    boolean isBusy() {
        return writer.isBusy();
    }

    /** Writes in the background. */
    void write(FitCheckpoint checkpoint) {
        writer.start(() -> save(checkpoint));
    }

    /** Writes before this returns. */
    void writeNow(FitCheckpoint checkpoint) {
        writer.await();
        writer.run(() -> save(checkpoint));
    }

    private void save(FitCheckpoint checkpoint) throws IOException {
        try {
            Path file = checkpoint.isEnd()
                    ? folder.endFile(checkpoint.fit())
                    : folder.file(checkpoint.fit(), checkpoint.batches());
            List<Part> parts = checkpoint.parts();
            long size = parts.stream().mapToLong(Part::length).sum();
            if (checkpoint.isEnd() && folder.sizeOfEnds() + size > LARGEST_ENDS) {
                return;
            }
            trace.force();
            run.journal().beforeCheckpoint();
            folder.write(file, checkpoint.facts(), parts, keep);
            SortedMap<String, String> where = FitCheckpoint.where(checkpoint.facts());
            where.put("file", file.getFileName().toString());
            run.journal().checkpointWritten(where);
        } finally {
            checkpoint.close();
        }
    }

    /** Reports that no checkpoint was made; the training continues. */
    void failed(Throwable failure) {
        LOG.warn("A checkpoint could not be written; training goes on", failure);
        try {
            run.journal().checkpointFailed(fact("problem", OneLine.of(failure.toString())));
        } catch (UnwritableException e) {
            LOG.warn("Nor could the journal", e);
        }
    }

    private static SortedMap<String, String> fact(String name, String value) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put(name, value);
        return facts;
    }

    private static void say(String line) {
        System.err.println("reprorun: " + OneLine.of(line));
    }

    /** Waits for the checkpoint that is being written; where the JVM is shut down, a bounded time. */
    void close() {
        writer.await(run.isStopRequested() ? PATIENCE : Duration.ZERO);
    }
}
