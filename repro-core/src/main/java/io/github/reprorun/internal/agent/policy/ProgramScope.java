package io.github.reprorun.internal.agent.policy;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes training code from the libraries around it. This matters for sources that are dangerous to hold or
 * tedious to report: secret numbers and identifiers, and the order of immutable sets. Training code is
 *
 * <ul>
 *   <li>the classes in a folder of the class path, as a build leaves them, or in the jar of the class with
 *       {@code main};
 *   <li>the numerical libraries whose names this class or a {@link LibraryDescriptor} lists;
 *   <li>the classes that the agent's option {@code training} names.
 * </ul>
 *
 * Safe for use by several threads.
 */
public final class ProgramScope {
    /** Libraries that programs and numerical libraries compute with, and that no extension describes. */
    private static final List<String> NUMERICS = List.of(
            "org.apache.commons.math.",
            "org.apache.commons.math3.",
            "org.apache.commons.math4.",
            "org.apache.commons.rng.",
            "org.apache.commons.lang.",
            "org.apache.commons.lang3.");

    private static volatile ProgramScope current = new ProgramScope("", List.of());

    private static final ClassValue<Boolean> LOADED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return includes(type.getName(), type.getProtectionDomain());
        }
    };

    private final String main;
    private final List<String> prefixes;
    private volatile @Nullable String mainLocation;

    private ProgramScope(String main, List<String> prefixes) {
        this.main = main;
        this.prefixes = prefixes;
    }

    /**
     * Decides which classes are training code from now on.
     *
     * @param main the binary name of the class with {@code main}, or empty
     */
    public static void configure(String main, List<String> prefixes) {
        current = new ProgramScope(main, List.copyOf(prefixes));
    }

    /** Whether a class, which is being loaded or requests randomness, is training code. */
    public static boolean includes(String className, @Nullable ProtectionDomain domain) {
        return current.contains(className, domain);
    }

    /** As {@link #includes(String, ProtectionDomain)}, for a loaded class. */
    public static boolean includes(Class<?> type) {
        return LOADED.get(type);
    }

    /** Learns from each class that is loaded where {@code main} is. */
    public static void loaded(String className, @Nullable ProtectionDomain domain) {
        ProgramScope training = current;
        if (className.equals(training.main)) {
            training.mainLocation = location(domain);
        }
    }

    private boolean contains(String className, @Nullable ProtectionDomain domain) {
        if (isLibrary(className) || startsWithAny(className, prefixes)) {
            return true;
        }
        String location = location(domain);
        return location != null && (location.equals(mainLocation) || isFolder(location));
    }

    /** Whether a class belongs to a numerical library. */
    public static boolean isLibrary(String className) {
        if (startsWithAny(className, NUMERICS)) {
            return true;
        }
        for (LibraryDescriptor library : Libraries.ofThisJvm().descriptors()) {
            if (startsWithAny(className, library.code().library())) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWithAny(String className, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFolder(String location) {
        // the loaders of the JDK end a folder's location with a slash
        return location.startsWith("file:") && location.endsWith("/");
    }

    static @Nullable String location(@Nullable ProtectionDomain domain) {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null ? null : location.toExternalForm();
    }
}
