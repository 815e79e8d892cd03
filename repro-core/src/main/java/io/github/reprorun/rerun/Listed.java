package io.github.reprorun.rerun;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.run.CodeEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The code of a run, and the files in each of its folders and jars as far as they were listed. Immutable.
 *
 * @param code the entries of the class path, in order
 * @param listing the lines that the digest of the contents of an entry is over, by that digest
 */
record Listed(List<Resource> code, Function<String, Optional<String>> listing) {
    private static final int HEX = 64;
    private static final int SHOWN = 3;

    /** In bytes: no longer listing is kept, and one that is read is in memory. */
    private static final long LARGEST = 1 << 20;

    /** Copies {@code code}. */
    Listed {
        code = List.copyOf(code);
    }

    /** As a run recorded it. */
    static Listed of(List<Resource> code, Path runDirectory) {
        return new Listed(
                code,
                digest -> digest.matches("[0-9a-f]{64}")
                        ? read(RunDirectory.codeListing(runDirectory, digest))
                        : Optional.empty());
    }

    /** As it is now. */
    static Listed of(CodeEvidence evidence) {
        return new Listed(
                evidence.classPath(),
                digest -> Optional.ofNullable(evidence.listings().get(digest)));
    }

    /** The digest of each file of {@code entry}, by name; empty if they were not listed. */
    Optional<SortedMap<String, String>> files(Resource entry) {
        return Optional.ofNullable(entry.digest().get(CodeComparison.CONTENTS))
                .flatMap(digest -> listing.apply(digest)
                        .filter(lines -> Sha256.ofUtf8(lines).hex().equals(digest)))
                .map(Listed::parsed);
    }

    /** The names of its files, in words, if they are few; otherwise nothing. */
    String contents(Resource entry) {
        return files(entry)
                .map(SortedMap::keySet)
                .filter(names -> names.size() <= SHOWN)
                .map(names -> ", with " + OneLine.of(String.join(", ", names)) + ",")
                .orElse("");
    }

    private static SortedMap<String, String> parsed(String lines) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String line : lines.split("\n", -1)) {
            if (line.length() > HEX + 2) {
                files.put(line.substring(HEX + 2), line.substring(0, HEX));
            }
        }
        return files;
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST
                    ? Optional.of(Files.readString(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // Then the folder or jar is named instead of the class.
        }
    }
}
