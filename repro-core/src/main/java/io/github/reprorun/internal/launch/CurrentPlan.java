package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plan this JVM was launched with, if it was. Safe for use by several threads. */
public final class CurrentPlan {
    private static @Nullable LaunchPlan plan;
    private static boolean read;
    private static boolean taken;
    private static boolean ended;
    private static boolean endedLaunch;

    private CurrentPlan() {}

    /** Whether this JVM is a pinned one. */
    public static boolean isPresent() {
        return System.getProperty(LaunchPlan.PROPERTY) != null;
    }

    /** The plan, at every call. */
    public static synchronized Optional<LaunchPlan> get() {
        String file = System.getProperty(LaunchPlan.PROPERTY);
        if (!read && file != null) {
            plan = LaunchPlan.read(Path.of(file));
            read = true;
            watchLauncher(Path.of(file));
            files().deleteArguments();
        }
        return Optional.ofNullable(plan);
    }

    /** The id of the run that the plan is for; empty as long as nobody has asked for the plan. */
    public static synchronized Optional<String> runId() {
        return Optional.ofNullable(plan).map(read -> read.run().id());
    }

    /** The plan for the run called {@code runName}, returned once: a later run of that name follows its own choices. */
    public static synchronized Optional<LaunchPlan> take(String runName) {
        Optional<LaunchPlan> current = get();
        if (taken || current.isEmpty() || !current.get().run().name().equals(runName)) {
            return Optional.empty();
        }
        taken = true;
        files().deletePlan();
        return current;
    }

    private static void watchLauncher(Path file) {
        try {
            LauncherWatch.begin(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the run that the plan is for is going on. */
    static synchronized boolean isOpen() {
        return taken && !ended;
    }

    /** Says that the run that the plan is for has ended. */
    public static synchronized void end() {
        ended = true;
    }

    /** Says that the run that the plan is for has ended, and that the program launched it. */
    public static synchronized void endLaunch() {
        endedLaunch = true;
    }

    /** Whether the run that the plan is for has ended, and the program launched it. */
    public static synchronized boolean hasEndedLaunch() {
        return endedLaunch;
    }

    /** Whether the run that the plan is for has ended. */
    public static synchronized boolean hasEnded() {
        return ended;
    }

    /**
     * Tells the JVM that started this one that the program goes on to another run.
     *
     * @throws UnwritableException if that cannot be told
     */
    public static void goesOn() {
        files().sayThatItGoesOn();
    }

    private static LaunchFiles files() {
        return new LaunchFiles(Path.of(System.getProperty(LaunchPlan.PROPERTY)));
    }
}
