package io.github.reprorun.dl4j.internal.listener;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A kind of number, character or truth value. Immutable, hence safe to share between threads.
 *
 * @param tag stands before its values
 * @param type their class
 */
record Scalar(char tag, Class<?> type, Output output, Input input) {
    private static final List<Scalar> ALL = List.of(
            new Scalar(
                    'Z',
                    Boolean.class,
                    (out, value) -> out.writeBoolean((Boolean) value),
                    DataInputStream::readBoolean),
            new Scalar('B', Byte.class, (out, value) -> out.writeByte((Byte) value), DataInputStream::readByte),
            new Scalar('S', Short.class, (out, value) -> out.writeShort((Short) value), DataInputStream::readShort),
            new Scalar(
                    'C', Character.class, (out, value) -> out.writeChar((Character) value), DataInputStream::readChar),
            new Scalar('I', Integer.class, (out, value) -> out.writeInt((Integer) value), DataInputStream::readInt),
            new Scalar('J', Long.class, (out, value) -> out.writeLong((Long) value), DataInputStream::readLong),
            new Scalar(
                    'F',
                    Float.class,
                    (out, value) -> out.writeInt(Float.floatToRawIntBits((Float) value)),
                    in -> Float.intBitsToFloat(in.readInt())),
            new Scalar(
                    'D',
                    Double.class,
                    (out, value) -> out.writeLong(Double.doubleToRawLongBits((Double) value)),
                    in -> Double.longBitsToDouble(in.readLong())));

    /** Writes a value of one kind. */
    interface Output {
        void write(DataOutputStream out, Object value) throws IOException;
    }

    /** Reads a value of one kind. */
    interface Input {
        Object read(DataInputStream in) throws IOException;
    }

    static Optional<Scalar> of(Object value) {
        return ALL.stream().filter(each -> each.type.isInstance(value)).findFirst();
    }

    static Optional<Scalar> tagged(char tag) {
        return ALL.stream().filter(each -> each.tag == tag).findFirst();
    }

    void write(DataOutputStream out, Object value) throws IOException {
        output.write(out, value);
    }

    Object read(DataInputStream in) throws IOException {
        return input.read(in);
    }
}
