package io.github.reprorun.internal.run;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.MissingClass;
import io.github.reprorun.internal.follow.FollowedProgram;
import io.github.reprorun.internal.follow.OutputPlaces;
import io.github.reprorun.internal.follow.WrappedProgram;
import io.github.reprorun.internal.launch.CurrentPlan;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.record.RunLedger;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Manifest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entry point of a pinned JVM around a program that does not know this library: its arguments are the outputs to
 * look for and what else {@link WrappedProgram} holds, the binary name of the class whose {@code main} is wrapped, and that
 * {@code main}'s own. The run lasts as long as the program does: until {@code main} has returned and the last
 * non-daemon thread has ended.
 */
public final class WrappedMain {
    private WrappedMain() {}

    /** Runs the program that {@code arguments} describe as {@link WrappedProgram} does. */
    public static void main(String[] arguments) {
        LaunchPlan plan = takePlan();
        List<String> given = List.of(arguments);
        LaunchedRun.run(plan, EntryPoint.ofCallingThread(), given, new Wrapped(plan, given));
    }

    private static LaunchPlan takePlan() {
        Optional<LaunchPlan> current = CurrentPlan.get();
        if (current.isPresent()) {
            Optional<LaunchPlan> taken = CurrentPlan.take(current.get().run().name());
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new UsageException("wrapped program", "is started by the command line's run verb");
    }

    /** The program as the body of its run. A class instead of a lambda, because it is on the path to a training. */
    private record Wrapped(LaunchPlan plan, List<String> given) implements RunBody {
        @Override
        public boolean mayEndInHooks() {
            return true;
        }

        @Override
        public void run(RunLedger record, ExtensionSessions sessions) throws Exception {
            WrappedProgram program = WrappedProgram.of(given);
            Method main = main(program.mainClass(), plan.profile().classPath());
            OutputPlaces places = places(record.settings().runsDirectory(), program.outputs());
            List<String> classPath = plan.profile().classPath();
            for (String output : program.mayDiffer()) {
                record.expectations().declare(Expectation.mayDiffer(Manifest.OUTPUTS + places.describedBy(output)));
            }
            for (String variable : program.variables()) {
                record.variable(variable);
            }
            record.follow(FollowedProgram.begin(record, places, classPath, MachineClock.UTC));
            invoke(main, program.arguments().toArray(String[]::new));
            awaitThreads();
        }
    }

    private static OutputPlaces places(Path runsDirectory, List<String> outputs) {
        List<Path> named = new ArrayList<>();
        for (String output : outputs) {
            named.add(Path.of(output));
        }
        return new OutputPlaces(Path.of("").toAbsolutePath(), runsDirectory, named);
    }

    private static Method main(String className, List<String> classPath) {
        try {
            Class<?> program = Class.forName(className, false, ClassLoader.getSystemClassLoader());
            Method main = program.getMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers())) {
                throw new UsageException(className, "its main is not static");
            }
            main.setAccessible(true); // The class itself need not be public.
            return main;
        } catch (ClassNotFoundException e) {
            Optional<String> reason = new MissingClass(className, classPath).reason();
            String problem = "there is no such class on the class path";
            throw new UsageException(className, reason.isEmpty() ? problem : problem + "; " + reason.get(), e);
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
        List<Thread> others = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean isOther =
                    thread != Thread.currentThread() && !thread.getName().equals("DestroyJavaVM");
            if (isOther && !thread.isDaemon() && thread.isAlive()) {
                others.add(thread);
            }
        }
        return others;
    }
}
