package io.github.reprorun.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file's name that is free again for each try of a property. */
final class Scratch implements AutoCloseable {
    private final Path folder;

    Scratch() {
        try {
            folder = Files.createTempDirectory("trace");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return folder.resolve("trace.rrt");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes {@code bytes} to a new file, since some file systems are slow to write one anew. */
    Path holding(byte[] bytes) {
        try {
            Files.deleteIfExists(file());
            return Files.write(file(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
