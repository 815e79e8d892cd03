package io.github.reprorun.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel whose writing fails; of what is to be written, half is written before that. */
final class FaultyChannel extends FileChannel {
    private final String file;
    private final FileChannel channel;
    private final Fault fault;

    FaultyChannel(String file, FileChannel channel, Fault fault) {
        this.file = file;
        this.channel = channel;
        this.fault = fault;
    }

    private interface Write {
        long of(ByteBuffer bytes) throws IOException;
    }

    private int write(ByteBuffer bytes, Write write) throws IOException {
        try {
            fault.strike(file);
        } catch (IOException e) {
            write.of(bytes.slice().limit(bytes.remaining() / 2));
            throw e;
        }
        return (int) write.of(bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return write(bytes, channel::write);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return write(bytes, part -> channel.write(part, position));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        fault.strike(file);
        return channel.write(sources, offset, length);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        fault.strike(file);
        return channel.transferFrom(source, position, count);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        fault.strike(file);
        channel.force(metaData);
    }

    /** A full disk lets a file be cut. */
    @Override
    public FileChannel truncate(long size) throws IOException {
        channel.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return channel.read(bytes);
    }

    @Override
    public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
        return channel.read(destinations, offset, length);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        return channel.read(bytes, position);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return channel.transferTo(position, count, target);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return channel.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return channel.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return channel.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
    }
}
