package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.differing;
import static io.github.reprorun.internal.statistics.Numbers.pairs;
import static io.github.reprorun.internal.statistics.Numbers.reason;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.ProbabilityOfImprovement.Task;
import io.github.reprorun.internal.statistics.SeedDistribution.Place;
import io.github.reprorun.internal.statistics.SeedDistribution.Placement;
import io.github.reprorun.seed.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Where there is no number, the result says why; where there is one in spite of odd values, it is this one. */
class UnavailableTests {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(new Seed(3), "odd", 999, 0.95);
    private static final SignFlipTest SIGN_FLIPS = new SignFlipTest(new Seed(3), "odd", 999);

    /** Everything that can be asked of a sample. */
    private static Stream<Function<Sample, Evidence<?>>> questions() {
        return Stream.of(
                Statistic.MEAN::of,
                Statistic.MEDIAN::of,
                Statistic.DEVIATION::of,
                Statistic.INTERQUARTILE_MEAN::of,
                Spread::of,
                sample -> sample.quantile(0.3),
                sample -> BOOTSTRAP.interval(sample, Statistic.MEAN),
                sample -> BOOTSTRAP.interval(sample, Statistic.INTERQUARTILE_MEAN),
                sample -> BOOTSTRAP.expandedInterval(sample, Statistic.MEAN),
                sample -> StudentInterval.ofMean(sample, 0.95),
                sample -> SampleSize.forWidth(sample, 1, 0.95),
                sample -> new SeedDistribution(sample).place(1),
                sample -> new SeedDistribution(sample).byRank(0.5),
                sample -> new SeedDistribution(sample).ifNormal(0.95));
    }

    /** Everything that can be asked of pairs. */
    private static Stream<Function<Pairs, Evidence<?>>> questionsOfPairs() {
        return Stream.of(
                SIGN_FLIPS::of,
                WilcoxonTest::of,
                pairs -> ProbabilityOfImprovement.paired(pairs, 0.95),
                pairs -> of(pairs.first(), pairs.second()));
    }

    private static Evidence<ProbabilityOfImprovement> of(Sample first, Sample second) {
        return ProbabilityOfImprovement.of(List.of(new Task(first, second)), BOOTSTRAP);
    }

