package io.github.reprorun.junit;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.launch.EntryPoint;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The class path for a JVM that runs a test of this one. Stateless. */
final class TestClassPath {
    private static final String LAUNCHER = "org.junit.platform.launcher.Launcher";

    /** One class of each jar that Maven brings along without saying so in the class path. */
    private static final List<String> PLATFORM = List.of(
            LAUNCHER,
            "org.junit.platform.engine.TestEngine",
            "org.junit.platform.commons.JUnitException",
            "org.junit.jupiter.engine.JupiterTestEngine");

    private TestClassPath() {}

    /**
     * Makes sure that tests can be started.
     *
     * @throws UsageException if {@code loader} knows no launcher
     */
    static void requireLauncher(ClassLoader loader) {
        if (find(LAUNCHER, loader).isEmpty()) {
            throw new UsageException(
                    "@Reproducible",
                    "junit-platform-launcher is not on the class path, and it starts each run; add"
                            + " org.junit.platform:junit-platform-launcher to the dependencies of the tests");
        }
    }

    /** This JVM's class path, and the platform's jars that {@code loader} has from elsewhere. */
    static List<String> entries(ClassLoader loader) {
        Set<String> entries = new LinkedHashSet<>(EntryPoint.ofCallingThread().classPath());
        for (String name : PLATFORM) {
            find(name, loader).flatMap(TestClassPath::file).ifPresent(entries::add);
        }
        return List.copyOf(entries);
    }

    private static Optional<Class<?>> find(String name, ClassLoader loader) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException isNotThere) {
            return Optional.empty();
        }
    }

    private static Optional<String> file(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(URL::toString)
                .filter(location -> location.startsWith("file:"))
                .map(location -> Path.of(URI.create(location)).toString());
    }
}
