package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.failure.RefusedException;
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
 * The trace of a training as it was when its process ended, with the steps after the checkpoint that it is taken up from:
 * the first of those that are done again are compared with them. Safe for use by several threads.
 */
final class FormerTrace implements AutoCloseable {
    /** Enough to meet the state of the network at the cadence of any trace. */
    private static final int STEPS = 1000;

    private final Path copy;
    private final TraceReader reader;
    private final Consumer<Divergence> parted;
    private @Nullable TraceFollower follower;

    private FormerTrace(Path copy, TraceReader reader, Consumer<Divergence> parted) {
        this.copy = copy;
        this.reader = reader;
        this.parted = parted;
    }

    /** A copy of {@code trace}, if it can be made and read: that it could not be compared is no reason not to train. */
    static Optional<FormerTrace> copy(Path trace, Consumer<Divergence> parted) {
        try {
            Path copy = Files.createTempFile("reprorun-", ".trace");
            try {
                Files.copy(trace, copy, StandardCopyOption.REPLACE_EXISTING);
                return Optional.of(new FormerTrace(copy, TraceReader.openTorn(copy), parted));
            } catch (IOException | RefusedException e) {
                Files.deleteIfExists(copy);
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The next step is the one after those that {@code resumed} has. */
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
        Optional<Divergence> divergence = following.follow(step);
        divergence.ifPresent(parted);
        if (divergence.isPresent() || following.steps() == before || following.steps() == STEPS) {
            close();
            return false;
        }
        return true;
    }

    /** Closes and removes the copy; once is enough. */
    @Override
    public synchronized void close() {
        if (follower != null) {
            follower = null;
            reader.close();
        }
        try {
            Files.deleteIfExists(copy);
        } catch (IOException leftBehind) {
            copy.toFile().deleteOnExit();
        }
    }
}
