package io.github.reprorun.internal.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Another JDK than the one that runs the tests, where this machine has one. */
public final class OtherJdk {
    private static final List<Path> CANDIDATES = Stream.of(
                    System.getenv().getOrDefault("REPRORUN_OTHER_JAVA", ""),
                    "/usr/lib/jvm/temurin-25-jdk-amd64/bin/java",
                    "/usr/lib/jvm/java-17-openjdk-amd64/bin/java")
            .filter(text -> !text.isEmpty())
            .map(Path::of)
            .toList();

    private OtherJdk() {}

    /** A JVM of the other JDK; the test is skipped where there is none. */
    public static ChildJvm jvm() {
        Path own = Path.of(System.getProperty("java.home"), "bin", "java");
        Path other = CANDIDATES.stream()
                .filter(Files::isExecutable)
                .filter(path -> !real(path).equals(real(own)))
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(other != null, "this machine has one JDK only");
        return ChildJvm.bare(other);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
