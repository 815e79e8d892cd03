package io.github.reprorun.cli;

import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where replays leave what they make: a temporary folder, removed when this is closed, or one that the user named and
 * keeps.
 *
 * @param path of the folder
 * @param temporary whether it is removed
 */
record ReplayFolder(Path path, boolean temporary) implements AutoCloseable {
    /** @throws UsageException if {@code named} is there and not an empty folder */
    static ReplayFolder of(@Nullable Path named) {
        try {
            if (named == null) {
                return new ReplayFolder(Files.createTempDirectory("reprorun-bisect-"), true);
            }
            if (Files.exists(named) && !isEmptyFolder(named)) {
                throw new UsageException("--keep", named + " is there already; name a new folder");
            }
            return new ReplayFolder(Files.createDirectories(named).toAbsolutePath(), false);
        } catch (IOException e) {
            throw new UnwritableException(
                    named == null ? "temporary folder" : named.toString(), "cannot be made (" + e + ")", e);
        }
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UnwritableException(path.toString(), "the temporary folder cannot be removed (" + e + ")", e);
        }
    }
}
