package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.moved;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.ProbabilityOfImprovement.Task;
import io.github.reprorun.seed.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/** What holds of all samples. */
class StatisticsPropertyTests {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(new Seed(3), "properties", 199, 0.9);
    private static final SignFlipTest SIGN_FLIPS = new SignFlipTest(new Seed(3), "properties", 199);

    /** Everything that is said of a sample. */
    private static List<Object> results(Sample sample) {
        List<Object> results = new ArrayList<>();
        for (Statistic statistic : Statistic.values()) {
            results.add(statistic.of(sample));
            results.add(BOOTSTRAP.interval(sample, statistic));
            results.add(BOOTSTRAP.expandedInterval(sample, statistic));
        }
        results.add(Spread.of(sample));
        results.add(StudentInterval.ofMean(sample, 0.9));
        results.add(SampleSize.forWidth(sample, 0.5, 0.9));
        results.add(new SeedDistribution(sample).ifNormal(0.9));
        results.add(new SeedDistribution(sample).byRank(0.3));
        results.add(new SeedDistribution(sample).place(1));
        return results;
    }

    private static List<Object> results(Pairs pairs) {
        return List.of(
                SIGN_FLIPS.of(pairs),
                WilcoxonTest.of(pairs),
                ProbabilityOfImprovement.paired(pairs, 0.9),
                ProbabilityOfImprovement.of(List.of(new Task(pairs.first(), pairs.second())), BOOTSTRAP));
    }

    @Property(tries = 200)
    void theOrderOfValuesNeverMatters(@ForAll("fractions") Sample sample, @ForAll Random random) {
        List<Double> shuffled = new ArrayList<>(sample.values());
        Collections.shuffle(shuffled, random);

        assertThat(results(new Sample(shuffled))).isEqualTo(results(sample));
    }

