package io.github.reprorun.launch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Starts a child and waits for it while TERM, HUP and INT that reach this JVM are passed on to it; those that come before it
 * is started too. A ctrl-C at the terminal reaches the whole foreground process group, the child too, and is then not passed
 * on a second time.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection: it is exported by {@code jdk.unsupported} on every JDK from 9 on,
 * but a compiler with {@code -Werror} refuses its name.
 */
final class ForwardedSignals {
    private static final List<String> NAMES = List.of("TERM", "HUP", "INT");

    private ForwardedSignals() {}

    /**
     * The exit status of {@code program}.
     *
     * @param output takes what it prints, in a thread of its own; nothing, where the stream is inherited
     */
    static int run(ProcessBuilder program, Consumer<InputStream> output) throws IOException, InterruptedException {
        CompletableFuture<Process> coming = new CompletableFuture<>();
        List<Runnable> restore = new ArrayList<>();
        for (String name : NAMES) {
            restore.add(handle(name, () -> forward(name, coming.join())));
        }
        Thread lastResort = new Thread(
                () -> Optional.ofNullable(coming.getNow(null)).ifPresent(Process::destroy), "reprorun-stop-child");
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            Process child = program.start();
            coming.complete(child);
            Thread pump = new Thread(() -> output.accept(child.getInputStream()), "reprorun-child-output");
            pump.start();
            int status = waitUninterrupted(child);
            pump.join();
            return status;
        } finally {
            restore.forEach(Runnable::run);
            removeHook(lastResort);
        }
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

    /** Installs {@code action} and returns what puts the former handler back. */
    private static Runnable handle(String name, Runnable action) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            InvocationHandler invocation = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return method.getName().equals("equals")
                        ? (Object) (proxy == arguments[0])
                        : method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : name;
            };
            Object handler = Proxy.newProxyInstance(
                    ForwardedSignals.class.getClassLoader(), new Class<?>[] {handlerClass}, invocation);
            var install = signalClass.getMethod("handle", signalClass, handlerClass);
            Object former = install.invoke(null, signal, handler);
            return () -> {
                try {
                    install.invoke(null, signal, former);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
        } catch (ReflectiveOperationException unsupported) {
            // No such signal here (Windows has no HUP) or -Xrs: the shutdown hook passes the end on.
            return () -> {};
        }
    }
}
