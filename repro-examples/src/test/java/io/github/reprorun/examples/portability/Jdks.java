package io.github.reprorun.examples.portability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The JVMs of this machine. */
final class Jdks {
    private Jdks() {}

    /** The one that runs the tests. */
    static Path own() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** One of another version, where {@code REPRORUN_OTHER_JAVA} or a usual place has it. */
    static Optional<Path> other() {
        return Stream.of(
                        System.getenv().getOrDefault("REPRORUN_OTHER_JAVA", ""),
                        "/usr/lib/jvm/temurin-25-jdk-amd64/bin/java",
                        "/usr/lib/jvm/java-17-openjdk-amd64/bin/java")
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .filter(path -> !real(path).equals(real(own())))
                .findFirst();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
