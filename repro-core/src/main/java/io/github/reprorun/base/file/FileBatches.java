package io.github.reprorun.base.file;

import io.github.reprorun.base.concurrent.TwoThreads;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Digests many files, with two threads if there is much to read, and passes the digests on in order, a batch at a time,
 * so that memory is bounded. Confined to one call.
 */
final class FileBatches {
    static final int DIGEST_BYTES = 32;

    private static final int BATCH = 4096;
    /** In bytes: until the JVM has compiled SHA-256, a second thread only uses more processor time. */
    private static final int WORTH_A_THREAD = 8 << 20;

    private static final int BUFFER = 8 * 1024;

    private final FolderListing listing;
    private final int from;
    private final int count;
    private final byte[] digests;
    private final long[] sizes;
    private final AtomicInteger next = new AtomicInteger();

    private FileBatches(FolderListing listing, int from, int count) {
        this.listing = listing;
        this.from = from;
        this.count = count;
        this.digests = new byte[count * DIGEST_BYTES];
        this.sizes = new long[count];
    }

    /** Receives one file. */
    interface Sink {
        /**
         * Receives the file called {@code name}, whose digest begins at {@code offset}, and which has {@code size}
         * bytes.
         */
        void accept(byte[] name, byte[] digests, int offset, long size) throws IOException;
    }

    /**
     * @throws UnreadableException if a file cannot be read
     * @throws IOException from {@code sink}
     */
    static void digest(FolderListing listing, Sink sink) throws IOException {
        for (int from = 0; from < listing.size(); from += BATCH) {
            FileBatches batch = new FileBatches(listing, from, Math.min(BATCH, listing.size() - from));
            batch.run();
            for (int i = 0; i < batch.count; i++) {
                sink.accept(listing.name(from + i), batch.digests, i * DIGEST_BYTES, batch.sizes[i]);
            }
        }
    }

    private void run() {
        if (listing.volume() < WORTH_A_THREAD) {
            digestClaimed();
        } else {
            TwoThreads.run("reprorun-digest", this::digestOrStop);
        }
    }

    /** Leaves the other thread nothing to claim after a file could not be digested. */
    private void digestOrStop() {
        try {
            digestClaimed();
        } catch (RuntimeException | Error e) {
            next.set(count);
            throw e;
        }
    }

    private void digestClaimed() {
        MessageDigest sha256 = Sha256.algorithm();
        byte[] buffer = new byte[BUFFER];
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            try (InputStream in = listing.open(from + i)) {
                sizes[i] = FileDigest.update(sha256, in, buffer);
                sha256.digest(digests, i * DIGEST_BYTES, DIGEST_BYTES);
            } catch (NoSuchFileException e) {
                throw new UnreadableException(
                        listing.path(from + i).toString(), "was deleted while its folder was digested", e);
            } catch (IOException e) {
                throw new UnreadableException(listing.path(from + i).toString(), "cannot be read (" + e + ")", e);
            } catch (DigestException e) {
                throw new AssertionError("the buffer has room for a SHA-256", e);
            }
        }
    }
}
