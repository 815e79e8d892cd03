package io.github.reprorun.dl4j.internal.listener;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/** A kind of number, character or truth value. */
enum Scalar {
    BOOLEAN('Z', Boolean.class, (out, value) -> out.writeBoolean((Boolean) value), DataInputStream::readBoolean),
    BYTE('B', Byte.class, (out, value) -> out.writeByte((Byte) value), DataInputStream::readByte),
    SHORT('S', Short.class, (out, value) -> out.writeShort((Short) value), DataInputStream::readShort),
    CHAR('C', Character.class, (out, value) -> out.writeChar((Character) value), DataInputStream::readChar),
    INT('I', Integer.class, (out, value) -> out.writeInt((Integer) value), DataInputStream::readInt),
    LONG('J', Long.class, (out, value) -> out.writeLong((Long) value), DataInputStream::readLong),
    FLOAT(
            'F',
            Float.class,
            (out, value) -> out.writeInt(Float.floatToRawIntBits((Float) value)),
            in -> Float.intBitsToFloat(in.readInt())),
    DOUBLE(
            'D',
            Double.class,
            (out, value) -> out.writeLong(Double.doubleToRawLongBits((Double) value)),
            in -> Double.longBitsToDouble(in.readLong()));

    private interface Output {
        void write(DataOutputStream out, Object value) throws IOException;
    }

    private interface Input {
        Object read(DataInputStream in) throws IOException;
    }

    private final char tag;
    private final Class<?> type;
    private final Output output;
    private final Input input;

    Scalar(char tag, Class<?> type, Output output, Input input) {
        this.tag = tag;
        this.type = type;
        this.output = output;
        this.input = input;
    }

    static Optional<Scalar> of(Object value) {
        for (Scalar each : values()) {
            if (each.type.isInstance(value)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    static Optional<Scalar> tagged(char tag) {
        for (Scalar each : values()) {
            if (each.tag == tag) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    char tag() {
        return tag;
    }

    void write(DataOutputStream out, Object value) throws IOException {
        output.write(out, value);
    }

    Object read(DataInputStream in) throws IOException {
        return input.read(in);
    }
}
