package io.github.reprorun.tensor;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** An array in a file of NumPy's format NPY 1.0, read a block at a time, whatever its length. Confined to one thread. */
public final class NpyFile implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final NpyHeader header;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    private NpyFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        ByteBuffer prefix = filled(NpyHeader.PREFIX);
        int length = NpyHeader.length(prefix).orElseThrow(() -> malformed("a file of NumPy, version 1.0"));
        this.header = NpyHeader.decoded(filled(length).array()).orElseThrow(() -> malformed("an array in C order"));
        long expected =
                NpyHeader.PREFIX + length + header.elements() * header.type().width();
        if (channel.size() != expected) {
            throw malformed("of " + expected + " bytes but of " + channel.size());
        }
    }

    /**
     * Writes an array.
     *
     * @param shape the sizes along the dimensions; empty for a scalar
     * @param elements in C order, little-endian, cut wherever it may be
     * @throws UnwritableException if that fails
     */
    public static void write(Path path, ElementType type, List<Long> shape, Iterable<ByteBuffer> elements) {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, ByteBuffer.wrap(new NpyHeader(type, shape).encoded()));
            for (ByteBuffer part : elements) {
                writeAll(channel, part.duplicate());
            }
        } catch (IOException e) {
            throw new UnwritableException(path.toString(), "the array cannot be written (" + e + ")", e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** @throws UnreadableException if there is no such file, or it is none of this format */
    static NpyFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new NpyFile(path, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    NpyHeader header() {
        return header;
    }

    /** The next elements, at most as many as a block holds, from 0 to the limit; it is overwritten by the next call. */
    ByteBuffer next() {
        block.clear();
        try {
            while (block.hasRemaining() && channel.read(block) >= 0) {
                // The block is filled but at the end of the file.
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return block.flip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private ByteBuffer filled(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw malformed("a file of NumPy");
            }
        }
        return bytes.flip();
    }

    private UnreadableException malformed(String expected) {
        return new UnreadableException(path.toString(), "is not " + expected);
    }

    private static UnreadableException unreadable(Path path, IOException e) {
        return new UnreadableException(path.toString(), "the array cannot be read (" + e + ")", e);
    }
}
