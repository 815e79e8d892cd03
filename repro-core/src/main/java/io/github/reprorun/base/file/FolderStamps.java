package io.github.reprorun.base.file;

import io.github.reprorun.failure.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The stamps of all files that {@link FolderDigest} would digest. Stateless. */
public final class FolderStamps {
    private FolderStamps() {}

    /**
     * A line for each file below {@code root}, in the order of their names.
     *
     * @param excluded absolute paths to skip, with everything below them
     * @return empty if a digest would be refused, or if a file has changed too short a time before the runs of {@code known} began
     *     for a later change to show
     */
    public static Optional<String> of(Path root, Set<Path> excluded, KnownDigests known) {
        StringBuilder lines = new StringBuilder();
        try {
            FolderListing files = FolderListing.of(root, excluded);
            for (int i = 0; i < files.size(); i++) {
                String line = known.settled(files.path(i));
                if (line == null) {
                    return Optional.empty();
                }
                lines.append(line)
                        .append(' ')
                        .append(new String(files.name(i), StandardCharsets.UTF_8))
                        .append('\n');
            }
            return Optional.of(lines.toString());
        } catch (UnreadableException refused) {
            return Optional.empty();
        }
    }
}
