package io.github.reprorun.dl4j.internal.listener;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads what {@link PlainWriter} wrote, and puts it where it was. Confined to one thread; reads one value. */
final class PlainReader {
    /** A value that is no plain data, so that it cannot be made again. */
    static final class NotPlainException extends Exception {
        private static final long serialVersionUID = 1L;

        NotPlainException(String problem) {
            super(problem);
        }
    }

    /** The element of a container of the JDK that holds one. */
    private record Held(@Nullable Object value) {}

    /** The text of a builder. */
    private record Built(String text) {}

    private final DataInputStream in;
    private final ClassLoader classes;
    private final Places places;

    private PlainReader(byte[] bytes, ClassLoader classes, Places places) {
        this.in = new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1));
        this.classes = classes;
        this.places = places;
    }

    /** What was written as {@code bytes}. */
    static PlainReader of(byte[] bytes, ClassLoader classes, Places places) {
        return new PlainReader(bytes, classes, places);
    }

    /**
     * The value, in place of {@code live}: that object if the value could be put into it, because others may hold it too,
     * otherwise a new one.
     *
     * @throws NotPlainException if it is no plain data
     */
    @Nullable
    Object over(@Nullable Object live) throws NotPlainException {
        try {
            Object saved = value();
            return live != null && isPutInto(live, saved) ? live : fresh(saved);
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            throw new NotPlainException(e.toString());
        }
    }

    private @Nullable Object value() throws IOException, ReflectiveOperationException, NotPlainException {
        char tag = (char) in.readByte();
        Optional<Scalar> scalar = Scalar.tagged(tag);
        if (scalar.isPresent()) {
            return scalar.get().read(in);
        }
        return switch (tag) {
            case PlainWriter.NULL -> null;
            case PlainWriter.TEXT -> places.here(text());
            case PlainWriter.ENUM -> constant(Class.forName(text(), false, classes), text());
            case PlainWriter.VALUE -> value(JdkValue.named(text()), text());
            case PlainWriter.TENSOR -> Nd4j.fromByteArray(in.readNBytes(in.readInt()));
            case PlainWriter.ARRAY -> array(component(text()));
            case PlainWriter.COLLECTION -> elements();
            case PlainWriter.MAP -> entries();
            case PlainWriter.HOLDER -> new Held(value());
            case PlainWriter.BUILDER -> new Built(text());
            case PlainWriter.OPTIONAL -> Optional.ofNullable(value());
            default -> throw new NotPlainException(text());
        };
    }

    /** An absolute path below neither of the run's folders may lead anywhere else here. */
    private Object value(JdkValue kind, String saved) throws NotPlainException {
        String text = places.here(saved);
        Object value = kind.parse(text);
        boolean isElsewhere =
                (value instanceof Path path && path.isAbsolute()) || (value instanceof File file && file.isAbsolute());
        if (isElsewhere && text.equals(saved)) {
            throw new NotPlainException(text);
        }
        return value;
    }

    private static Object constant(Class<?> type, String name) throws NotPlainException {
        Object[] constants = type.getEnumConstants();
        for (Object each : constants == null ? new Object[0] : constants) {
            if (((Enum<?>) each).name().equals(name)) {
                return each;
            }
        }
        throw new NotPlainException(type.getName() + "." + name);
    }

    private Class<?> component(String name) throws ClassNotFoundException {
        return switch (name) {
            case "boolean" -> boolean.class;
            case "byte" -> byte.class;
            case "short" -> short.class;
            case "char" -> char.class;
            case "int" -> int.class;
            case "long" -> long.class;
            case "float" -> float.class;
            case "double" -> double.class;
            default -> Class.forName(name, false, classes);
        };
    }

    private Object array(Class<?> component) throws IOException, ReflectiveOperationException, NotPlainException {
        int length = in.readInt();
        Object array = Array.newInstance(component, length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, fresh(value()));
        }
        return array;
    }

    private List<@Nullable Object> elements() throws IOException, ReflectiveOperationException, NotPlainException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            elements.add(fresh(value()));
        }
        return elements;
    }

    private Map<@Nullable Object, @Nullable Object> entries()
            throws IOException, ReflectiveOperationException, NotPlainException {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            Object key = fresh(value());
            entries.put(key, fresh(value()));
        }
        return entries;
    }

    /** A holder that is not there any more cannot be made again: others would hold it too. */
    private static @Nullable Object fresh(@Nullable Object saved) throws NotPlainException {
        if (saved instanceof Held || saved instanceof Built) {
            throw new NotPlainException("an object that holds another");
        }
        return saved;
    }

    @SuppressWarnings("unchecked") // What they held before was put there by the program too.
    private static boolean isPutInto(Object live, @Nullable Object saved) {
        if (saved instanceof Held held) {
            Optional<Holder> holder = Holder.of(live);
            holder.ifPresent(each -> each.set(live, held.value()));
            return holder.isPresent();
        } else if (saved instanceof Built built && live instanceof StringBuilder builder) {
            builder.setLength(0);
            builder.append(built.text());
            return true;
        } else if (saved instanceof Built built && live instanceof StringBuffer buffer) {
            buffer.setLength(0);
            buffer.append(built.text());
            return true;
        } else if (saved instanceof INDArray from && live instanceof INDArray to) {
            boolean isAlike = from.dataType() == to.dataType() && from.equalShapes(to);
            if (isAlike) {
                to.assign(from);
            }
            return isAlike;
        } else if (saved != null && saved.getClass().isArray() && saved.getClass() == live.getClass()) {
            boolean isAlike = Array.getLength(saved) == Array.getLength(live);
            if (isAlike) {
                System.arraycopy(saved, 0, live, 0, Array.getLength(saved));
            }
            return isAlike;
        } else if (saved instanceof List<?> from && live instanceof Collection<?> to) {
            return isFilled(() -> {
                to.clear();
                ((Collection<@Nullable Object>) to).addAll(from);
            });
        } else if (saved instanceof Map<?, ?> from && live instanceof Map<?, ?> to) {
            return isFilled(() -> {
                to.clear();
                ((Map<@Nullable Object, @Nullable Object>) to).putAll(from);
            });
        }
        return false;
    }

    private static boolean isFilled(Runnable fill) {
        try {
            fill.run();
            return true;
        } catch (UnsupportedOperationException unmodifiable) {
            return false;
        }
    }

    private String text() throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
