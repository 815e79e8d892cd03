package io.github.reprorun.tensor;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
     * @param elements in C order, little-endian, cut anywhere
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

    /** @throws UnreadableException if there is no such file, or it is not of this format */
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
                // The block is filled, except at the end of the file.
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

    /**
     * The element types of an array: those of NumPy that numerics libraries for Java have too, little-endian.
     * Immutable.
     */
    public enum ElementType {
        /** IEEE 754 binary16. */
        HALF("<f2", 2, 10),
        /** IEEE 754 binary32. */
        FLOAT("<f4", 4, 23),
        /** IEEE 754 binary64. */
        DOUBLE("<f8", 8, 52),
        /** Truth values. */
        BOOL("|b1", 1, 0),
        /** 8 bits with a sign. */
        INT8("|i1", 1, 0),
        /** 8 bits without a sign. */
        UINT8("|u1", 1, 0),
        /** 16 bits with a sign. */
        INT16("<i2", 2, 0),
        /** 16 bits without a sign. */
        UINT16("<u2", 2, 0),
        /** 32 bits with a sign. */
        INT32("<i4", 4, 0),
        /** 32 bits without a sign. */
        UINT32("<u4", 4, 0),
        /** 64 bits with a sign. */
        INT64("<i8", 8, 0),
        /** 64 bits without a sign. */
        UINT64("<u8", 8, 0);

        private final String descriptor;
        private final int width;
        private final int fraction;

        ElementType(String descriptor, int width, int fraction) {
            this.descriptor = descriptor;
            this.width = width;
            this.fraction = fraction;
        }

        /** The bytes of one element. */
        public int width() {
            return width;
        }

        /** NumPy's {@code descr}. */
        String descriptor() {
            return descriptor;
        }

        static Optional<ElementType> described(String descriptor) {
            for (ElementType type : values()) {
                if (type.descriptor.equals(descriptor)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }

        boolean isFloating() {
            return fraction > 0;
        }

        /** The distance from 1 to the next larger value; 0 for whole numbers. */
        double epsilon() {
            return isFloating() ? Math.scalb(1.0, -fraction) : 0;
        }

        /** The bits of the element at byte {@code offset} of {@code buffer}, which is little-endian. */
        long bits(ByteBuffer buffer, int offset) {
            return switch (width) {
                case 1 -> buffer.get(offset) & 0xffL;
                case 2 -> buffer.getShort(offset) & 0xffffL;
                case 4 -> buffer.getInt(offset) & 0xffffffffL;
                default -> buffer.getLong(offset);
            };
        }

        /** The value that {@code bits} stand for, rounded where a double cannot hold it. */
        double value(long bits) {
            return switch (this) {
                case HALF -> half((int) bits);
                case FLOAT -> Float.intBitsToFloat((int) bits);
                case DOUBLE -> Double.longBitsToDouble(bits);
                case INT8 -> (byte) bits;
                case INT16 -> (short) bits;
                case INT32 -> (int) bits;
                case UINT64 -> bits >= 0 ? bits : 2.0 * (bits >>> 1);
                default -> bits;
            };
        }

        private static double half(int bits) {
            int exponent = bits >>> 10 & 0x1f;
            int mantissa = bits & 0x3ff;
            double magnitude = switch (exponent) {
                case 0 -> Math.scalb((double) mantissa, -24);
                case 0x1f -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                default -> Math.scalb((double) (0x400 | mantissa), exponent - 25);
            };
            return bits >>> 15 == 0 ? magnitude : -magnitude;
        }

        /**
         * How many values of this type lie from one to the other, the second included; at most {@link Long#MAX_VALUE}. Empty
         * for whole numbers and where one of the two is not a number.
         */
        OptionalLong ulps(long first, long second) {
            if (!isFloating() || Double.isNaN(value(first)) || Double.isNaN(value(second))) {
                return OptionalLong.empty();
            }
            long left = rank(first);
            long right = rank(second);
            long distance = left - right;
            boolean overflows = ((left ^ right) & (left ^ distance)) < 0;
            return OptionalLong.of(overflows ? Long.MAX_VALUE : Math.abs(distance));
        }

        /** The place among the values of this type: both zeros have 0. */
        private long rank(long bits) {
            long sign = 1L << (width * 8 - 1);
            long magnitude = bits & (sign - 1);
            return (bits & sign) == 0 ? magnitude : -magnitude;
        }

        /** The value and, of a floating one, its bits. */
        String text(long bits) {
            if (!isFloating()) {
                return this == BOOL
                        ? Boolean.toString(bits != 0)
                        : this == UINT64 ? Long.toUnsignedString(bits) : Long.toString((long) value(bits));
            }
            String decimal = this == DOUBLE ? Double.toString(value(bits)) : Float.toString((float) value(bits));
            return decimal + " (0x" + HexFormat.of().toHexDigits(bits, width * 2) + ")";
        }
    }
}
