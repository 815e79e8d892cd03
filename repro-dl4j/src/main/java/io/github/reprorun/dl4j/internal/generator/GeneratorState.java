package io.github.reprorun.dl4j.internal.generator;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that make up a generator's position: its fields of primitive types, arrays of these, and counters. All
 * generators of the JDK and of Apache Commons Math have this form. Used while nobody draws from the generator.
 *
 * @param generator the generator
 * @param fields those whose numbers change, readable and writable, in the order of the classes
 */
record GeneratorState(Object generator, List<Field> fields) {
    private static final int MOST_NUMBERS = 1 << 16;

    GeneratorState {
        fields = List.copyOf(fields);
    }

    /**
     * The state of {@code generator}; empty if the generator keeps a value that is not a number, or that this JVM does
     * not show.
     */
    static Optional<GeneratorState> of(Object generator) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> type = generator.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || isConstant(field)) {
                    continue;
                }
                if (!field.trySetAccessible() || !(isNumeric(field) || isEmpty(field, generator))) {
                    return Optional.empty();
                }
                if (isNumeric(field)) {
                    fields.add(field);
                }
            }
        }
        GeneratorState numbers = new GeneratorState(generator, fields);
        return numbers.position().size() > MOST_NUMBERS ? Optional.empty() : Optional.of(numbers);
    }

    private static boolean isConstant(Field field) {
        return Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
    }

    private static boolean isNumeric(Field field) {
        Class<?> type = field.getType();
        return type.isPrimitive()
                || type == AtomicLong.class
                || (type.isArray() && type.getComponentType().isPrimitive());
    }

    /** Whether it holds nothing, or only a different view of the generator. */
    private static boolean isEmpty(Field field, Object generator) {
        Object value = value(field, generator);
        return value == null || isViewOf(value, generator);
    }

    private static boolean isViewOf(Object view, Object generator) {
        for (Class<?> type = view.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && (!field.trySetAccessible() || value(field, view) != generator)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** All the numbers, as {@link #moveTo} takes them. */
    List<Long> position() {
        List<Long> position = new ArrayList<>();
        for (Field field : fields) {
            Object value = value(field, generator);
            if (value instanceof AtomicLong counter) {
                position.add(counter.get());
            } else if (value != null && field.getType().isArray()) {
                for (int i = 0; i < Array.getLength(value); i++) {
                    position.add(bits(Array.get(value, i)));
                }
            } else if (value != null) {
                position.add(bits(value));
            }
        }
        return position;
    }

    /** @throws IllegalArgumentException if {@code position} belongs to a generator of a different form */
    void moveTo(List<Long> position) {
        if (position.size() != position().size()) {
            throw new IllegalArgumentException(
                    generator.getClass().getName() + " has not " + position.size() + " numbers");
        }
        int next = 0;
        for (Field field : fields) {
            Object value = value(field, generator);
            if (value instanceof AtomicLong counter) {
                counter.set(position.get(next++));
            } else if (value != null && field.getType().isArray()) {
                for (int i = 0; i < Array.getLength(value); i++) {
                    Array.set(value, i, number(field.getType().getComponentType(), position.get(next++)));
                }
            } else if (value != null) {
                set(field, number(field.getType(), position.get(next++)));
            }
        }
    }

    private static long bits(Object value) {
        if (value instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        if (value instanceof Float number) {
            return Float.floatToRawIntBits(number);
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return value instanceof Character character ? character : ((Number) value).longValue();
    }

    private static Object number(Class<?> type, long bits) {
        return switch (type.getName()) {
            case "double" -> Double.longBitsToDouble(bits);
            case "float" -> Float.intBitsToFloat((int) bits);
            case "boolean" -> bits != 0;
            case "char" -> (char) bits;
            case "byte" -> (byte) bits;
            case "short" -> (short) bits;
            case "int" -> (int) bits;
            default -> bits;
        };
    }

    private static @Nullable Object value(Field field, Object generator) {
        try {
            return field.get(generator);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
        }
    }

    private void set(Field field, Object number) {
        try {
            field.set(generator, number);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
        }
    }
}
