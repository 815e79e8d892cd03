package io.github.reprorun.base.file;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Set;

/**
 * The content of a folder, as in-toto's {@code dirHash}: SHA-256 over one line for each file, {@code <sha256> <name>\n}
 * in lower-case hexadecimal, sorted by the UTF-8 bytes of the names. That is {@code Hash1} of Go's
 * {@code golang.org/x/mod/sumdb/dirhash} in hexadecimal and without its {@code h1:}, over names relative to the folder
 * with {@code /} between their parts. The same lines come from
 * {@code find -L . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum}. Empty folders leave no trace.
 *
 * <p>It follows links, to files and to folders. It refuses, instead of digesting with loss, links that loop or lead
 * nowhere, special files, names that are not UTF-8 or hold a line feed, and two names in one folder that differ only in
 * their Unicode normalization.
 *
 * <p>Immutable, hence safe to share between threads.
 *
 * @param dirHash digest of the listing
 * @param files how many files were digested
 * @param size the number of bytes in all of them
 */
public record FolderDigest(Sha256 dirHash, long files, long size) {
    /**
     * Digests every file below {@code root}.
     *
     * @throws UnreadableException if something below {@code root} cannot be read or is refused; it names what
     */
    public static FolderDigest of(Path root) {
        return of(root, OutputStream.nullOutputStream());
    }

    /**
     * As {@link #of(Path)}, but skips everything at or below one of the absolute paths {@code excluded}.
     *
     * @throws UnreadableException if something below {@code root} cannot be read or is refused; it names what
     */
    public static FolderDigest without(Set<Path> excluded, Path root) {
        return without(excluded, root, OutputStream.nullOutputStream());
    }

    /**
     * As {@link #without(Set, Path)}, and writes the lines that the digest is taken over to {@code listing}, each line at
     * once; it is left open.
     *
     * @throws UnreadableException if something below {@code root} cannot be read or is refused, or if {@code listing}
     *     cannot be written
     */
    public static FolderDigest without(Set<Path> excluded, Path root, OutputStream listing) {
        return of(FolderListing.of(root, excluded), root, listing);
    }

    /**
     * As {@link #of(Path)}, and writes the digested lines to {@code listing}, which stays open.
     *
     * @throws UnreadableException if something below {@code root} cannot be read or is refused, or if {@code listing}
     *     cannot be written
     */
    public static FolderDigest of(Path root, OutputStream listing) {
        return of(FolderListing.of(root, Set.of()), root, listing);
    }

    private static FolderDigest of(FolderListing names, Path root, OutputStream listing) {
        Lines lines = new Lines(listing);
        try {
            FileBatches.digest(names, lines);
        } catch (IOException e) {
            throw new UnreadableException(root.toString(), "its listing cannot be written (" + e + ")", e);
        }
        return new FolderDigest(Sha256.finish(lines.sha256), names.size(), lines.bytes);
    }

    /**
     * Takes the digests of files in the order of their names; formats them with as little code as possible, since the
     * JVM compiles it.
     */
    private static final class Lines implements FileBatches.Sink {
        private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        private final MessageDigest sha256 = Sha256.algorithm();
        private final OutputStream listing;
        private byte[] line = new byte[256];
        private long bytes;

        private Lines(OutputStream listing) {
            this.listing = listing;
        }

        @Override
        public void accept(byte[] name, byte[] digests, int offset, long size) throws IOException {
            int length = 2 * FileBatches.DIGEST_BYTES + 2 + name.length + 1;
            line = line.length < length ? new byte[2 * length] : line;
            int at = 0;
            for (int i = offset; i < offset + FileBatches.DIGEST_BYTES; i++) {
                line[at++] = HEX[(digests[i] >> 4) & 0xf];
                line[at++] = HEX[digests[i] & 0xf];
            }
            line[at++] = ' ';
            line[at++] = ' ';
            System.arraycopy(name, 0, line, at, name.length);
            line[at + name.length] = '\n';
            sha256.update(line, 0, length);
            listing.write(line, 0, length);
            bytes += size;
        }
    }
}
