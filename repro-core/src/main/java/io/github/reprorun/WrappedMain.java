package io.github.reprorun;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.launch.CurrentPlan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The entry point of a pinned JVM around a program that has never heard of this library: its first argument is the binary
 * name of the class whose {@code main} is wrapped, the others are that {@code main}'s. The run lasts as long as the program
 * does: until {@code main} has returned and the last thread that is no daemon has ended.
 */
public final class WrappedMain {
    private WrappedMain() {}

    /** Runs the program that {@code arguments} begin with. */
    public static void main(String[] arguments) {
        String name = CurrentPlan.get()
                .orElseThrow(() -> new UsageException("wrapped program", "is started by the command line's run verb"))
                .runName();
        ReproducibleRun.of(name).launch(arguments, run -> {
            invoke(main(arguments[0]), Arrays.copyOfRange(arguments, 1, arguments.length));
            awaitThreads();
        });
    }

    /** The class whose code trains: {@code mainClass}, or what it wraps if it is this one. */
    static String program(String mainClass, List<String> arguments) {
        return mainClass.equals(WrappedMain.class.getName()) && !arguments.isEmpty() ? arguments.get(0) : mainClass;
    }

    private static Method main(String className) {
        try {
            Class<?> program = Class.forName(className, false, ClassLoader.getSystemClassLoader());
            Method main = program.getMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers())) {
                throw new UsageException(className, "its main is not static");
            }
            main.setAccessible(true); // The class itself need not be public.
            return main;
        } catch (ClassNotFoundException e) {
            throw new UsageException(className, "there is no such class on the class path", e);
        } catch (NoSuchMethodException e) {
            throw new UsageException(className, "has no public static void main(String[])", e);
        }
    }

    private static void invoke(Method main, String[] arguments) throws Exception {
        try {
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    private static void awaitThreads() throws InterruptedException {
        for (List<Thread> threads = others(); !threads.isEmpty(); threads = others()) {
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static List<Thread> others() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.isAlive() && thread != Thread.currentThread())
                .filter(thread -> !thread.getName().equals("DestroyJavaVM"))
                .collect(Collectors.toList());
    }
}
