package io.github.reprorun.dl4j.internal.checkpoint;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A checkpoint on the disk, verified to be as it was written. The file is {@value #MAGIC} in ASCII; the number of
 * facts, then each one's name and value; the number of parts, then each one's name and length; the parts' bytes; and
 * the SHA-256 of everything before it. Numbers are big-endian, of 4 bytes, a part's length of 8; a text is its length
 * and its UTF-8 bytes. Immutable, hence safe to share between threads.
 *
 * @param path its path
 * @param facts the facts about the training, by dotted name
 * @param parts the position of each part in the file
 */
public record CheckpointFile(Path path, SortedMap<String, String> facts, SortedMap<String, Extent> parts) {
    private static final String FAMILY = "reprorun checkpoint ";
    private static final String MAGIC = FAMILY + "2\n";
    private static final int DIGEST = 32;
    private static final int BLOCK = 256 * 1024;

    /**
     * A stretch of a file.
     *
     * @param offset its first byte
     * @param length the number of bytes
     */
    public record Extent(long offset, long length) {}

    /** Copies what it is given. */
    public CheckpointFile {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Writes a checkpoint to {@code file}, whole or not at all. */
    static void write(Path file, SortedMap<String, String> facts, List<Part> parts) throws IOException {
        DurableFile.write(file, unbuffered -> {
            OutputStream out = new BufferedOutputStream(unbuffered, BLOCK);
            MessageDigest sha256 = Sha256.algorithm();
            DataOutputStream data = new DataOutputStream(new DigestOutputStream(out, sha256));
            data.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
            data.writeInt(facts.size());
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                writeText(data, fact.getKey());
                writeText(data, fact.getValue());
            }
            data.writeInt(parts.size());
            for (Part part : parts) {
                writeText(data, part.name());
                data.writeLong(part.length());
            }
            for (Part part : parts) {
                part.writeTo(data);
            }
            data.flush();
            out.write(sha256.digest());
            out.flush();
        });
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads a checkpoint and verifies that it is as it was written.
     *
     * @throws UnreadableException if it is not
     */
    static CheckpointFile read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
            Contents contents = new Contents(in, Files.size(file));
            String magic = contents.magic();
            if (!magic.equals(MAGIC)) {
                throw damaged(
                        file,
                        magic.startsWith(FAMILY)
                                ? "is a checkpoint of a different version of this library"
                                : "is not a checkpoint");
            }
            SortedMap<String, String> facts = new TreeMap<>();
            for (int left = contents.number(); left > 0; left--) {
                facts.put(contents.text(), contents.text());
            }
            SortedMap<String, Extent> parts = contents.parts();
            String computed = contents.digest();
            String written = HexFormat.of().formatHex(in.readNBytes(DIGEST));
            if (!computed.equals(written) || in.read() >= 0) {
                throw damaged(file, "is damaged: its digest is " + computed + ", " + written + " was expected");
            }
            return new CheckpointFile(file, facts, parts);
        } catch (EOFException e) {
            throw new UnreadableException(file.toString(), "is damaged: it ends early", e);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }

    /** Reads the content of a file, digests it and counts its bytes. */
    private static final class Contents {
        private final MessageDigest sha256 = Sha256.algorithm();
        private final DataInputStream data;
        private final long size;
        private long offset;

        Contents(InputStream in, long size) {
            this.data = new DataInputStream(new DigestInputStream(in, sha256));
            this.size = size;
        }

        String magic() throws IOException {
            return new String(bytes(MAGIC.length()), StandardCharsets.US_ASCII);
        }

        int number() throws IOException {
            offset += Integer.BYTES;
            return data.readInt();
        }

        String text() throws IOException {
            return new String(bytes(number()), StandardCharsets.UTF_8);
        }

        private byte[] bytes(int length) throws IOException {
            requireThere(length);
            byte[] bytes = new byte[length];
            data.readFully(bytes);
            offset += length;
            return bytes;
        }

        /** A damaged length may be larger than the memory. */
        private void requireThere(long length) throws EOFException {
            if (length < 0 || length > size - offset) {
                throw new EOFException(length + " bytes at " + offset + " of " + size);
            }
        }

        SortedMap<String, Extent> parts() throws IOException {
            Map<String, Long> lengths = new LinkedHashMap<>();
            for (int left = number(); left > 0; left--) {
                String name = text();
                lengths.put(name, data.readLong());
                offset += Long.BYTES;
            }
            SortedMap<String, Extent> parts = new TreeMap<>();
            byte[] block = new byte[BLOCK];
            for (Map.Entry<String, Long> part : lengths.entrySet()) {
                requireThere(part.getValue());
                parts.put(part.getKey(), new Extent(offset, part.getValue()));
                for (long left = part.getValue(); left > 0; ) {
                    int count = (int) Math.min(left, BLOCK);
                    data.readFully(block, 0, count);
                    left -= count;
                }
                offset += part.getValue();
            }
            return parts;
        }

        String digest() {
            return HexFormat.of().formatHex(sha256.digest());
        }
    }

    private static UnreadableException damaged(Path file, String problem) {
        return new UnreadableException(file.toString(), problem);
    }

    /**
     * The fact called {@code name}.
     *
     * @throws UnreadableException if there is none
     */
    public String fact(String name) {
        String fact = facts.get(name);
        if (fact == null) {
            throw damaged(path, "does not say its " + name);
        }
        return fact;
    }

    /**
     * The fact called {@code name}, as a number.
     *
     * @throws UnreadableException if it is not a number
     */
    public long number(String name) {
        try {
            return Long.parseLong(fact(name));
        } catch (NumberFormatException e) {
            throw new UnreadableException(path.toString(), "does not say its " + name + " as a number", e);
        }
    }

    /** The facts whose names begin with {@code prefix}, without it. */
    public SortedMap<String, String> factsBelow(String prefix) {
        SortedMap<String, String> below = new TreeMap<>();
        facts.tailMap(prefix).forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), value);
            }
        });
        return below;
    }

    /** Takes a part's bytes, a block at a time. */
    public interface BlockConsumer {
        /** Takes the first {@code length} bytes of {@code block}. */
        void accept(byte[] block, int length);
    }

    /**
     * Passes the bytes of the part called {@code name} on.
     *
     * @throws UnreadableException if there is none, or it cannot be read
     */
    public void read(String name, BlockConsumer consumer) {
        Extent extent = parts.get(name);
        if (extent == null) {
            throw damaged(path, "holds no " + name);
        }
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(extent.offset());
            for (long left = extent.length(); left > 0; ) {
                int count = in.readNBytes(block, 0, (int) Math.min(left, block.length));
                if (count == 0) {
                    throw damaged(path, "ends early");
                }
                consumer.accept(block, count);
                left -= count;
            }
        } catch (IOException e) {
            throw new UnreadableException(path.toString(), "cannot be read (" + e + ")", e);
        }
    }

    /** All bytes of the part called {@code name}, which is small. */
    public byte[] bytes(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        read(name, (block, length) -> bytes.write(block, 0, length));
        return bytes.toByteArray();
    }
}
