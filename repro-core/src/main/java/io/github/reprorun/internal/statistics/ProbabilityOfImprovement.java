package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * How likely one value of the first is above one of the second, where equal values count as half: 0.5 says that neither is
 * ahead. For a metric of which less is better, swap the two. Immutable, hence safe to share between threads.
 *
 * @param probability from 0 to 1
 * @param interval an interval for it, or why there is none
 */
public record ProbabilityOfImprovement(double probability, Evidence<Interval> interval) {
    private static final double ACCURACY = 1e-13;

    /** From how many normal values on each side on resampled intervals of level 95 % held the truth in 93 to 97 %. */
    private static final int ENOUGH = 50;

    /**
     * Two samples of one task, not in pairs and not of one size.
     *
     * @param first the values that may be the better ones
     * @param second the values that they are compared with
     */
    public record Task(Sample first, Sample second) {}

    /**
     * The probability averaged over {@code tasks}, as Agarwal et al. (2021) define it in their rliable: for each task the
     * share of all combinations of a first and a second value, which is the statistic of Mann and Whitney divided by their
     * number. The interval is the percentiles of resamples, drawn within each task from the firsts and from the seconds.
     * With few values it has a caution. Unavailable without tasks, for an empty sample, and if a value is not finite; the interval also if there are too few
     * values or if every resample gives the same.
     */
    public static Evidence<ProbabilityOfImprovement> of(List<Task> tasks, Bootstrap bootstrap) {
        if (tasks.isEmpty()) {
            return Evidence.unavailable("there are no tasks");
        }
        List<SortedTask> sorted = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            String task = tasks.size() == 1 ? "" : "task " + (i + 1) + ": ";
            Evidence<SortedTask> each = SortedTask.of(tasks.get(i));
            String reason = each.fold(
                    value -> {
                        sorted.add(value);
                        return "";
                    },
                    unavailable -> task + unavailable);
            if (!reason.isEmpty()) {
                return Evidence.unavailable(reason);
            }
        }
        double probability =
                sorted.stream().mapToDouble(SortedTask::probability).sum() / sorted.size();
        return Evidence.observed(new ProbabilityOfImprovement(probability, resampled(sorted, bootstrap)));
    }

    private static Evidence<Interval> resampled(List<SortedTask> tasks, Bootstrap bootstrap) {
        double tail = (1 - bootstrap.level()) / 2;
        int[] sizes = tasks.stream()
                .flatMapToInt(each -> IntStream.of(each.first().length, each.second().length))
                .toArray();
        if (!Bootstrap.resolves(tail, sizes)) {
            return Bootstrap.tooFew(tasks.stream()
                    .map(each -> each.first().length + " and " + each.second().length + " values")
                    .collect(Collectors.joining(", ")));
        }
        double[] distribution = bootstrap.distribution(draws -> {
            double sum = 0;
            for (SortedTask task : tasks) {
                sum += task.resampled(draws);
            }
            return sum / tasks.size();
        });
        double low = Sample.quantile(distribution, tail);
        double high = Sample.quantile(distribution, 1 - tail);
        return low == high
                ? Evidence.unavailable("between the ends of the interval all resamples give the same result")
                : Evidence.observed(new Interval(low, high, bootstrap.level(), caution(tasks)));
    }

    private static Optional<String> caution(List<SortedTask> tasks) {
        int firsts = tasks.stream().mapToInt(each -> each.first().length).sum();
        int seconds = tasks.stream().mapToInt(each -> each.second().length).sum();
        return Math.min(firsts, seconds) >= ENOUGH
                ? Optional.empty()
                : Optional.of("resamples for a probability of improvement do not keep their level with fewer than "
                        + ENOUGH + " values on each side");
    }

    /**
     * The share of pairs whose first value is above the second. The interval is that of Clopper and Pearson (1934), "The Use
     * of Confidence or Fiducial Limits", with equal values against both ends: as losses for the lower and as wins for the
     * upper one. So it holds the probability at least as often as its level says, however few pairs there are. Unavailable
     * without pairs, and if a value is not finite.
     *
     * @throws IllegalArgumentException if the level is not above 0 and below 1
     */
    public static Evidence<ProbabilityOfImprovement> paired(Pairs pairs, double level) {
        Interval.requireLevel(level);
        return pairs.ascendingDifferences()
                .fold(differences -> Evidence.observed(ofDifferences(differences, level)), Evidence::unavailable);
    }

    private static ProbabilityOfImprovement ofDifferences(double[] differences, double level) {
        int wins = 0;
        int ties = 0;
        for (double difference : differences) {
            wins += difference > 0 ? 1 : 0;
            ties += difference == 0 ? 1 : 0;
        }
        int pairs = differences.length;
        double tail = (1 - level) / 2;
        double low = wins == 0 ? 0 : beta(wins, pairs - wins + 1, tail);
        double high = wins + ties == pairs ? 1 : beta(wins + ties + 1, pairs - wins - ties, 1 - tail);
        return new ProbabilityOfImprovement(
                (wins + 0.5 * ties) / pairs, Evidence.observed(new Interval(low, high, level)));
    }

    private static double beta(int alpha, int beta, double probability) {
        return new BetaDistribution(null, alpha, beta, ACCURACY).inverseCumulativeProbability(probability);
    }

    /** A task with its values in ascending order. */
    private static final class SortedTask {
        private final double[] first;
        private final double[] second;

        private SortedTask(double[] first, double[] second) {
            this.first = first;
            this.second = second;
        }

        double[] first() {
            return first;
        }

        double[] second() {
            return second;
        }

        static Evidence<SortedTask> of(Task task) {
            return task.first()
                    .ascending(1)
                    .fold(
                            first -> task.second()
                                    .ascending(1)
                                    .fold(
                                            second -> Evidence.observed(new SortedTask(first, second)),
                                            reason -> Evidence.<SortedTask>unavailable("second sample: " + reason)),
                            reason -> Evidence.<SortedTask>unavailable("first sample: " + reason));
        }

        double probability() {
            return probability(first, second);
        }

        double resampled(Draws draws) {
            return probability(resampled(first, draws), resampled(second, draws));
        }

        private static double[] resampled(double[] ascending, Draws draws) {
            double[] resample = new double[ascending.length];
            draws.resample(ascending, new int[ascending.length], resample);
            return resample;
        }

        private static double probability(double[] first, double[] second) {
            // both ascend, so the places of the second only ever move on
            long halves = 0;
            int below = 0;
            int notAbove = 0;
            for (double value : first) {
                while (below < second.length && second[below] < value) {
                    below++;
                }
                while (notAbove < second.length && second[notAbove] <= value) {
                    notAbove++;
                }
                halves += below + notAbove;
            }
            return halves / (2.0 * first.length * second.length);
        }
    }
}
