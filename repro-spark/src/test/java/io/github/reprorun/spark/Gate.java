package io.github.reprorun.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The folder in which walks say that they have begun, and wait until they may go on. */
record Gate(Path folder) {
    private static final String BEGAN = "began-";
    private static final long SECONDS = 60;

    void open() throws IOException {
        Files.createFile(folder.resolve("open"));
    }

    /** The processes of the walks that have begun, also of those that have ended since. */
    Set<Long> began() {
        try (Stream<Path> files = Files.list(folder)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(BEGAN))
                    .map(name -> Long.valueOf(name.substring(BEGAN.length())))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of the first {@code number} walks, which are waiting. */
    List<ProcessHandle> await(int number) {
        until(() -> began().size() >= number, number + " walks have begun");
        return began().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
    }

    static void until(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > SECONDS * 1_000_000_000L) {
                throw new AssertionError("after " + SECONDS + " s it is still not so that " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
        }
    }

    static void untilEnded(List<ProcessHandle> processes) {
        until(() -> processes.stream().noneMatch(ProcessHandle::isAlive), "all of " + processes + " have ended");
    }
}
