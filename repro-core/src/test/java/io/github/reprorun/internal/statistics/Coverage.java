package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.normal;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.ProbabilityOfImprovement.Task;
import io.github.reprorun.seed.Seed;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How often intervals of level 95 % held the truth.
 *
 * @param simulated how many intervals were asked for
 * @param available how many there were
 * @param held how many of those held the truth
 * @param cautioned whether they say that their level is not to be relied on
 */
record Coverage(int simulated, int available, int held, boolean cautioned) {
    static final double LEVEL = 0.95;

    /** By name, what makes an interval of new values, and what it ought to hold. */
    record Method(String title, double truth, Trial trial) {
        /** Always of the same values: how often {@code samples} intervals hold the truth. */
        Coverage simulate(int size, int samples, int resamples) {
            Random random = new Random(1234);
            int available = 0;
            int held = 0;
            boolean cautioned = false;
            for (int i = 0; i < samples; i++) {
                // each sample has draws of its own, as each study has
                Bootstrap bootstrap = new Bootstrap(new Seed(95), "coverage " + i, resamples, LEVEL);
                List<Interval> found = trial.interval(random, size, bootstrap).fold(List::of, reason -> List.of());
                for (Interval interval : found) {
                    available++;
                    held += interval.contains(truth) ? 1 : 0;
                    cautioned |= interval.caution().isPresent();
                }
            }
            return new Coverage(samples, available, held, cautioned);
        }
    }

    @FunctionalInterface
    interface Trial {
        Evidence<Interval> interval(Random random, int size, Bootstrap bootstrap);
    }

    static final List<Method> METHODS = Stream.of(
                    Stream.of(new Method(
                            "Student's t, mean",
                            0,
                            (random, size, bootstrap) -> StudentInterval.ofMean(normal(random, size), LEVEL))),
                    Stream.of(Statistic.values())
                            .map(statistic -> new Method(
                                    "BCa, " + statistic.title(),
                                    statistic == Statistic.DEVIATION ? 1 : 0,
                                    (random, size, bootstrap) -> bootstrap.interval(normal(random, size), statistic))),
                    Stream.of(Statistic.values())
                            .map(statistic -> new Method(
                                    "expanded BCa, " + statistic.title(),
                                    statistic == Statistic.DEVIATION ? 1 : 0,
                                    (random, size, bootstrap) ->
                                            bootstrap.expandedInterval(normal(random, size), statistic))),
                    Stream.of(1, 2)
                            .map(ahead -> new Method(
                                    "probability of improvement, " + ahead + " ahead",
                                    new NormalDistribution().cumulativeProbability(ahead / Math.sqrt(2)),
                                    (random, size, bootstrap) -> ofImprovement(random, size, ahead, bootstrap))),
                    Stream.of(new Method(
                            "skewed values: Student's t, mean",
                            Math.exp(0.125),
                            (random, size, bootstrap) -> StudentInterval.ofMean(skewed(random, size), LEVEL))),
                    Stream.of(new Method(
                            "skewed values: BCa, mean",
                            Math.exp(0.125),
                            (random, size, bootstrap) -> bootstrap.interval(skewed(random, size), Statistic.MEAN))),
                    Stream.of(new Method(
                            "skewed values: expanded BCa, mean",
                            Math.exp(0.125),
                            (random, size, bootstrap) ->
                                    bootstrap.expandedInterval(skewed(random, size), Statistic.MEAN))))
            .flatMap(methods -> methods)
            .toList();

    static Method of(String title) {
        return METHODS.stream()
                .filter(each -> each.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** Of two normal samples, the first so many deviations ahead. */
    private static Evidence<Interval> ofImprovement(Random random, int size, int ahead, Bootstrap bootstrap) {
        Sample first = Numbers.moved(normal(random, size), 1, ahead);
        return ProbabilityOfImprovement.of(List.of(new Task(first, normal(random, size))), bootstrap)
                .fold(ProbabilityOfImprovement::interval, Evidence::unavailable);
    }

    /** Of lognormal values, whose logarithms have deviation 0.5. */
    private static Sample skewed(Random random, int size) {
        return new Sample(normal(random, size).values().stream()
                .map(value -> Math.exp(value / 2))
                .toList());
    }

    double share() {
        return (double) held / available;
    }

    /** As a cell of the table in docs/statistics.md: the star is for a caution, the second number for those that there were. */
    String inTable() {
        if (available == 0) {
            return "none";
        }
        String share = String.format(Locale.ROOT, "%.1f%s", 100 * share(), cautioned ? "\\*" : "");
        return available == simulated
                ? share
                : share + String.format(Locale.ROOT, " of %.1f", 100.0 * available / simulated);
    }
}
