package io.github.reprorun.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts a child and waits for it while TERM, HUP and INT that reach this JVM are passed on to it. A ctrl-C at the terminal
 * reaches the whole foreground process group, the child too, and is then not passed on a second time. Safe for use by
 * several threads.
 *
 * <p>The handlers are installed while the child starts. A signal that comes before ends this JVM, whose shutdown starts no
 * child, or tells it to end and waits for it.
 */
final class ForwardedSignals {
    private final ProcessBuilder program;
    private @Nullable Process child;
    private boolean ending;

    private ForwardedSignals(ProcessBuilder program) {
        this.program = program;
    }

    /**
     * The exit status of {@code program}.
     *
     * @param output takes what it prints, where that comes here, in a thread of its own
     */
    static int run(ProcessBuilder program, Consumer<InputStream> output) throws IOException, InterruptedException {
        ForwardedSignals forwarded = new ForwardedSignals(program);
        Thread hook = new Thread(forwarded::endChild, "reprorun-stop-child");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Process child = forwarded.start();
            SignalHandlers handlers = SignalHandlers.install(name -> forward(name, child));
            try {
                return program.redirectOutput().equals(ProcessBuilder.Redirect.PIPE)
                        ? waitPumping(child, output)
                        : waitUninterrupted(child);
            } finally {
                handlers.restore();
            }
        } finally {
            removeHook(hook);
        }
    }

    private synchronized Process start() throws IOException {
        if (ending) {
            throw new IOException("this JVM is ending");
        }
        Process started = program.start();
        child = started;
        return started;
    }

    private void endChild() {
        Process started = childOrNone();
        if (started != null) {
            started.destroy();
            int unused = waitUninterrupted(started);
        }
    }

    /** The child; if there is none yet, there will be none. */
    private synchronized @Nullable Process childOrNone() {
        ending = true;
        return child;
    }

    private static int waitPumping(Process child, Consumer<InputStream> output) throws InterruptedException {
        Thread pump = new Thread(() -> output.accept(child.getInputStream()), "reprorun-child-output");
        pump.start();
        int status = waitUninterrupted(child);
        pump.join();
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
            // The hook is running or has run: the child was told to end, which is what it is for.
        }
    }

    private static void forward(String name, Process child) {
        if (name.equals("INT") && inForegroundProcessGroup()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder(
                            "sh", "-c", "kill -" + name + " " + child.pid()) // A shell has its own kill.
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
