package io.github.reprorun.rerun;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that a wrapped program opened in a run, where they lie for its re-run. Immutable, hence safe to share between
 * threads.
 *
 * @param digests by absolute path, as 64 hexadecimal digits
 */
record RecordedReads(Map<Path, String> digests) {
    private static final int HEX = 64;

    /** Those of {@code run} for a program that starts in {@code workingDirectory}. */
    static RecordedReads of(VerifiedRun run, Path workingDirectory) {
        Map<Path, String> digests = new TreeMap<>();
        for (InputResource input : run.manifest().definition().inputs()) {
            if (input.origin() == InputResource.Origin.OPENED) {
                Path path = workingDirectory.resolve(input.path()).normalize();
                if (input.isFolder()) {
                    addListed(digests, path, RunDirectory.inputListing(run.directory(), input.name()));
                } else {
                    digests.put(path, input.digest().hex());
                }
            }
        }
        return new RecordedReads(digests);
    }

    private static void addListed(Map<Path, String> digests, Path folder, Path listing) {
        try {
            if (Files.exists(listing) && !Files.isRegularFile(listing)) {
                throw new FileSystemException(listing.toString(), null, "not a regular file");
            }
            for (String line : Files.readAllLines(listing, StandardCharsets.UTF_8)) {
                digests.put(folder.resolve(line.substring(HEX + 2)), line.substring(0, HEX));
            }
        } catch (IOException | IndexOutOfBoundsException | InvalidPathException e) {
            throw new UnreadableException(listing.toString(), "is not a listing of files and their digests", e);
        }
    }

    Set<Path> paths() {
        return digests.keySet();
    }

    /**
     * The differences that a re-run would find, in words.
     *
     * @throws NotRerunnableException if one is not there
     */
    List<String> changes() {
        List<String> changes = new ArrayList<>();
        digests.forEach((path, digest) -> {
            if (!Files.isRegularFile(path)) {
                throw new NotRerunnableException(path.toString(), "was read by the run, but is not here");
            }
            try {
                String now = FileDigest.of(path).sha256().hex();
                if (!now.equals(digest)) {
                    changes.add(path + " is not what the run read: sha256 " + digest + " then, " + now + " now");
                }
            } catch (IOException e) {
                throw new NotRerunnableException(
                        path.toString(), "was read by the run, but cannot be read (" + e + ")");
            }
        });
        return changes;
    }
}
