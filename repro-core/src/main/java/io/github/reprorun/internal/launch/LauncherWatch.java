package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Ends a pinned JVM whose launcher is gone, by whatever signal, so that no orphan trains on: its shutdown hook saves the
 * training and records the run as interrupted. The launcher holds a lock on the file of the launch plan while it waits.
 * The operating system releases the lock when the launcher ends, and this thread, which asks for the lock twice a second,
 * gets it. It does not wait for it in the system, because a JVM that ends waits 300 ms for a thread that is there. Unlike a process number, a lock never belongs to another process by accident, and it works from within a
 * container. Safe for use by several threads.
 */
public final class LauncherWatch extends Thread {
    /** The system property that tells a pinned JVM that its launcher holds the lock: the launcher's process number. */
    static final String PROPERTY = "reprorun.launcher";

    /** What a shell would give if the launcher had hung up. */
    private static final int STATUS = 129;

    private static final long PERIOD_MILLIS = 500;

    /** Beyond the plan, because some systems refuse to read what another process has locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static volatile boolean launcherGone;

    private final FileChannel plan;

    private LauncherWatch(FileChannel plan) {
        super(null, null, "reprorun-launcher", 0, false); // It inherits nothing: it is no part of the program.
        this.plan = plan;
        setDaemon(true);
    }

    /** Whether this JVM ends because its launcher is gone. */
    public static boolean isLauncherGone() {
        return launcherGone;
    }

    /**
     * For the launcher: locks the plan in {@code file} until the channel is closed. Until then this process must not open
     * that file again, because some systems release the lock when any channel of the file is closed.
     *
     * @throws UnwritableException if it cannot be locked
     */
    static FileChannel hold(Path file) throws IOException {
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
                    "the launch plan cannot be locked (" + e + "); name a folder on a local disk with"
                            + " -Djava.io.tmpdir=DIR",
                    e);
        }
    }

    /** For the pinned JVM, while the plan is in {@code file}: from now on it ends with its launcher. */
    static void begin(Path file) throws IOException {
        if (System.getProperty(PROPERTY) != null) {
            new LauncherWatch(FileChannel.open(file, StandardOpenOption.WRITE)).start();
        }
    }

    @Override
    public void run() {
        CurrentPlace.standApart(getName());
        SignalHandlers.endBySchedulers();
        try {
            while (plan.tryLock(LOCKED_BYTE, 1, false) == null) {
                pause();
            }
        } catch (IOException e) {
            System.err.println("reprorun: this training would outlive the process that launched it, which cannot be"
                    + " watched (" + e + ")");
            return;
        }
        launcherGone = true;
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
