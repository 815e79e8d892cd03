package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.failure.ReproException;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceFollower;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The trace of an interrupted training with its steps after the checkpoint: the steps that the resumed training does first
 * are compared with them. A training whose steps cannot be compared continues, and the run says so. Safe for use by several
 * threads.
 */
final class FormerTrace implements AutoCloseable {
    /** Enough to include a digest of the whole network at the cadence of any trace. */
    private static final int STEPS = 1000;

    private final Path copy;
    private final TraceReader reader;
    private final Consumer<Divergence> parted;
    private final Consumer<String> uncompared;
    private @Nullable TraceFollower follower;

    private FormerTrace(Path copy, TraceReader reader, Consumer<Divergence> parted, Consumer<String> uncompared) {
        this.copy = copy;
        this.reader = reader;
        this.parted = parted;
        this.uncompared = uncompared;
    }

    /** A copy of {@code trace}, which is about to be cut off at the checkpoint, if it can be copied and read. */
    static Optional<FormerTrace> copy(Path trace, Consumer<Divergence> parted, Consumer<String> uncompared) {
        try {
            Path copy = Files.createTempFile("reprorun-", ".trace");
            try {
                Files.copy(trace, copy, StandardCopyOption.REPLACE_EXISTING);
                return Optional.of(new FormerTrace(copy, TraceReader.openTorn(copy), parted, uncompared));
            } catch (IOException | ReproException e) {
                Files.deleteIfExists(copy);
                throw e;
            }
        } catch (IOException | ReproException e) {
            uncompared.accept(e.toString());
            return Optional.empty();
        }
    }

    /** The next step to compare is the one after those that {@code resumed} has. */
    synchronized void begin(TraceWriter resumed) {
        follower = TraceFollower.after(reader, resumed.steps(), resumed.header());
    }

    /**
     * Compares {@code step}.
     *
     * @return whether there may be more to compare
     */
    synchronized boolean follow(TraceRecord step) {
        TraceFollower following = follower;
        if (following == null) {
            return false;
        }
        long before = following.steps();
        try {
            Optional<Divergence> divergence = following.follow(step);
            if (divergence.isEmpty() && following.steps() > before && following.steps() < STEPS) {
                return true;
            }
            divergence.ifPresent(parted);
            reader.tear()
                    .filter(tear -> following.steps() == 0 && tear.ignored() > 0)
                    .ifPresent(tear -> uncompared.accept("its next step cannot be read: " + tear.problem()));
        } catch (ReproException e) {
            uncompared.accept(e.toString());
        }
        close();
        return false;
    }

    /** Closes and removes the copy; further calls do nothing. */
    @Override
    public synchronized void close() {
        follower = null;
        reader.close();
        try {
            Files.deleteIfExists(copy);
        } catch (IOException leftBehind) {
            copy.toFile().deleteOnExit();
        }
    }
}
