package io.github.reprorun.trace;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file of a trace, open for reading, and its header. Read at positions and never mapped, so that a file that
 * shrinks while it is read causes a failure, not the end of the JVM. Safe for use by several threads.
 */
final class TraceFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final TraceHeader header;
    private final Layout layout;
    private final long size;

    private TraceFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
        byte[] encoded = encodedHeader();
        try {
            this.header = TraceHeader.decode(encoded);
        } catch (Flaw e) {
            throw e.refusing(path);
        }
        this.layout = new Layout(encoded.length, header.blockSize());
    }

    /**
     * @throws UnreadableException if the file cannot be read or is not a trace of this version
     * @throws io.github.reprorun.failure.RefusedException if its header is damaged
     */
    static TraceFile open(Path path) {
        FileChannel channel = null;
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) { // To open a pipe takes until somebody writes to it.
                throw new FileSystemException(path.toString(), null, "not a regular file");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new TraceFile(path, channel);
        } catch (IOException e) {
            throw closing(channel, unreadable(path, e));
        } catch (RuntimeException e) {
            throw closing(channel, e);
        }
    }

    Path path() {
        return path;
    }

    TraceHeader header() {
        return header;
    }

    Layout layout() {
        return layout;
    }

    /** The length of the file when it was opened. */
    long size() {
        return size;
    }

    void read(long offset, byte[] into, int from, int count) {
        try {
            ByteBuffer target = ByteBuffer.wrap(into, from, count);
            while (target.hasRemaining()) {
                if (channel.read(target, offset + target.position() - from) < 0) {
                    throw new UnreadableException(path.toString(), "the trace became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private byte[] encodedHeader() {
        byte[] prefix = new byte[TraceHeader.PREFIX];
        read(0, prefix, 0, (int) Math.min(size, prefix.length));
        int length;
        try {
            length = TraceHeader.announcedLength(prefix);
        } catch (Flaw e) {
            throw new UnreadableException(path.toString(), "is not a trace that can be read here: " + e.problem(), e);
        }
        if (length > size) {
            throw new Flaw("header", length + " bytes", size + " bytes").refusing(path);
        }
        byte[] encoded = new byte[length];
        read(0, encoded, 0, length);
        return encoded;
    }

    private static UnreadableException unreadable(Path path, IOException e) {
        return new UnreadableException(path.toString(), "the trace cannot be read: " + e, e);
    }

    private static RuntimeException closing(@Nullable FileChannel channel, RuntimeException e) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException onClosing) {
                e.addSuppressed(onClosing);
            }
        }
        return e;
    }
}