    @Property(tries = 200)
    void theOrderOfPairsNeverMatters(@ForAll("pairs") Pairs pairs, @ForAll Random random) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            places.add(i);
        }
        Collections.shuffle(places, random);
        Pairs shuffled = new Pairs(
                new Sample(places.stream().map(pairs.first().values()::get).toList()),
                new Sample(places.stream().map(pairs.second().values()::get).toList()));

        assertThat(results(shuffled)).isEqualTo(results(pairs));
    }

    @Property(tries = 200)
    void swappingTheTwoChangesTheSideOnly(@ForAll("pairs") Pairs pairs) {
        Pairs swapped = new Pairs(pairs.second(), pairs.first());

        assertThat(value(SIGN_FLIPS.of(swapped)).pValue())
                .isEqualTo(value(SIGN_FLIPS.of(pairs)).pValue());
        assertThat(WilcoxonTest.of(swapped).<Object>fold(Significance::pValue, reason -> reason))
                .isEqualTo(WilcoxonTest.of(pairs).<Object>fold(Significance::pValue, reason -> reason));
        assertThat(improvement(swapped)).isCloseTo(1 - improvement(pairs), within(1e-12));
        assertThat(value(ProbabilityOfImprovement.paired(swapped, 0.9)).probability())
                .isCloseTo(
                        1 - value(ProbabilityOfImprovement.paired(pairs, 0.9)).probability(), within(1e-12));
    }

    private static double improvement(Pairs pairs) {
        return value(ProbabilityOfImprovement.of(List.of(new Task(pairs.first(), pairs.second())), BOOTSTRAP))
                .probability();
    }

    /** A unit changes the numbers and says nothing else: an interval is available in all units or in none. */
    @Property(tries = 300)
    void resultsFollowShiftAndScale(
            @ForAll("wholeNumbers") Sample sample,
            @ForAll @DoubleRange(min = 0.1, max = 1000) double factor,
            @ForAll @DoubleRange(min = -100, max = 100) double shift) {
        Sample moved = moved(sample, factor, shift);
        for (Statistic statistic : Statistic.values()) {
            double moving = statistic == Statistic.DEVIATION ? 0 : shift;
            assertFollows(statistic.of(sample), statistic.of(moved), factor, moving);
            assertIntervalFollows(
                    BOOTSTRAP.interval(sample, statistic), BOOTSTRAP.interval(moved, statistic), factor, moving);
        }
        assertIntervalFollows(StudentInterval.ofMean(sample, 0.9), StudentInterval.ofMean(moved, 0.9), factor, shift);
        assertIntervalFollows(
                new SeedDistribution(sample).ifNormal(0.9), new SeedDistribution(moved).ifNormal(0.9), factor, shift);
    }

    private static void assertIntervalFollows(
            Evidence<Interval> before, Evidence<Interval> after, double factor, double shift) {
        assertFollows(low(before), low(after), factor, shift);
        assertFollows(high(before), high(after), factor, shift);
    }

    private static Evidence<Double> low(Evidence<Interval> interval) {
        return interval.fold(each -> Evidence.observed(each.low()), Evidence::unavailable);
    }

    private static Evidence<Double> high(Evidence<Interval> interval) {
        return interval.fold(each -> Evidence.observed(each.high()), Evidence::unavailable);
    }

    private static void assertFollows(Evidence<Double> before, Evidence<Double> after, double factor, double shift) {
        before.fold(
                value -> assertThat(value(after))
                        .isCloseTo(
                                value * factor + shift,
                                within(1e-9 * (Math.abs(value) * factor + Math.abs(shift)) + 1e-9)),
                reason -> assertThat(after).isEqualTo(before));
    }

    @Property(tries = 200)
    void quantilesAreThoseOfCommonsMath(
            @ForAll("fractions") Sample sample, @ForAll @DoubleRange(min = 0.01, max = 1) double p) {
        double[] values =
                sample.values().stream().mapToDouble(Double::doubleValue).toArray();

        double expected =
                new Percentile().withEstimationType(EstimationType.R_7).evaluate(values, 100 * p);
        assertThat(value(sample.quantile(p))).isCloseTo(expected, within(1e-9));
    }

    /** Counting all choices one by one, as the test itself does not. */
    @Property(tries = 200)
    void signFlipsAreCountedLikeOneByOne(@ForAll("wholeNumbers") Sample differences) {
        int[] whole = differences.values().stream().mapToInt(Double::intValue).toArray();
        int observed = 0;
        for (int each : whole) {
            observed += each;
        }
        int reached = 0;
        for (int signs = 0; signs < 1 << whole.length; signs++) {
            int sum = 0;
            for (int i = 0; i < whole.length; i++) {
                sum += (signs >> i & 1) == 0 ? whole[i] : -whole[i];
            }
            reached += Math.abs(sum) >= Math.abs(observed) ? 1 : 0;
        }

        Pairs pairs = new Pairs(differences, moved(differences, 0, 0));
        assertThat(value(SIGN_FLIPS.of(pairs)).pValue()).isEqualTo((double) reached / (1 << whole.length));
    }

    @Property(tries = 300)
    void noPValueIsBelowTheLeastThatIsPossible(@ForAll("pairs") Pairs pairs) {
        Significance signFlips = value(SIGN_FLIPS.of(pairs));
        assertThat(signFlips.pValue()).isGreaterThanOrEqualTo(signFlips.leastPValue());
        WilcoxonTest.of(pairs)
                .fold(
                        test -> assertThat(test.pValue()).isGreaterThanOrEqualTo(test.leastPValue()),
                        reason -> assertThat(reason).isEqualTo("no pair has a difference"));
    }

    @Property(tries = 300)
    void holmKeepsTheOrderAndLowersNothing(
            @ForAll @Size(max = 12) List<@DoubleRange(min = 0, max = 1) Double> pValues) {
        SortedMap<String, Evidence<Double>> tests = new TreeMap<>();
        for (int i = 0; i < pValues.size(); i++) {
            tests.put(String.format("%02d", i), Evidence.observed(pValues.get(i)));
        }

        List<Double> corrected =
                Holm.corrected(tests).values().stream().map(Numbers::value).toList();

        assertThat(corrected).hasSameSizeAs(pValues);
        for (int i = 0; i < corrected.size(); i++) {
            assertThat(corrected.get(i)).isBetween(pValues.get(i), 1.0);
            assertThat(corrected.get(i))
                    .as("no more than Bonferroni's")
                    .isLessThanOrEqualTo(Math.min(1, pValues.size() * pValues.get(i)));
            for (int j = 0; j < corrected.size(); j++) {
                if (pValues.get(i) <= pValues.get(j)) {
                    assertThat(corrected.get(i)).isLessThanOrEqualTo(corrected.get(j));
                }
            }
        }
    }

    @Property(tries = 200)
    void ranksHoldAtLeastTheirLevel(@ForAll @IntRange(min = 2, max = 60) int size) {
        // the values 1 to n and one more: each of the n + 1 gaps is equally likely
        Sample study = new Sample(
                IntStream.rangeClosed(1, size).mapToObj(i -> (double) i).toList());
        for (double level : new double[] {0.3, 0.5, 0.8, 0.9, 0.95}) {
            new SeedDistribution(study)
                    .byRank(level)
                    .fold(
                            interval -> {
                                long gaps = IntStream.rangeClosed(0, size)
                                        .filter(gap -> interval.contains(gap + 0.5))
                                        .count();
                                assertThat(interval.level())
                                        .isEqualTo((double) gaps / (size + 1))
                                        .isGreaterThanOrEqualTo(level);
                                // one value further in at each end would be too few
                                return assertThat((gaps - 2.0) / (size + 1)).isLessThan(level);
                            },
                            reason -> assertThat((size - 1.0) / (size + 1)).isLessThan(level));
        }
    }

    @Provide
    Arbitrary<Sample> wholeNumbers() {
        return Numbers.wholeNumbers(1, 12);
    }

    @Provide
    Arbitrary<Sample> fractions() {
        return Arbitraries.doubles()
                .between(-100, 100)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30)
                .map(Sample::new);
    }

    @Provide
    Arbitrary<Pairs> pairs() {
        return Arbitraries.integers()
                .between(1, 40)
                .flatMap(size -> Numbers.wholeNumbers(size, size)
                        .flatMap(first -> Numbers.wholeNumbers(size, size).map(second -> new Pairs(first, second))));
    }
}
