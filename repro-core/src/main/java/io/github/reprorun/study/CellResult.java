package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.base.json.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What runs of a cell said of themselves, a line each, as {@code -Dreprorun.result} has them do. Stateless. */
final class CellResult {
    private CellResult() {}

    /**
     * The last line of {@code file}, if the run {@code id} wrote it: a run that was killed wrote none, so that the last one may
     * be that of an attempt before it. A torn line is nobody's.
     */
    static Optional<JsonNode> last(Path file, String id) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            JsonNode told = JsonTree.parse(lines.get(lines.size() - 1));
            return told.path("id").asText().equals(id) ? Optional.of(told) : Optional.empty();
        } catch (IOException torn) {
            return Optional.empty(); // The process was killed while it wrote; its status says so.
        }
    }
}
