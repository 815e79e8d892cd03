package io.github.reprorun.rerun;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.follow.OutputPlaces;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that a wrapped program left where it ran. A re-run there must find what the first run found. Therefore each
 * file that is still byte for byte the output in the run directory is removed before the re-run, and put back
 * afterwards if the program did not write it again. A file that anybody changed, or that the first run read, stays.
 * Confined to one thread.
 */
final class DisplacedOutputs {
    private final Map<Path, Path> removed = new TreeMap<>();
    private final Map<Path, Path> links = new TreeMap<>();

    private DisplacedOutputs() {}

    /** For a program that leaves no outputs in place. */
    static DisplacedOutputs none() {
        return new DisplacedOutputs();
    }

    /**
     * Removes those of {@code run}.
     *
     * @param kept absolute paths that stay, because the run read them
     */
    static DisplacedOutputs remove(VerifiedRun run, OutputPlaces places, Set<Path> kept) {
        DisplacedOutputs former = new DisplacedOutputs();
        String prefix = Manifest.OUTPUTS;
        run.manifest().subjects().forEach((subject, digest) -> {
            if (subject.startsWith(prefix)) {
                Path file = places.origin(subject.substring(prefix.length()));
                if (!kept.contains(file)) {
                    former.note(file, digest, run.directory().resolve(subject));
                }
            }
        });
        former.remove();
        return former;
    }

    /** Nothing is removed before all are known, since a link may lead to an output. */
    private void note(Path file, Sha256 digest, Path copy) {
        try {
            if (Files.isRegularFile(file) && FileDigest.of(file).sha256().equals(digest)) {
                if (Files.isSymbolicLink(file)) {
                    links.put(file, Files.readSymbolicLink(file));
                } else {
                    removed.put(file, copy);
                }
            }
        } catch (IOException e) {
            throw unremovable(file, e);
        }
    }

    private void remove() {
        for (Path file : Stream.concat(links.keySet().stream(), removed.keySet().stream())
                .toList()) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw unremovable(file, e);
            }
        }
    }

    private static UnwritableException unremovable(Path file, IOException e) {
        return new UnwritableException(
                file.toString(), "what the run left there cannot be removed before the re-run (" + e + ")", e);
    }

    /** Puts back what was not written again. */
    void putBack() {
        removed.forEach((file, copy) -> {
            try {
                if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(file.getParent());
                    Files.copy(copy, file);
                }
            } catch (IOException e) {
                throw new UnwritableException(file.toString(), "cannot be put back from " + copy + " (" + e + ")", e);
            }
        });
        links.forEach((file, target) -> {
            try {
                if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, target);
                }
            } catch (IOException e) {
                throw new UnwritableException(
                        file.toString(), "the link to " + target + " cannot be put back (" + e + ")", e);
            }
        });
    }
}
