package io.github.reprorun.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FeatureTests {
    private static List<Claim> claims(String... cells) {
        return Stream.of(cells).map(FeatureTests::claim).toList();
    }

    private static Claim claim(String cell) {
        return new Claim(List.of("x"), List.of(cell));
    }

    @Nested
    class AQuantity {
        private final Quantity quantity = Quantity.fittedOn(claims("1", "3", "7", ""), "x");

        @Test
        void learnsTheMedianOfWhatIsThere() {
            assertThat(quantity.median()).isEqualTo(3);
        }

        @Test
        void isStandardOverTheTrainingPartOnALogarithmicScale() {
            double[] encoded = claims("1", "3", "7", "").stream()
                    .mapToDouble(claim -> quantity.encode(claim)[0])
                    .toArray();
            assertThat(Stream.of(encoded[0], encoded[1], encoded[2], encoded[3])
                            .mapToDouble(x -> x)
                            .sum())
                    .isCloseTo(0, within(1e-12));
            // logarithms of 1 + x, in units of log 2, are 1, 2, 3 and, for the median, 2: mean 2, deviation sqrt(1/2)
            assertThat(encoded[2]).isCloseTo(Math.sqrt(2), within(1e-12));
        }

        @Test
        void replacesAMissingValueByTheMedianAndSaysSo() {
            assertThat(quantity.encode(claim(""))).containsExactly(quantity.encode(claim("3"))[0], 1);
            assertThat(quantity.encode(claim("3"))[1]).isZero();
        }

        @Test
        void saysWhatItLearnedToTheLastDigit() {
            assertThat(new Quantity("x", 3, 0.1, 1.5).learned())
                    .isEqualTo("median 3 log-mean 0.10000000000000001 log-deviation 1.5");
        }

        @Test
        void refusesAColumnThatIsAlwaysTheSame() {
            assertThatThrownBy(() -> Quantity.fittedOn(claims("4", "4"), "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("x: the values must differ, their deviation is 0.0");
        }

        @Test
        void refusesAColumnWithoutValues() {
            assertThatThrownBy(() -> Quantity.fittedOn(claims("", ""), "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("x: no value among 2 claims");
        }
    }

    @Nested
    class ACategory {
        private final Category category = Category.fittedOn(claims("van", "suv", "", "van"), "x");

        @Test
        void isAOneAmongZeros() {
            assertThat(category.names()).containsExactly("x suv", "x van", "x missing");
            assertThat(category.encode(claim("van"))).containsExactly(0, 1, 0);
        }

        @Test
        void countsAWordItHasNotSeenAsMissing() {
            assertThat(category.encode(claim(""))).containsExactly(0, 0, 1);
            assertThat(category.encode(claim("tank"))).containsExactly(0, 0, 1);
        }
    }

    @Nested
    class AnHourOfDay {
        private final HourOfDay hour = new HourOfDay("x");

        @Test
        void isAPointOnTheClock() {
            assertThat(hour.encode(claim("0"))).containsExactly(0, 1, 0);
            assertThat(hour.encode(claim("6"))).containsExactly(new double[] {1, 0, 0}, within(1e-12));
        }

        @Test
        void isTheCentreWhenMissing() {
            assertThat(hour.encode(claim(""))).containsExactly(0, 0, 1);
        }
    }
}
