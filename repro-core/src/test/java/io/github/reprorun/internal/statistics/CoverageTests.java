package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.normal;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often intervals of level 95 % hold the truth, by simulation with fixed seeds, and what docs/statistics.md says of
 * it. The standard error of a share of 2000 is half a percent.
 */
class CoverageTests {
    private static final int SAMPLES = 2000;
    private static final double LEVEL = 0.95;
    private static final Map<List<Integer>, Interval> INTERVALS = new HashMap<>();
    private static final double STANDARD_ERRORS = 4;

    /** A part of the table, with fewer samples and resamples than it was made with. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Student's t, mean; 5",
                "Student's t, mean; 30",
                "BCa, mean; 5",
                "BCa, mean; 30",
                "expanded BCa, mean; 10",
                "expanded BCa, median; 20",
                "expanded BCa, interquartile mean; 20",
                "probability of improvement, 1 ahead; 20",
                "skewed values: Student's t, mean; 5"
            })
    void isWhatThePageSays(String method, int size) throws IOException {
        Coverage coverage = Coverage.of(method).simulate(size, 1000, 999);

        CoverageTable.Cell cell = CoverageTable.read().cell(method, size);
        assertThat(coverage.share())
                .isCloseTo(cell.share(), within(STANDARD_ERRORS * Math.sqrt(cell.share() * (1 - cell.share()) / 1000)));
        assertThat(coverage.cautioned()).isEqualTo(cell.cautioned());
        if (!coverage.cautioned() && !method.startsWith("skewed")) {
            assertThat(coverage.share()).isBetween(0.93, 0.97);
        }
    }

    /** The larger simulation: it writes the table, and no interval without a caution may break its level. */
    @Tag("statistics")
    @Test
    void ofNormalValuesIsTheLevelOrThereIsACaution() throws IOException {
        CoverageTable table = CoverageTable.simulated();
        table.write();

        assertThat(table.coverages()).allSatisfy((method, bySize) -> {
            assertThat(bySize).hasSameSizeAs(CoverageTable.SIZES);
            bySize.forEach((size, coverage) -> {
                if (coverage.available() > 0 && !coverage.cautioned() && !method.startsWith("skewed")) {
                    assertThat(coverage.share())
                            .as("%s of %d values", method, size)
                            .isBetween(0.93, 0.97);
                }
            });
        });
    }

    @Test
    void ofOneMoreValueIsThatOfTheRanksWhateverTheDistribution() {
        Random random = new Random(5);
        int inside = 0;
        int insideIfNormal = 0;
        for (int i = 0; i < SAMPLES; i++) {
            SeedDistribution skewed = new SeedDistribution(logNormal(random, 5));
            double another = Math.exp(random.nextGaussian());
            inside += value(skewed.place(another)).place() == SeedDistribution.Place.INSIDE ? 1 : 0;
            SeedDistribution normal = new SeedDistribution(normal(random, 5));
            insideIfNormal += value(normal.ifNormal(LEVEL)).contains(random.nextGaussian()) ? 1 : 0;
        }

        assertThat((double) inside / SAMPLES).isBetween(4.0 / 6 - 0.03, 4.0 / 6 + 0.03);
        assertThat((double) insideIfNormal / SAMPLES).isBetween(0.93, 0.97);
    }

    private static Sample logNormal(Random random, int size) {
        return new Sample(normal(random, size).values().stream().map(Math::exp).toList());
    }

    /** Not simulated but summed over all outcomes of up to 12 pairs that are won, equal or lost with any probabilities. */
    @Test
    void ofThePairedProbabilityOfImprovementIsNeverBelowItsLevel() {
        for (int pairs = 1; pairs <= 12; pairs++) {
            for (double win = 0; win <= 1; win += 0.125) {
                for (double tie = 0; win + tie <= 1; tie += 0.125) {
                    assertThat(coverage(pairs, win, tie))
                            .as("%d pairs, won with %f, equal with %f", pairs, win, tie)
                            .isGreaterThanOrEqualTo(LEVEL - 1e-9);
                }
            }
        }
    }

    private static double coverage(int pairs, double win, double tie) {
        double covered = 0;
        for (int wins = 0; wins <= pairs; wins++) {
            for (int ties = 0; wins + ties <= pairs; ties++) {
                Interval interval = INTERVALS.computeIfAbsent(List.of(pairs, wins, ties), CoverageTests::improvement);
                if (interval.contains(win + tie / 2)) {
                    covered += ways(pairs, wins)
                            * ways(pairs - wins, ties)
                            * Math.pow(win, wins)
                            * Math.pow(tie, ties)
                            * Math.pow(1 - win - tie, pairs - wins - ties);
                }
            }
        }
        return covered;
    }

    private static Interval improvement(List<Integer> outcome) {
        double[] differences = new double[outcome.get(0)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = i < outcome.get(1) ? 1 : i < outcome.get(1) + outcome.get(2) ? 0 : -1;
        }
        return value(value(ProbabilityOfImprovement.paired(Numbers.differing(differences), LEVEL))
                .interval());
    }

    private static double ways(int of, int chosen) {
        double ways = 1;
        for (int i = 1; i <= chosen; i++) {
            ways = ways * (of - chosen + i) / i;
        }
        return ways;
    }
}
