package io.github.reprorun.internal.code;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a class path. Immutable, hence safe to share between threads.
 *
 * @param name the shortest end of the path that no other entry has, with {@code /} between its parts
 * @param path where it is, absolute
 * @param kind what it is
 * @param packageUrl its Maven coordinates as a package URL, if they are known
 * @param digest for a {@linkplain Kind#FOLDER folder} its {@code dirHash}, otherwise its SHA-256; or why there is none
 * @param size the number of bytes that were digested
 * @param contents what it holds, whatever it is
 */
public record ClassPathEntry(
        String name,
        Path path,
        Kind kind,
        Optional<String> packageUrl,
        Evidence<Sha256> digest,
        long size,
        Contents contents) {
    /**
     * The files of an entry, except those that a build leaves there: the manifest of a jar, Maven's properties, signatures.
     *
     * @param digest SHA-256 of {@code listing}; empty for a large jar, or one that holds several versions of a class
     * @param listing a line for each file, as {@code dirHash} has them; empty if there is no digest, or if it is long
     * @param precedes the positions, from 1, of later entries that hold a file whose name is first found in this one, or that are
     *     the next to provide a service
     */
    public record Contents(Optional<Sha256> digest, Optional<String> listing, List<Integer> precedes) {
        /** Copies {@code precedes}. */
        public Contents {
            precedes = List.copyOf(precedes);
        }
    }

    /** This entry, before those at {@code positions} with which it shares names of files. */
    ClassPathEntry preceding(List<Integer> positions) {
        Contents all = new Contents(contents.digest(), contents.listing(), positions);
        return new ClassPathEntry(name, path, kind, packageUrl, digest, size, all);
    }

    /** The kinds of entries. */
    public enum Kind {
        /** An archive that can be opened. */
        JAR,
        /** A folder of classes and resources. */
        FOLDER,
        /** A file that is not an archive; a JVM skips it. */
        FILE,
        /** Nothing; a JVM skips it. */
        MISSING
    }
}