    @Test
    void oneValueThatIsNotFiniteMakesEverythingUnavailable() {
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            Sample sample = Sample.of(1, 2, odd, 4, 5);
            Sample plain = Sample.of(1, 2, 3, 4, 6);
            assertThat(questions().map(question -> reason(question.apply(sample))))
                    .containsOnly("value 3 of 5 is " + odd);
            assertThat(questionsOfPairs().map(question -> reason(question.apply(new Pairs(sample, plain)))))
                    .containsOnly("first of each pair: value 3 of 5 is " + odd, "first sample: value 3 of 5 is " + odd);
            assertThat(questionsOfPairs().map(question -> reason(question.apply(new Pairs(plain, sample)))))
                    .containsOnly(
                            "second of each pair: value 3 of 5 is " + odd, "second sample: value 3 of 5 is " + odd);
        }
    }

    @Test
    void withoutValuesThereIsNothing() {
        assertThat(questions().map(question -> reason(question.apply(Sample.of()))))
                .allMatch(reason -> reason.matches("it needs at least \\d values?, and there are none"));
        assertThat(questionsOfPairs().map(question -> reason(question.apply(new Pairs(Sample.of(), Sample.of())))))
                .containsOnly(
                        "first of each pair: it needs at least 1 value, and there are none",
                        "first sample: it needs at least 1 value, and there are none");
        assertThat(reason(ProbabilityOfImprovement.of(List.of(), BOOTSTRAP))).isEqualTo("there are no tasks");
    }

    @Nested
    class OneValue {
        private final Sample one = Sample.of(0.75);

        @Test
        void isItsOwnMeanAndMedian() {
            assertThat(value(Statistic.MEAN.of(one))).isEqualTo(0.75);
            assertThat(value(Statistic.MEDIAN.of(one))).isEqualTo(0.75);
            assertThat(value(one.quantile(1))).isEqualTo(0.75);
        }

        @Test
        void hasNoSpreadAndNoInterval() {
            String few = "it needs at least 2 values, and there is 1";
            assertThat(value(Spread.of(one))).isEqualTo(new Spread(0.75, 0.75, 0.75, 0.75, Evidence.unavailable(few)));
            assertThat(reason(Statistic.DEVIATION.of(one))).isEqualTo(few);
            assertThat(reason(Statistic.INTERQUARTILE_MEAN.of(one)))
                    .isEqualTo("it needs at least 4 values, and there is 1");
            assertThat(reason(StudentInterval.ofMean(one, 0.95))).isEqualTo(few);
            assertThat(reason(BOOTSTRAP.interval(one, Statistic.MEAN))).isEqualTo(few);
            assertThat(reason(SampleSize.forWidth(one, 1, 0.95))).isEqualTo(few);
            assertThat(reason(new SeedDistribution(one).place(0.75))).isEqualTo(few);
        }

        @Test
        void asAPairShowsNothing() {
            assertThat(value(SIGN_FLIPS.of(differing(3))).pValue()).isEqualTo(1);
            assertThat(value(WilcoxonTest.of(differing(3))).pValue()).isEqualTo(1);
            ProbabilityOfImprovement improvement = value(ProbabilityOfImprovement.paired(differing(3), 0.95));
            assertThat(improvement.probability()).isEqualTo(1);
            assertThat(value(improvement.interval()).low()).isBetween(0.0249, 0.0251);
        }
    }

    @Nested
    class EqualValues {
        // 0.1 three times sums up to more than 0.3
        private final Sample equal = Sample.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1);

        @Test
        void areTheirOwnMeanWithDeviationZero() {
            assertThat(value(Statistic.MEAN.of(equal))).isEqualTo(0.1);
            assertThat(value(Statistic.INTERQUARTILE_MEAN.of(equal))).isEqualTo(0.1);
            assertThat(value(Statistic.DEVIATION.of(equal))).isZero();
            assertThat(value(Statistic.DEVIATION.of(Sample.of(0.0, -0.0)))).isZero();
        }

        @Test
        void giveNoIntervalSinceTheyShowNoSpread() {
            String reason = "all 6 values are equal and show no spread";
            assertThat(reason(StudentInterval.ofMean(equal, 0.95))).isEqualTo(reason);
            assertThat(reason(BOOTSTRAP.interval(equal, Statistic.MEDIAN))).isEqualTo(reason);
            assertThat(reason(SampleSize.forWidth(equal, 1, 0.95))).isEqualTo(reason);
            assertThat(reason(new SeedDistribution(equal).ifNormal(0.95))).isEqualTo(reason);
        }

        @Test
        void holdTheirOwnValueByRank() {
            assertThat(value(new SeedDistribution(equal).place(0.1)))
                    .isEqualTo(new Placement(Place.INSIDE, new Interval(0.1, 0.1, 5 / 7.0), 5, 7, 1));
            assertThat(value(new SeedDistribution(equal).place(Math.nextUp(0.1)))
                            .place())
                    .isEqualTo(Place.ABOVE);
        }

        @Test
        void differInNoPair() {
            Pairs same = new Pairs(equal, equal);
            assertThat(value(SIGN_FLIPS.of(same)).pValue()).isEqualTo(1);
            assertThat(value(SIGN_FLIPS.of(same)).leastPValue()).isEqualTo(1);
            assertThat(reason(WilcoxonTest.of(same))).isEqualTo("no pair has a difference");
            assertThat(value(ProbabilityOfImprovement.paired(same, 0.95)))
                    .isEqualTo(new ProbabilityOfImprovement(0.5, Evidence.observed(new Interval(0, 1, 0.95))));
            assertThat(value(of(equal, equal)))
                    .isEqualTo(new ProbabilityOfImprovement(
                            0.5,
                            Evidence.unavailable(
                                    "between the ends of the interval all resamples give the same result")));
        }
    }

    @Nested
    class ABootstrap {
        @Test
        void saysThatFewValuesHaveNoTails() {
            assertThat(reason(BOOTSTRAP.interval(Sample.of(1, 2, 4), Statistic.MEAN)))
                    .isEqualTo("resamples of 3 values are too few different ones for the tails of an interval of this"
                            + " level");
            assertThat(value(BOOTSTRAP.interval(Sample.of(1, 2, 4, 3), Statistic.MEAN))
                            .level())
                    .isEqualTo(0.95);
            assertThat(reason(value(of(Sample.of(1, 3), Sample.of(2, 4))).interval()))
                    .isEqualTo("resamples of 2 and 2 values are too few different ones for the tails of an interval of"
                            + " this level");
        }

        @Test
        void cautionsWhereItsLevelIsNotKept() {
            Bootstrap many = new Bootstrap(new Seed(3), "odd", Bootstrap.RESAMPLES, 0.95);
            Sample few = Sample.of(1, 2, 4, 3, 8);
            assertThat(value(many.interval(few, Statistic.MEAN)).caution())
                    .contains("BCa for the mean does not keep its level with fewer than 30 values");
            assertThat(value(many.expandedInterval(few, Statistic.MEDIAN)).caution())
                    .contains("expanded BCa for the median does not keep its level with fewer than 20 values");
            Sample eight = Sample.of(1, 2, 4, 3, 5, 6, 7, 9);
            assertThat(value(many.expandedInterval(eight, Statistic.MEAN)).caution())
                    .isEmpty();
            assertThat(value(StudentInterval.ofMean(few, 0.95)).caution()).isEmpty();
            Sample thirty = Numbers.normal(new Random(1), 30);
            assertThat(value(many.interval(thirty, Statistic.MEAN)).caution()).isEmpty();
            assertThat(value(many.interval(thirty, Statistic.DEVIATION)).caution())
                    .contains("BCa for the deviation does not keep its level with fewer than 200 values");
            String ofImprovement =
                    "resamples for a probability of improvement do not keep their level with fewer than 50"
                            + " values on each side";
            Sample fifty = Numbers.normal(new Random(1), 50);
            assertThat(value(value(of(thirty, fifty)).interval()).caution()).contains(ofImprovement);
            assertThat(value(value(of(fifty, thirty)).interval()).caution()).contains(ofImprovement);
            assertThat(value(value(of(fifty, fifty)).interval()).caution()).isEmpty();
        }

        @Test
        void expandsFurtherThanFourValuesCanSay() {
            Sample four = Sample.of(1, 2, 4, 3);
            assertThat(reason(BOOTSTRAP.expandedInterval(four, Statistic.MEAN)))
                    .startsWith("resamples of 4 values are too few different ones");
            assertThat(value(new Bootstrap(new Seed(3), "odd", 999, 0.8).expandedInterval(four, Statistic.MEAN)))
                    .satisfies(interval -> assertThat(interval.level()).isEqualTo(0.8));
        }

        @Test
        void saysThatAMedianOfManyEqualValuesShowsNoWidth() {
            assertThat(reason(BOOTSTRAP.interval(Sample.of(1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3), Statistic.MEDIAN)))
                    .isEqualTo("between the ends of the interval all resamples give the same result");
        }

        @Test
        void hasNoAccelerationWhereNoSingleValueMatters() {
            double[] scaled = {0, 0.5, 0.5, 0.5, 0.5, 0.5, 1};
            assertThat(new BiasCorrectedAccelerated(scaled, Statistic.MEDIAN, scaled).acceleration())
                    .isZero();
        }

        @Test
        void makesUpNoEndsBeyondItsResamples() {
            Bootstrap few = new Bootstrap(new Seed(3), "odd", 100, 0.999);
            assertThat(reason(few.interval(Sample.of(1, 2, 3, 4, 5, 6, 7, 8), Statistic.MEAN)))
                    .isEqualTo("an end of the interval lies beyond all 100 resamples");
        }

        @Test
        void saysThatResamplesLieOnOneSide() {
            double[] scaled = {0, 0.25, 0.5, 1};
            double[] above = {2, 2.5, 3, 4};
            assertThat(reason(new BiasCorrectedAccelerated(scaled, Statistic.MEAN, above).interval(-1.96, 0.95)))
                    .isEqualTo("all resamples lie on one side of the estimate");
        }

        @Test
        void isRepeatableAndHasAStreamForEachName() {
            Sample sample = Sample.of(1, 2, 3, 5, 8, 13, 21);
            Interval interval = value(BOOTSTRAP.interval(sample, Statistic.MEAN));

            assertThat(value(new Bootstrap(new Seed(3), "odd", 999, 0.95).interval(sample, Statistic.MEAN)))
                    .isEqualTo(interval);
            assertThat(value(new Bootstrap(new Seed(3), "other", 999, 0.95).interval(sample, Statistic.MEAN)))
                    .isNotEqualTo(interval);
            assertThat(value(new Bootstrap(new Seed(4), "odd", 999, 0.95).interval(sample, Statistic.MEAN)))
                    .isNotEqualTo(interval);
        }
    }

    @Test
    void numbersBeyondTheRangeOfADoubleAreNotMadeUp() {
        double most = Double.MAX_VALUE;
        Sample wide = Sample.of(most, most, -most, -most, 1);
        assertThat(reason(Statistic.MEAN.of(Sample.of(most, most, most / 2))))
                .isEqualTo("the mean is beyond the range of a double");
        assertThat(reason(Statistic.DEVIATION.of(wide))).isEqualTo("the deviation is beyond the range of a double");
        assertThat(reason(Spread.of(wide))).isEqualTo("the range is beyond the range of a double");
        assertThat(reason(StudentInterval.ofMean(wide, 0.9)))
                .isEqualTo("the range of the values is beyond that of a double");
        assertThat(reason(SIGN_FLIPS.of(pairs(new double[] {most, 1}, new double[] {-most, 1}))))
                .isEqualTo("differences: value 1 of 2 is Infinity");
        assertThat(reason(StudentInterval.ofMean(Sample.of(most, 0), 0.9)))
                .isEqualTo("an end of the interval is beyond the range of a double");
        assertThat(value(Statistic.DEVIATION.of(Sample.of(1e-300, 3e-300)))).isBetween(1.41e-300, 1.42e-300);
        assertThat(value(Statistic.DEVIATION.of(Sample.of(1e300, 3e300)))).isBetween(1.41e300, 1.42e300);
    }

    @Test
    void aSizeThatNobodyWillRunIsNotPlanned() {
        assertThat(reason(SampleSize.forWidth(Sample.of(1, 2), 1e-9, 0.95)))
                .isEqualTo("it would need more than 1000000 values");
        assertThat(value(SampleSize.forWidth(Sample.of(1, 2), 1e9, 0.95)).values())
                .isEqualTo(2);
    }

    @Nested
    class OneMoreValue {
        private final SeedDistribution five = new SeedDistribution(Sample.of(0.91, 0.89, 0.93, 0.90, 0.92));

        @Test
        void liesInsideOrOutsideAtFourOfSixRanks() {
            Interval range = new Interval(0.89, 0.93, 4 / 6.0);
            assertThat(value(five.place(0.915))).isEqualTo(new Placement(Place.INSIDE, range, 4, 6, 1));
            assertThat(value(five.place(0.895))).isEqualTo(new Placement(Place.INSIDE, range, 4, 6, 4 / 6.0));
            assertThat(value(five.place(0.88))).isEqualTo(new Placement(Place.BELOW, range, 4, 6, 2 / 6.0));
            assertThat(value(five.place(0.94))).isEqualTo(new Placement(Place.ABOVE, range, 4, 6, 2 / 6.0));
            assertThat(value(five.place(0.93)).place()).isEqualTo(Place.INSIDE);
        }

        @Test
        void liesOutsideIfInfiniteAndNowhereIfNotANumber() {
            assertThat(value(five.place(Double.POSITIVE_INFINITY)).place()).isEqualTo(Place.ABOVE);
            assertThat(value(five.place(Double.NEGATIVE_INFINITY)).place()).isEqualTo(Place.BELOW);
            assertThat(reason(five.place(Double.NaN)))
                    .isEqualTo("the value is NaN, which lies neither inside nor outside");
        }

        @Test
        void hasNoIntervalOfALevelThatSoFewSeedsCannotGive() {
            assertThat(reason(five.byRank(0.95))).isEqualTo("5 seeds cover 4/6 at most, which is less than the level");
            assertThat(value(five.byRank(0.6))).isEqualTo(new Interval(0.89, 0.93, 4 / 6.0));
            assertThat(value(five.byRank(0.3))).isEqualTo(new Interval(0.90, 0.92, 2 / 6.0));
        }
    }

    @Test
    void aTestThatFailedCountsAmongThoseCorrected() {
        assertThat(Holm.corrected(Map.of(
                        "a", Evidence.observed(0.02),
                        "b", Evidence.unavailable("no pair has a difference"),
                        "c", Evidence.observed(0.9))))
                .containsExactly(
                        Map.entry("a", Evidence.observed(0.06)),
                        Map.entry("b", Evidence.unavailable("no pair has a difference")),
                        Map.entry("c", Evidence.observed(1.0)));
        assertThat(Holm.corrected(Map.<String, Evidence<Double>>of())).isEmpty();
    }

    @Test
    void argumentsThatMeanNothingAreRefused() {
        Sample sample = Sample.of(1, 2, 3);
        assertRefused(() -> sample.quantile(1.5), "a quantile is from 0 to 1, not 1.5");
        assertRefused(() -> sample.quantile(Double.NaN), "a quantile is from 0 to 1, not NaN");
        assertRefused(() -> StudentInterval.ofMean(sample, 95), "a level is above 0 and below 1, not 95.0");
        assertRefused(
                () -> new Bootstrap(new Seed(1), "s", 999, Double.NaN), "a level is above 0 and below 1, not NaN");
        assertRefused(
                () -> new Bootstrap(new Seed(1), "s", 99, 0.9), "a bootstrap needs at least 100 resamples, not 99");
        assertRefused(() -> new SignFlipTest(new Seed(1), "s", 0), "a test by draws needs at least one, not 0");
        assertRefused(
                () -> new Interval(2, 1, 0.9), "an interval has two finite ends, the lower first, not 2.0 and 1.0");
        assertRefused(
                () -> new Interval(Double.NaN, 1, 0.9),
                "an interval has two finite ends, the lower first, not NaN and 1.0");
        assertRefused(
                () -> pairs(new double[2], new double[3]), "values in pairs are as many as the others, not 2 and 3");
        assertRefused(() -> SampleSize.forWidth(sample, 0, 0.9), "a width is finite and above 0, not 0.0");
        assertRefused(
                () -> Holm.corrected(Map.of("a", Evidence.observed(Double.NaN))), "a p-value is from 0 to 1, not NaN");
    }

    private static void assertRefused(Executable call, String message) {
        assertThatThrownBy(call::execute)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void manyPairsAreDrawnAndNeverCertain() {
        double[] ahead = new double[100];
        Arrays.fill(ahead, 1);

        Significance test = value(SIGN_FLIPS.of(differing(ahead)));

        assertThat(test).isEqualTo(new Significance(1, 100, 1.0 / 1000, 1.0 / 1000, Significance.Method.MONTE_CARLO));
    }

    /** Thirty-two are counted and forty drawn: both near the normal distribution's p-value. */
    @Test
    void countedAndDrawnPValuesAgree() {
        for (int size : new int[] {32, 40}) {
            double[] differences = new double[size];
            for (int i = 0; i < size; i++) {
                differences[i] = Math.sin(i) + 0.25;
            }
            double sum = Arrays.stream(differences).sum();
            double squares = Arrays.stream(differences).map(each -> each * each).sum();
            double normal = Erf.erfc(Math.abs(sum) / Math.sqrt(2 * squares));

            assertThat(value(new SignFlipTest(new Seed(3), "agree", 99_999).of(differing(differences)))
                            .pValue())
                    .isBetween(normal - 0.01, normal + 0.01);
        }
    }
}
