package io.github.reprorun.base.json;

import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.util.HexFormat;
import org.erdtman.jcs.NumberToJSON;

/** The two written forms of a double: its shortest decimal and its bits. Stateless. */
public final class FloatText {
    private FloatText() {}

    /**
     * The shortest decimal that reads back as {@code value}, as ECMAScript and RFC 8785 write it; the same on every
     * JDK, which {@link Double#toString} was not before 19. {@code NaN}, {@code Infinity}, {@code -Infinity} and
     * {@code -0.0} are written in this way.
     */
    public static String shortest(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0";
        }
        try {
            return NumberToJSON.serializeNumber(value);
        } catch (IOException e) {
            throw new AssertionError("only NaN and infinities have no JSON form", e);
        }
    }

    /** The 16 hexadecimal digits of the IEEE 754 bits of {@code value}, a NaN's own bits included. */
    public static String bits(double value) {
        return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    }

    /**
     * The double with these bits.
     *
     * @throws UsageException if {@code bits} is not 16 hexadecimal digits
     */
    public static double fromBits(String subject, String bits) {
        if (!bits.matches("[0-9a-f]{16}")) {
            throw new UsageException(subject, "\"" + bits + "\" is not the 16 hexadecimal digits of a double");
        }
        return Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits));
    }
}
