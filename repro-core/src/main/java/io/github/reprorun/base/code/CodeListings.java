package io.github.reprorun.base.code;

import io.github.reprorun.evidence.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of the entries of a class path, with their digests, in one file beside the manifest: for each entry a line {@code
 * codeHash} and the digest of its contents, and then the lines from which that digest is computed. Immutable, hence safe to share
 * between threads.
 *
 * @param lines of each entry, by the digest of its contents
 */
public record CodeListings(SortedMap<String, String> lines) {
    /** The name of the file in a run directory. */
    public static final String FILE_NAME = "code.sha256";

    /** In bytes: further entries are left out, and then the jar or folder is named instead of the class. */
    public static final int LIMIT = 16 << 20;

    private static final String HEADING = CodeComparison.CONTENTS + " ";

    /** Copies {@code lines}. */
    public CodeListings {
        lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
    }

    /** Reads what {@link #bytes()} gave; nothing in it is believed before {@link #of} has checked it. */
    public static CodeListings parse(byte[] file) {
        SortedMap<String, String> lines = new TreeMap<>();
        String digest = "";
        StringBuilder entry = new StringBuilder();
        for (String line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith(HEADING)) {
                lines.put(digest, entry.toString());
                digest = line.substring(HEADING.length());
                entry.setLength(0);
            } else if (!line.isEmpty()) {
                entry.append(line).append('\n');
            }
        }
        lines.put(digest, entry.toString());
        lines.remove("");
        return new CodeListings(lines);
    }

    /** The file, in UTF-8, with LF at the end of each line. */
    public byte[] bytes() {
        StringBuilder file = new StringBuilder();
        for (Map.Entry<String, String> entry : lines.entrySet()) {
            if (file.length() + entry.getValue().length() <= LIMIT / 4) {
                file.append(HEADING).append(entry.getKey()).append('\n').append(entry.getValue());
            }
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The lines of the entry whose contents have {@code digest}; empty if there are none from which it is computed. */
    public Optional<String> of(String digest) {
        return Optional.ofNullable(lines.get(digest))
                .filter(listed -> Sha256.ofUtf8(listed).hex().equals(digest));
    }
}
