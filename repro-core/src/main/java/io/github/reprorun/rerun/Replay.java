package io.github.reprorun.rerun;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.tensor.TensorFolder;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files that a run left when it was run again up to one step. Immutable, hence safe to share between threads.
 *
 * @param directory its run directory
 * @param arrays those of the last step
 * @param output what the program printed
 * @param status the exit status
 */
public record Replay(Path directory, TensorFolder arrays, Path output, int status) {
    /** Its trace, or empty if it reached no step. */
    public Optional<Path> trace() {
        return Optional.of(directory.resolve(TraceWriter.FILE_NAME)).filter(Files::isRegularFile);
    }

    /** Its manifest, or empty if it left none. */
    public Optional<Manifest> manifest() {
        return Files.isRegularFile(directory.resolve(Manifest.FILE_NAME))
                ? Optional.of(ManifestJson.read(directory))
                : Optional.empty();
    }

    /** The last line that the program printed, for the message that it failed; empty if it printed nothing. */
    public String lastLine() {
        try {
            List<String> lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            throw new UnreadableException(output.toString(), "cannot be read (" + e + ")", e);
        }
    }
}
