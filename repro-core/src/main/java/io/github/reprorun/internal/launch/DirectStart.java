package io.github.reprorun.internal.launch;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.manifest.PinnedProfile;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pinned JVM that was started without a JVM of the program before it, by somebody who knows from another run what that
 * one would have asked for. The program in it says again what it asks for. If that is something else, or if it did
 * something outside of its JVM before, the JVM ends without a run, and whoever started it starts the program as it is.
 * Safe for use by several threads.
 */
public final class DirectStart {
    /** With the SHA-256 of the arguments of the program. */
    private static final String PROPERTY = "reprorun.direct";

    private DirectStart() {}

    /** The property by which a pinned JVM knows that it is one, for a program with {@code arguments}. */
    public static SortedMap<String, String> property(List<String> arguments) {
        SortedMap<String, String> property = new TreeMap<>();
        property.put(PROPERTY, digest(arguments));
        return property;
    }

    /** Whether this JVM is one. */
    public static boolean isOfThisJvm() {
        return System.getProperty(PROPERTY) != null;
    }

    /** Whether {@code option} of a JVM is that property. */
    static boolean isNamedBy(String option) {
        return option.startsWith("-D" + PROPERTY + "=");
    }

    /**
     * Ends this JVM, which is one, unless the program asks for what it was started with.
     *
     * @param threads the number of native threads that the program asks for
     * @param profile the label of the numerics that it asks for
     * @param arguments those that it gives to the run
     */
    public static void requireFit(PinnedProfile started, int threads, String profile, List<String> arguments) {
        String misfit = misfit(started, threads, profile, arguments);
        if (misfit != null) {
            System.err.println("reprorun: the program is started as it is, because " + misfit);
            System.exit(ExitStatus.NOT_RERUNNABLE);
        }
    }

    private static @Nullable String misfit(PinnedProfile started, int threads, String profile, List<String> arguments) {
        if (started.threads() != threads) {
            return "its run asks for " + threads + " threads, not " + started.threads();
        }
        if (!started.name().equals(profile)) {
            return "its run asks for the profile " + profile + ", not " + started.name();
        }
        if (!digest(arguments).equals(System.getProperty(PROPERTY))) {
            return "its run has other arguments than its main";
        }
        return RunStart.hadActed() ? "it did something outside of its JVM before its run" : null;
    }

    private static String digest(List<String> arguments) {
        return Sha256.ofUtf8(String.join("\0", arguments)).hex();
    }
}
