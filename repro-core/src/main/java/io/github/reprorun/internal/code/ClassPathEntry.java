package io.github.reprorun.internal.code;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import java.nio.file.Path;
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
 */
public record ClassPathEntry(
        String name, Path path, Kind kind, Optional<String> packageUrl, Evidence<Sha256> digest, long size) {
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
