package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a pinned JVM whose launcher is gone, by whatever signal, so that no orphan trains on: its shutdown hook saves the
 * training and records the run as interrupted. The launcher holds a lock on the file of the launch plan while it waits.
 * The operating system releases the lock when the launcher ends, and this thread, which asks for the lock twice a second,
 * gets it. Whoever starts a program by {@code -Dreprorun.starter=FILE} can hold a file in the same way; then the program's
 * JVM, which launches the pinned one, ends with its starter. It does not wait for the lock in the system, because a JVM
 * that ends waits 300 ms for a thread that is there. Unlike a process number, a lock never belongs to another process by
 * accident, and it works from within a container. Safe for use by several threads.
 */
public final class LauncherWatch extends Thread {
    /** The system property that tells a pinned JVM that its launcher holds the lock: the launcher's process number. */
    static final String PROPERTY = "reprorun.launcher";

    /** What a shell would give if the launcher had hung up. */
    private static final int STATUS = 129;

    private static final long PERIOD_MILLIS = 500;

    /** Beyond the plan, because some systems refuse to read what another process has locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final AtomicBoolean STARTER_IS_WATCHED = new AtomicBoolean();

    private static volatile boolean launcherGone;

    private final Path file;
    private final FileChannel held;
    private final boolean ofLauncher;

    /** @param ofLauncher whether the launcher of a pinned JVM is watched, or else the starter of a program */
    private LauncherWatch(Path file, boolean ofLauncher) throws IOException {
        super(null, null, "reprorun-launcher", 0, false); // It inherits nothing: it is no part of the program.
        this.file = file;
        this.held = FileChannel.open(file, StandardOpenOption.WRITE);
        this.ofLauncher = ofLauncher;
        setDaemon(true);
    }

    /** Whether this JVM ends because its launcher is gone. */
    public static boolean isLauncherGone() {
        return launcherGone;
    }

    /**
     * For the launcher and for a starter: locks {@code file} until the channel is closed. Until then this process must not
     * open that file again, because some systems release the lock when any channel of the file is closed.
     *
     * @throws UnwritableException if it cannot be locked
     */
    public static FileChannel hold(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw new IOException("another process has locked it");
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new UnwritableException(
                    file.toString(),
                    "cannot be locked, so that a child would not see this process end (" + e
                            + "); name a folder on a local disk with -Djava.io.tmpdir=DIR",
                    e);
        }
    }

    /** For the pinned JVM, while the plan is in {@code file}: from now on it ends with its launcher. */
    static void begin(Path file) throws IOException {
        if (System.getProperty(PROPERTY) != null) {
            new LauncherWatch(file, true).start();
        }
    }

    /**
     * For a program's JVM: from now on it ends with the process that holds {@code starter}, and removes that file then. A
     * further call does nothing: a JVM has one starter.
     *
     * @throws UnreadableException if there is no such file, because that process has already ended
     */
    public static void endWith(Path starter) {
        if (STARTER_IS_WATCHED.getAndSet(true)) {
            return;
        }
        try {
            new LauncherWatch(starter, false).start();
        } catch (IOException e) {
            throw new UnreadableException(
                    starter.toString(), "whoever started this program has ended (" + e + "); nothing was trained", e);
        }
    }

    @Override
    public void run() {
        CurrentPlace.standApart(getName());
        if (ofLauncher) {
            SignalHandlers.endBySchedulers();
        }
        try {
            while (held.tryLock(LOCKED_BYTE, 1, false) == null) {
                pause();
            }
        } catch (IOException e) {
            System.err.println("reprorun: this training would outlive the process that launched it, which cannot be"
                    + " watched (" + e + ")");
            return;
        }
        launcherGone = ofLauncher;
        if (!ofLauncher) {
            boolean unused = file.toFile().delete();
        }
        System.exit(STATUS);
    }

    private static void pause() {
        try {
            Thread.sleep(PERIOD_MILLIS);
        } catch (InterruptedException e) {
            // A program that interrupts every thread does not mean this one.
        }
    }
}
