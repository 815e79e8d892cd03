package io.github.reprorun.internal.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plan this JVM was launched with, if it was. Safe for use by several threads. */
public final class CurrentPlan {
    private static @Nullable LaunchPlan plan;
    private static boolean read;
    private static boolean taken;

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
            watchLauncherAndDelete(Path.of(file));
        }
        return Optional.ofNullable(plan);
    }

    /** The plan for the run called {@code runName}, returned once: a later run of that name follows its own choices. */
    public static synchronized Optional<LaunchPlan> take(String runName) {
        Optional<LaunchPlan> current = get();
        if (taken || current.isEmpty() || !current.get().run().name().equals(runName)) {
            return Optional.empty();
        }
        taken = true;
        return current;
    }

    private static void watchLauncherAndDelete(Path file) {
        try {
            LauncherWatch.begin(file);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
