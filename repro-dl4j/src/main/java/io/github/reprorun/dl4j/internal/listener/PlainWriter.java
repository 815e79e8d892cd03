package io.github.reprorun.dl4j.internal.listener;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes the value of a field as bytes that are equal for equal values: a byte that is not 0 if some of it may have changed
 * unseen, then a tag and what follows it. Numbers, texts,
 * enumeration constants, arrays and the JDK's collections are plain data, which {@link PlainReader} reads again. Other
 * objects are written too, so that it can be seen whether they changed. Confined to one thread; writes one value.
 */
final class PlainWriter {
    static final char NULL = 'n';
    static final char TEXT = 't';
    static final char ENUM = 'e';
    static final char VALUE = 'v';
    static final char TENSOR = 'a';
    static final char ARRAY = '[';
    static final char COLLECTION = 'l';
    static final char MAP = 'm';
    static final char HOLDER = 'h';
    static final char BUILDER = 's';
    static final char OPTIONAL = '1';

    /** An object of the program in a collection: its fields can be compared, but it cannot be made again. */
    static final char OBJECT = 'o';

    /** What is saved and restored elsewhere, or holds nothing. */
    static final char ELSEWHERE = '-';

    /** What may keep anything. */
    static final char OPAQUE = '?';

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Budget budget;
    private final Places places;
    private boolean opaque;

    private PlainWriter(Budget budget, Places places) {
        this.budget = budget;
        this.places = places;
    }

    static byte[] write(@Nullable Object value, Budget budget, Places places) {
        PlainWriter writer = new PlainWriter(budget, places);
        try {
            writer.value(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.written();
    }

    /** What is written for something that cannot be looked into. */
    static byte[] opaque(Class<?> type) {
        return writtenAs(OPAQUE, type);
    }

    /** What is written for an object whose fields are written apart. */
    static byte[] object(Class<?> type) {
        return writtenAs(OBJECT, type);
    }

    private static byte[] writtenAs(char tag, Class<?> type) {
        PlainWriter writer = new PlainWriter(new Budget(0), new Places("", ""));
        try {
            writer.named(tag, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.written();
    }

    /** Whether {@code written} stands for something that may have changed unseen. */
    static boolean isOpaque(byte[] written) {
        return written[0] != 0;
    }

    /** Whether {@code written} stands for something that is restored elsewhere. */
    static boolean isElsewhere(byte[] written) {
        return written[1] == ELSEWHERE;
    }

    private byte[] written() {
        byte[] content = bytes.toByteArray();
        byte[] written = new byte[content.length + 1];
        written[0] = (byte) (opaque ? 1 : 0);
        System.arraycopy(content, 0, written, 1, content.length);
        return written;
    }

    private void value(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (!budget.take() || !around.add(value)) {
            named(OPAQUE, value.getClass());
        } else {
            present(value);
            around.remove(value);
        }
    }

    private void present(Object value) throws IOException {
        Optional<Scalar> scalar = Scalar.of(value);
        Optional<JdkValue> jdkValue = JdkValue.of(value);
        if (scalar.isPresent()) {
            out.writeByte(scalar.get().tag());
            scalar.get().write(out, value);
        } else if (value instanceof String text) {
            out.writeByte(TEXT);
            text(places.saved(text));
        } else if (value instanceof Enum<?> constant) {
            named(ENUM, constant.getDeclaringClass());
            text(constant.name());
        } else if (jdkValue.isPresent()) {
            out.writeByte(VALUE);
            text(jdkValue.get().name());
            text(places.saved(value.toString()));
        } else if (value instanceof INDArray tensor) {
            tensor(tensor);
        } else if (value.getClass().isArray()) {
            named(ARRAY, value.getClass().getComponentType());
            out.writeInt(Array.getLength(value));
            for (int i = 0; i < Array.getLength(value); i++) {
                value(Array.get(value, i));
            }
        } else {
            container(value);
        }
    }

    private void container(Object value) throws IOException {
        Optional<Holder> holder = Holder.of(value);
        boolean isContainer = Kind.isContainer(value);
        if (isContainer && value instanceof Collection<?> collection) {
            out.writeByte(COLLECTION);
            List<?> elements = Arrays.asList(collection.toArray());
            out.writeInt(elements.size());
            for (Object each : elements) {
                value(each);
            }
        } else if (isContainer && value instanceof Map<?, ?> map) {
            out.writeByte(MAP);
            out.writeInt(map.size());
            for (Map.Entry<?, ?> each : map.entrySet()) {
                value(each.getKey());
                value(each.getValue());
            }
        } else if (value instanceof Optional<?> optional) {
            out.writeByte(OPTIONAL);
            value(optional.orElse(null));
        } else if (holder.isPresent()) {
            out.writeByte(HOLDER);
            value(holder.get().get(value));
        } else if (value instanceof StringBuilder || value instanceof StringBuffer) {
            out.writeByte(BUILDER);
            text(value.toString());
        } else if (Kind.of(value) == Kind.ELSEWHERE) {
            named(ELSEWHERE, value.getClass());
        } else if (Kind.of(value) == Kind.OPAQUE) {
            named(OPAQUE, value.getClass());
        } else {
            object(value);
        }
    }

    private void object(Object value) throws IOException {
        named(OBJECT, value.getClass());
        for (Field field : Kind.fields(value.getClass())) {
            if (field.trySetAccessible()) {
                try {
                    value(field.get(value));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(field + " was made accessible", e);
                }
            } else {
                named(OPAQUE, field.getType());
            }
        }
    }

    private void tensor(INDArray tensor) throws IOException {
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            byte[] content = Nd4j.toByteArray(tensor.dup());
            out.writeByte(TENSOR);
            out.writeInt(content.length);
            out.write(content);
        } finally {
            outside.close();
        }
    }

    private void named(char tag, Class<?> type) throws IOException {
        opaque |= tag == OPAQUE;
        out.writeByte(tag);
        text(Kind.name(type));
    }

    private void text(String text) throws IOException {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    /** The number of values that may still be written, so that a listener that reaches everything does not stop a training. */
    static final class Budget {
        private int left;

        Budget(int left) {
            this.left = left;
        }

        boolean take() {
            return left-- > 0;
        }
    }
}
