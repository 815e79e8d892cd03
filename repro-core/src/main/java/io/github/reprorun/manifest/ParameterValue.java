package io.github.reprorun.manifest;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.failure.UsageException;
import java.util.Locale;

/**
 * A parameter of a training, with its type: reading a value as a type other than the recorded one fails. Immutable,
 * hence safe to share between threads.
 */
public sealed interface ParameterValue {
    /** The name of the type: {@code int}, {@code long}, {@code double}, {@code boolean} or {@code String}. */
    String type();

    /** The value in the form that {@link #parse} reads; a double's is the shortest decimal that gives it back. */
    String text();

    /** The value as its Java wrapper type. */
    Object value();

    /** {@code value} as a parameter. */
    static ParameterValue of(Object value) {
        if (value instanceof Integer number) {
            return new IntValue(number);
        } else if (value instanceof Long number) {
            return new LongValue(number);
        } else if (value instanceof Double number) {
            return new DoubleValue(number);
        } else if (value instanceof Boolean flag) {
            return new BooleanValue(flag);
        } else if (value instanceof String text) {
            return new StringValue(text);
        }
        throw new IllegalArgumentException("a parameter is an int, long, double, boolean or String, not a "
                + value.getClass().getName());
    }

    /**
     * Reads {@code text} as a value of {@code type}.
     *
     * @param subject what is being read, for the message
     * @throws UsageException if {@code text} is not such a value, or {@code type} is not such a type
     */
    static ParameterValue parse(String subject, String type, String text) {
        try {
            return switch (type) {
                case "int" -> new IntValue(Integer.parseInt(text));
                case "long" -> new LongValue(Long.parseLong(text));
                case "double" -> new DoubleValue(Double.parseDouble(text));
                case "boolean" -> new BooleanValue(parseBoolean(text));
                case "String" -> new StringValue(text);
                default -> throw new UsageException(subject, "there is no parameter type \"" + type + "\"");
            };
        } catch (IllegalArgumentException e) {
            throw new UsageException(subject, String.format(Locale.ROOT, "\"%s\" is not of type %s", text, type), e);
        }
    }

    private static boolean parseBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /**
     * A 32-bit whole number.
     *
     * @param number the value
     */
    record IntValue(int number) implements ParameterValue {
        @Override
        public String type() {
            return "int";
        }

        @Override
        public String text() {
            return Integer.toString(number);
        }

        @Override
        public Object value() {
            return number;
        }
    }

    /**
     * A 64-bit whole number.
     *
     * @param number the value
     */
    record LongValue(long number) implements ParameterValue {
        @Override
        public String type() {
            return "long";
        }

        @Override
        public String text() {
            return Long.toString(number);
        }

        @Override
        public Object value() {
            return number;
        }
    }

    /**
     * An IEEE 754 double; equal to another if their bits are.
     *
     * @param number the value
     */
    record DoubleValue(double number) implements ParameterValue {
        @Override
        public String type() {
            return "double";
        }

        @Override
        public String text() {
            return FloatText.shortest(number);
        }

        @Override
        public Object value() {
            return number;
        }
    }

    /**
     * True or false.
     *
     * @param flag the value
     */
    record BooleanValue(boolean flag) implements ParameterValue {
        @Override
        public String type() {
            return "boolean";
        }

        @Override
        public String text() {
            return Boolean.toString(flag);
        }

        @Override
        public Object value() {
            return flag;
        }
    }

    /**
     * Text.
     *
     * @param text the value
     */
    record StringValue(String text) implements ParameterValue {
        @Override
        public String type() {
            return "String";
        }

        @Override
        public Object value() {
            return text;
        }
    }
}
