package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.differing;
import static io.github.reprorun.internal.statistics.Numbers.pairs;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.Significance.Method;
import io.github.reprorun.seed.Seed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numbers that stand in books and papers. */
class PublishedTests {
    /** Efron and Tibshirani (1993), table 14.1 and 14.2: the spatial test data, whose variance has n below the line. */
    @Test
    void efronAndTibshiranisIntervalForAVariance() {
        Sample spatial = Sample.of(
                48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41);
        double toTheirs = 25.0 / 26;

        Interval deviation =
                value(new Bootstrap(new Seed(1), "spatial", 9999, 0.9).interval(spatial, Statistic.DEVIATION));

        assertThat(square(value(Statistic.DEVIATION.of(spatial))) * toTheirs).isCloseTo(171.5, within(0.05));
        // the interval follows the root; theirs is from 2000 resamples
        assertThat(square(deviation.low()) * toTheirs).isCloseTo(115.8, within(3.0));
        assertThat(square(deviation.high()) * toTheirs).isCloseTo(259.6, within(6.0));
    }

    private static double square(double value) {
        return value * value;
    }

    /** Fisher (1935), section 21: Darwin's maize, of which 863 of 32768 choices of signs reach the sum 314 on one side. */
    @Test
    void fishersPermutationsOfDarwinsMaize() {
        Pairs maize = differing(49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48);

        Significance test = value(new SignFlipTest(new Seed(1), "maize", 1).of(maize));

        assertThat(test.statistic()).isCloseTo(314.0 / 15, within(1e-12));
        assertThat(test)
                .isEqualTo(new Significance(test.statistic(), 15, 2 * 863.0 / 32768, 2.0 / 32768, Method.EXACT));
    }

    /** The same in thousandths, where sums are equal but for rounding: 28 of the 863 are equal to 314. */
    @Test
    void roundingSeparatesNoEqualSums() {
        Pairs maize =
                differing(.049, -.067, .008, .016, .006, .023, .028, .041, .014, .029, .056, .024, .075, .060, -.048);

        assertThat(value(new SignFlipTest(new Seed(1), "maize", 1).of(maize)).pValue())
                .isEqualTo(2 * 863.0 / 32768);
    }

    /** Hollander and Wolfe (1973), table 3.1, depression scores; R's help page of wilcox.test: V = 40, p = 0.01953 one-sided. */
    @Test
    void hollanderAndWolfesDepressionScores() {
        Pairs scores = pairs(
                new double[] {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30},
                new double[] {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29});

        assertThat(value(WilcoxonTest.of(scores)))
                .isEqualTo(new Significance(40, 9, 20.0 / 512, 2.0 / 512, Method.EXACT));
    }

    /** Student (1908): more hours of sleep; the interval is that of R's t.test. */
    @Test
    void studentsSleep() {
        Sample sleep = Sample.of(1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4);

        Interval interval = value(StudentInterval.ofMean(sleep, 0.95));

        assertThat(value(Statistic.MEAN.of(sleep))).isCloseTo(1.58, within(1e-12));
        assertThat(interval.low()).isCloseTo(0.7001142, within(5e-8));
        assertThat(interval.high()).isCloseTo(2.4598858, within(5e-8));
    }

    /** R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"), and the steps of Holm (1979) by hand: 4, 3, 2 and 1 times. */
    @Test
    void holmsSteps() {
        Map<String, Evidence<Double>> pValues = new LinkedHashMap<>();
        pValues.put("second", Evidence.observed(0.01));
        pValues.put("last", Evidence.observed(0.04));
        pValues.put("third", Evidence.observed(0.03));
        pValues.put("first", Evidence.observed(0.005));

        assertThat(Holm.corrected(pValues))
                .containsExactly(
                        Map.entry("first", Evidence.observed(4 * 0.005)),
                        Map.entry("last", Evidence.observed(2 * 0.03)),
                        Map.entry("second", Evidence.observed(3 * 0.01)),
                        Map.entry("third", Evidence.observed(2 * 0.03)));
    }

    /** The reference implementation of SplitMix64 by Vigna from the state 1234567; the JDK has the same algorithm. */
    @Test
    void splitMix64() {
        Draws draws = new Draws(1234567);
        assertThat(draws.next()).isEqualTo(6457827717110365317L);
        assertThat(draws.next()).isEqualTo(3203168211198807973L);

        SplittableRandom random = new SplittableRandom(-42);
        Draws same = new Draws(-42);
        for (int i = 0; i < 1000; i++) {
            assertThat(same.next()).isEqualTo(random.nextLong());
        }
    }
}
