package io.github.reprorun.internal.agent.policy;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes whose requests the agent leaves alone, recognised by their name and origin. */
public final class QuietClasses {
    /**
     * Libraries without influence on the training: logging, build, test, native loading, and the tools of this library.
     */
    private static final List<String> QUIET = List.of(
            "ch.qos.logback.",
            "org.slf4j.",
            "org.apache.logging.",
            "org.apache.log4j.",
            "org.apache.commons.logging.",
            "org.bytedeco.",
            "com.sun.jna.",
            "oshi.",
            "org.junit.",
            "org.opentest4j.",
            "org.apiguardian.",
            "org.assertj.",
            "net.jqwik.",
            "org.apache.maven.",
            "org.gradle.",
            "com.intellij.",
            "org.objectweb.asm.",
            "io.github.reprorun.shaded.",
            "picocli.",
            "com.fasterxml.jackson.");

    private static final String OWN_PREFIX = "io.github.reprorun.";
    private static final String EXAMPLES_PREFIX = OWN_PREFIX + "examples.";
    private static final ProtectionDomain OWN_DOMAIN = QuietClasses.class.getProtectionDomain();
    private static final @Nullable String OWN = ProgramScope.location(OWN_DOMAIN);
    private static final List<OfLibrary> LIBRARIES = ofLibraries();

    private static final ClassValue<Boolean> LOADED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isQuiet(type.getName(), type.getProtectionDomain());
        }
    };

    private QuietClasses() {}

    public static boolean isQuiet(Class<?> type) {
        return LOADED.get(type);
    }

    /** Whether the agent neither seeds nor reports requests of this class. */
    public static boolean isQuiet(String className, @Nullable ProtectionDomain domain) {
        if (className.startsWith(OWN_PREFIX) && isOwn(className, domain)) {
            return true;
        }
        for (OfLibrary library : LIBRARIES) {
            if (library.isQuiet(className, domain)) {
                return true;
            }
        }
        return startsWithAny(className, QUIET);
    }

    private static boolean startsWithAny(String className, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no result depends on the draws of this class, or only if the program leaves its default unchanged. */
    public static boolean isImmaterial(ChanceSource source, String className) {
        for (OfLibrary library : LIBRARIES) {
            if (library.isImmaterial(source, className)) {
                return true;
            }
        }
        return false;
    }

    private static List<OfLibrary> ofLibraries() {
        List<OfLibrary> libraries = new ArrayList<>();
        for (LibraryDescriptor descriptor : Libraries.ofThisJvm().descriptors()) {
            libraries.add(new OfLibrary(descriptor));
        }
        return List.copyOf(libraries);
    }

    // examples may be packed into one jar with the library
    private static boolean isOwn(String className, @Nullable ProtectionDomain domain) {
        if (className.startsWith(EXAMPLES_PREFIX)) {
            return false;
        }
        if (domain != null && domain == OWN_DOMAIN) {
            return true; // The usual case, at a lower cost than comparing their locations.
        }
        String location = ProgramScope.location(domain);
        return location != null && location.equals(OWN);
    }

    /** What a library's descriptor says about classes. */
    private static final class OfLibrary {
        private final LibraryDescriptor.Code code;
        private final String extensionFile;
        private volatile @Nullable String extension;

        OfLibrary(LibraryDescriptor descriptor) {
            this.code = descriptor.code();
            this.extensionFile =
                    descriptor.extension().className().replace('.', '/').concat(".class");
        }

        boolean isQuiet(String className, @Nullable ProtectionDomain domain) {
            return startsWithAny(className, code.quiet())
                    || (startsWithAny(className, code.own()) && isOfExtension(domain));
        }

        boolean isImmaterial(ChanceSource source, String className) {
            if (source == ChanceSource.CLOCK) {
                return code.clockDefaults().contains(className);
            }
            return (source == ChanceSource.UUID
                            || source == ChanceSource.SECURE_RANDOM
                            || source == ChanceSource.SECRET)
                    && code.immaterialNames().contains(className);
        }

        /**
         * Whether the class comes from the jar or folder of the extension: its package alone would also match a user's
         * classes.
         */
        private boolean isOfExtension(@Nullable ProtectionDomain domain) {
            String location = ProgramScope.location(domain);
            return location != null && location.equals(extension());
        }

        /** Searched for at the first request; empty if it is not found. */
        private String extension() {
            String known = extension;
            if (known == null) {
                known = locate();
                extension = known;
            }
            return known;
        }

        private String locate() {
            URL found = ClassLoader.getSystemResource(extensionFile);
            if (found == null) {
                return "";
            }
            String url = found.toExternalForm();
            String location = url.substring(0, url.length() - extensionFile.length());
            return location.startsWith("jar:") ? location.substring("jar:".length(), location.length() - 2) : location;
        }
    }
}
