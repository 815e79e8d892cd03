package io.github.reprorun.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.ManifestSupplier;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FloatTextTests {
    /** ECMAScript's {@code String(x)} for values that JDK 17 or others are known to write otherwise. */
    private static final Object[][] KNOWN = {
        {0.0, "0"},
        {-0.0, "-0.0"},
        {1.0, "1"},
        {-1.5, "-1.5"},
        {100.0, "100"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {2e-3, "0.002"},
        {1e-6, "0.000001"},
        {1e-7, "1e-7"},
        {1.234e-7, "1.234e-7"},
        {1e20, "100000000000000000000"},
        {1e21, "1e+21"},
        {1.0E23, "1e+23"},
        {2.0E-3, "0.002"},
        {2.2250738585072014E-308, "2.2250738585072014e-308"},
        {2.2E-322, "2.2e-322"},
        {Double.MIN_VALUE, "5e-324"},
        {Double.MAX_VALUE, "1.7976931348623157e+308"},
        {9007199254740993.0, "9007199254740992"},
        {1.1E-322, "1.1e-322"},
        {8.41E21, "8.41e+21"},
        {2.0E23, "2e+23"},
        {9.5367431640625E-7, "9.5367431640625e-7"},
        {Double.NaN, "NaN"},
        {Double.longBitsToDouble(0xfff8000000000001L), "NaN"},
        {Double.POSITIVE_INFINITY, "Infinity"},
        {Double.NEGATIVE_INFINITY, "-Infinity"},
    };

    @Example
    void isEcmaScripts() {
        for (Object[] known : KNOWN) {
            assertThat(FloatText.shortest((Double) known[0])).isEqualTo(known[1]);
        }
    }

    @Property
    void readsBackAsTheSameDouble(@ForAll("finite") double value) {
        assertThat(bits(Double.parseDouble(FloatText.shortest(value)))).isEqualTo(bits(value));
    }

    @Property
    void hasNoMoreDigitsThanAreNeeded(@ForAll("finite") double value) {
        BigDecimal decimal = new BigDecimal(FloatText.shortest(value)).stripTrailingZeros();
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = shortestRounding(exact, value);

        assertThat(decimal.precision()).isLessThanOrEqualTo(rounded.precision());
        if (decimal.precision() == rounded.precision()) {
            assertThat(decimal.subtract(exact).abs())
                    .isLessThanOrEqualTo(rounded.subtract(exact).abs());
        }
    }

    /** The decimal of fewest digits, among those nearest to {@code exact}, that reads back as {@code value}. */
    private static BigDecimal shortestRounding(BigDecimal exact, double value) {
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded =
                    exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    @Property
    void bitsAreThoseOfTheDouble(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        String text = FloatText.bits(value);

        assertThat(text).matches("[0-9a-f]{16}");
        assertThat(Long.parseUnsignedLong(text, 16)).isEqualTo(bits);
        assertThat(bits(FloatText.fromBits("x", text))).isEqualTo(bits);
    }

    @Example
    void refusesWhatAreNoBits() {
        for (String text :
                new String[] {"", "3FE0000000000000", "3fe000000000000", "3fe00000000000000", "0x3fe0000000000"}) {
            assertThatThrownBy(() -> FloatText.fromBits("metric m", text))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("metric m: \"" + text + "\" is not the 16 hexadecimal digits of a double");
        }
    }

    @Provide
    Arbitrary<Double> finite() {
        return Arbitraries.oneOf(ManifestSupplier.number(), Arbitraries.longs().map(Double::longBitsToDouble))
                .filter(value -> Double.isFinite(value) && value != 0);
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
