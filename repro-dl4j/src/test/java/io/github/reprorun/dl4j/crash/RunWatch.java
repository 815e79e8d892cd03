package io.github.reprorun.dl4j.crash;

import io.github.reprorun.internal.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Sees from outside how far a training has come: by the lines of its journal. Used by one thread. */
final class RunWatch {
    private static final long POLL_NANOS = 300_000;

    private final Path runs;

    /** @param runs where the directory of the only run is made */
    RunWatch(Path runs) {
        this.runs = runs;
    }

    /** The run directory, if the run has begun. */
    Optional<Path> directory() throws IOException {
        try (Stream<Path> all = Files.list(runs)) {
            List<Path> begun = all.filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList();
            if (begun.size() > 1) {
                throw new IOException("more than one run: " + begun);
            }
            return begun.stream().findFirst();
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        }
    }

    /** The whole lines of the journal so far; 0 before the run begins. */
    int lines() throws IOException {
        Optional<Path> directory = directory();
        if (directory.isEmpty()) {
            return 0;
        }
        int lines = 0;
        for (byte each : Files.readAllBytes(directory.get().resolve(Journal.FILE_NAME))) {
            lines += each == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Waits until there are so many lines and then so long, or until the training is gone: returns whether it is not. */
    boolean await(TrainingProcess training, int lines, long thenNanos) throws IOException {
        while (lines() < lines) {
            if (!training.isAlive()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        long reached = System.nanoTime();
        while (System.nanoTime() - reached < thenNanos) {
            if (!training.isAlive()) {
                return false;
            }
            LockSupport.parkNanos(Math.min(POLL_NANOS, thenNanos));
        }
        return training.isAlive();
    }

    /** How long the training took to its first line, from each line to the next, and from the last to its end; nanoseconds. */
    List<Long> pace(TrainingProcess training) throws IOException {
        List<Long> pace = new ArrayList<>();
        long last = System.nanoTime();
        while (training.isAlive()) {
            int fresh = lines() - pace.size();
            long now = System.nanoTime();
            for (int i = 0; i < fresh; i++) {
                pace.add((now - last) / fresh);
            }
            last = fresh > 0 ? now : last;
            LockSupport.parkNanos(POLL_NANOS);
        }
        pace.add(System.nanoTime() - last);
        return pace;
    }
}
