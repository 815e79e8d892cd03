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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files that a wrapped program left where it ran. A re-run there must find what the first run found. Therefore each
 * file that is still byte for byte the output in the run directory is removed before the re-run, and put back
 * afterwards if the program did not write it again. A file that anybody changed, or that the first run read, stays.
 * Confined to one thread.
 */
final class DisplacedOutputs implements AutoCloseable {
    private final Map<Path, Path> files = new TreeMap<>();
    private final Map<Path, Sha256> digests = new TreeMap<>();
    private final Map<Path, Path> links = new TreeMap<>();
    private final Set<Path> removed = new TreeSet<>();

    private DisplacedOutputs() {}

    /** For a program that leaves no outputs in place. */
    static DisplacedOutputs none() {
        return new DisplacedOutputs();
    }

    /**
     * Finds those of {@code run}, and removes nothing yet.
     *
     * @param kept absolute paths that stay, because the run read them
     */
    static DisplacedOutputs find(VerifiedRun run, OutputPlaces places, Set<Path> kept) {
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
        return former;
    }

    /** The absolute paths of all of them, which are no part of the code wherever they lie. */
    Set<Path> paths() {
        Set<Path> paths = new TreeSet<>(files.keySet());
        paths.addAll(links.keySet());
        return paths;
    }

    /** Nothing is removed before all are known, since a link may lead to an output. */
    private void note(Path file, Sha256 digest, Path copy) {
        try {
            if (has(file, digest)) {
                if (Files.isSymbolicLink(file)) {
                    links.put(file, Files.readSymbolicLink(file));
                } else {
                    files.put(file, copy);
                    digests.put(file, digest);
                }
            }
        } catch (IOException e) {
            throw unremovable(file, e);
        }
    }

    private static boolean has(Path file, Sha256 digest) throws IOException {
        return Files.isRegularFile(file) && FileDigest.of(file).sha256().equals(digest);
    }

    /**
     * Whether what is at {@code file} is what was found there: the same link, or the same bytes.
     *
     * @throws NoSuchFileException if there is nothing
     */
    private boolean isUnchanged(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        Path target = links.get(file);
        if (target != null) {
            return Files.isSymbolicLink(file) && Files.readSymbolicLink(file).equals(target);
        }
        return !Files.isSymbolicLink(file) && has(file, Objects.requireNonNull(digests.get(file)));
    }

    /**
     * Removes all but those that somebody has changed since they were found, such as while the code was digested.
     *
     * @throws UnwritableException if one cannot be removed; those that were are put back
     */
    void remove() {
        for (Path file :
                Stream.concat(links.keySet().stream(), files.keySet().stream()).toList()) {
            try {
                if (isUnchanged(file)) {
                    Files.delete(file);
                    removed.add(file);
                }
            } catch (IOException e) {
                UnwritableException failure = unremovable(file, e);
                try {
                    close();
                } catch (UnwritableException further) {
                    failure.addSuppressed(further);
                }
                throw failure;
            }
        }
    }

    private static UnwritableException unremovable(Path file, IOException e) {
        return new UnwritableException(
                file.toString(), "what the run left there cannot be removed before the re-run (" + e + ")", e);
    }

    /**
     * Puts back what was removed and not written again; further calls do nothing.
     *
     * @throws UnwritableException if one cannot be put back, when all others are; further failures are suppressed ones
     */
    @Override
    public void close() {
        List<UnwritableException> failures = new ArrayList<>();
        files.forEach((file, copy) -> {
            try {
                if (removed.contains(file) && isFree(file)) {
                    Files.copy(copy, file);
                }
            } catch (IOException e) {
                failures.add(new UnwritableException(
                        file.toString(), "cannot be put back from " + copy + " (" + e + ")", e));
            }
        });
        links.forEach((file, target) -> {
            try {
                if (removed.contains(file) && isFree(file)) {
                    Files.createSymbolicLink(file, target);
                }
            } catch (IOException e) {
                failures.add(new UnwritableException(
                        file.toString(), "the link to " + target + " cannot be put back (" + e + ")", e));
            }
        });
        removed.clear();
        if (!failures.isEmpty()) {
            UnwritableException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static boolean isFree(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.createDirectories(file.getParent());
        return true;
    }
}
