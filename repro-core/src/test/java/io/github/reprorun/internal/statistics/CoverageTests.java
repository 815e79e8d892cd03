package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.normal;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How often intervals of level 95 % hold the truth, by simulation with a fixed seed: docs/statistics.md has these very
 * figures. The standard error of a share of 2000 is half a percent.
 */
class CoverageTests {
    private static final int SAMPLES = 2000;
    private static final double LEVEL = 0.95;
    private static final Map<List<Integer>, Interval> INTERVALS = new HashMap<>();
    private static final Path PAGE = Path.of("../docs/statistics.md");

    /** Shares of samples of one size whose interval held the truth. */
    private record Row(int size, double student, double mean, double expanded, double expandedMedian) {
        static Row simulated(int size) {
            // few values need more resamples, for their tails are read further out
            int resamples = size == 5 ? 4999 : 999;
            return new Row(
                    size,
                    coverage(size, (sample, i) -> StudentInterval.ofMean(sample, LEVEL)),
                    coverage(size, (sample, i) -> bootstrap(i, resamples).interval(sample, Statistic.MEAN)),
                    coverage(size, (sample, i) -> bootstrap(i, resamples).expandedInterval(sample, Statistic.MEAN)),
                    coverage(size, (sample, i) -> bootstrap(i, resamples).expandedInterval(sample, Statistic.MEDIAN)));
        }

        String inTable() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                    size,
                    100 * student,
                    100 * mean,
                    100 * expanded,
                    100 * expandedMedian);
        }
    }

    @Test
    void ofNormalSamplesIsWhatThePageSays() throws IOException {
        List<Row> rows = Stream.of(5, 10, 20, 30).map(Row::simulated).toList();

        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        assertThat(page.substring(page.indexOf("<!-- table coverage -->"), page.indexOf("<!-- end -->")))
                .endsWith(rows.stream().map(Row::inTable).collect(Collectors.joining("\n", "\n", "\n")));
        assertThat(rows).allSatisfy(row -> assertThat(row.student()).isBetween(0.93, 0.97));
        assertThat(rows.subList(2, 4)).allSatisfy(row -> {
            assertThat(row.expanded()).isBetween(0.93, 0.97);
            assertThat(row.expandedMedian()).isBetween(0.93, 0.97);
        });
    }

    /** Each sample has draws of its own, as each study has. */
    private static Bootstrap bootstrap(int sample, int resamples) {
        return new Bootstrap(new Seed(95), "coverage " + sample, resamples, LEVEL);
    }

    /** How many intervals hold 0, the mean and median of normal samples of {@code size}; an unavailable one holds nothing. */
    private static double coverage(int size, BiFunction<Sample, Integer, Evidence<Interval>> interval) {
        Random random = new Random(1234);
        int held = 0;
        for (int i = 0; i < SAMPLES; i++) {
            held += interval.apply(normal(random, size), i).fold(found -> found.contains(0), reason -> false) ? 1 : 0;
        }
        return (double) held / SAMPLES;
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
