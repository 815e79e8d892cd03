package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The temporary files between a launcher and its pinned JVM, which only their owner can read: the plan, the arguments of a
 * command that is too long for the system, and a note that the program goes on to another run. The pinned JVM deletes
 * the arguments when it has started, and the plan when its program has come to the run; the launcher deletes the rest.
 * Immutable, hence safe to share between threads.
 *
 * @param plan the plan's file, beside which the others lie
 */
record LaunchFiles(Path plan) implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * New ones, with an empty plan. As {@link Files#createTempFile}, but without the half-dozen security providers that its
     * generator looks up first.
     *
     * @throws UnwritableException if the folder of temporary files cannot be written
     */
    static LaunchFiles create() {
        String folder = System.getProperty("java.io.tmpdir");
        String name = "reprorun-" + Long.toHexString(new SplittableRandom().nextLong()) + ".launch";
        try {
            return new LaunchFiles(Files.createFile(Path.of(folder, name), ownersAlone()));
        } catch (IOException e) {
            throw new UnwritableException(folder, "the plan of the pinned JVM cannot be written there (" + e + ")", e);
        }
    }

    private static FileAttribute<?>[] ownersAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)}
                : new FileAttribute<?>[0];
    }

    /** Where the arguments are, if the system would not take them on its command line. */
    Path arguments() {
        return beside(".arguments");
    }

    /** An empty file for the arguments. */
    Path createArguments() throws IOException {
        return Files.createFile(arguments(), ownersAlone());
    }

    private Path goingOn() {
        return beside(".goes-on");
    }

    private Path beside(String ending) {
        return Path.of(plan.toString().concat(ending));
    }

    /** Whether the pinned JVM has said that its program goes on to another run. */
    boolean sayItGoesOn() {
        return Files.exists(goingOn());
    }

    /** @throws UnwritableException if that cannot be said */
    void sayThatItGoesOn() {
        try {
            Files.createFile(goingOn(), ownersAlone());
        } catch (IOException e) {
            throw new UnwritableException(
                    goingOn().toString(),
                    "that the program goes on to another run cannot be said there (" + e + ")",
                    e);
        }
    }

    /** Whether the program in the pinned JVM has come to the run of the plan. */
    boolean sayItBegan() {
        return !Files.exists(plan);
    }

    /** Says that the program has come to the run of the plan. */
    void deletePlan() {
        delete(plan);
    }

    /** Deletes what a pinned JVM needs only to start. */
    void deleteArguments() {
        delete(arguments());
    }

    @Override
    public void close() {
        deletePlan();
        deleteArguments();
        delete(goingOn());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
