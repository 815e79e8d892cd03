package io.github.reprorun.internal.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts a child, waits for it, and meanwhile forwards TERM, HUP, INT, USR1 and USR2 to it, including signals that come
 * before it is started. A ctrl-C at the terminal reaches the whole foreground process group, including the child, and is
 * then not forwarded again. Safe for use by several threads, each with its own child.
 */
public final class ForwardedSignals {
    private static final Map<Thread, Process> CHILDREN = new ConcurrentHashMap<>();

    private ForwardedSignals() {}

    /**
     * The exit status of {@code program}.
     *
     * @param output receives its output, if that comes to this JVM, in a separate thread
     * @throws IOException if it cannot be started
     * @throws InterruptedException if this thread was interrupted, when the program has ended for that
     */
    public static int run(ProcessBuilder program, Consumer<InputStream> output)
            throws IOException, InterruptedException {
        CompletableFuture<@Nullable Process> coming = new CompletableFuture<>();
        Consumer<String> forward = signal -> forward(signal, coming.join());
        Thread lastResort = new Thread(() -> destroy(coming.getNow(null)), "reprorun-stop-child");
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            SignalHandlers.add(forward);
            try {
                Process child = program.start();
                coming.complete(child);
                CHILDREN.put(Thread.currentThread(), child);
                return wait(child, program.redirectOutput().equals(ProcessBuilder.Redirect.PIPE), output);
            } finally {
                coming.complete(null); // The exit status for a program that could not be started.
                SignalHandlers.remove(forward);
                CHILDREN.remove(Thread.currentThread());
            }
        } finally {
            removeHook(lastResort);
        }
    }

    /** Tells the children to end for which one of {@code waiting} waits in {@link #run}; others of this JVM are left alone. */
    public static void end(Collection<Thread> waiting) {
        waiting.forEach(thread -> destroy(CHILDREN.get(thread)));
    }

    private static void destroy(@Nullable Process child) {
        if (child != null) {
            child.destroy();
        }
    }

    private static int wait(Process child, boolean piped, Consumer<InputStream> output) throws InterruptedException {
        Thread pump = null;
        if (piped) {
            pump = new Thread(() -> output.accept(child.getInputStream()), "reprorun-child-output");
            pump.start();
        }
        int status = waitUninterrupted(child);
        if (pump != null) {
            pump.join();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return status;
    }

    private static int waitUninterrupted(Process child) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return child.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                    child.destroy();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run, so the child has already been told to end.
        }
    }

    private static void forward(String name, @Nullable Process child) {
        if (child == null || (name.equals("INT") && inForegroundProcessGroup())) {
            return;
        }
        try {
            Process kill = new ProcessBuilder(
                            "sh", "-c", "kill -" + name + " " + child.pid()) // A shell has a built-in kill.
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException noShell) {
            child.destroy();
        } catch (InterruptedException e) {
            child.destroy();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the terminal sends its ctrl-C to the process group of this JVM: {@code pgrp} equals {@code tpgid}. */
    private static boolean inForegroundProcessGroup() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[2].equals(fields[5]);
        } catch (IOException notLinux) {
            return true; // A second interrupt would end the child before it could write its manifest.
        }
    }
}
