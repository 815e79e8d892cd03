package io.github.reprorun.junit;

import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the runs of one test lie until it succeeds. Immutable, hence safe to share between threads.
 *
 * @param path absolute
 */
record RunsFolder(Path path) {
    private static final List<String> BUILD_FOLDERS = List.of("target", "build");

    /**
     * Makes one in the build folder below {@code workingDirectory}, or among the temporary files if there is none.
     *
     * @throws UnwritableException if that fails
     */
    static RunsFolder make(Path workingDirectory, String prefix) {
        Path parent = BUILD_FOLDERS.stream()
                .map(workingDirectory::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath())
                .resolve("reproducible");
        try {
            return new RunsFolder(Files.createTempDirectory(Files.createDirectories(parent), prefix + "-"));
        } catch (IOException e) {
            throw new UnwritableException(parent.toString(), "no folder for runs can be made there (" + e + ")", e);
        }
    }

    /** @throws UnwritableException if that fails */
    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UnwritableException(path.toString(), "cannot be deleted (" + e + ")", e);
        }
    }
}
