package io.github.reprorun.internal.record;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.MetricSeries;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The expectations of a run on its results, each declared before the result existed. Safe for use by several threads.
 */
public final class ExpectationLedger {
    private final SortedSet<Expectation> declared = new TreeSet<>();
    private final Set<String> metrics = new HashSet<>();
    private final Set<String> outputs = new HashSet<>();

    /**
     * Adds an expectation.
     *
     * @throws UsageException if its subject exists already, or the same expectation was declared with a different bound
     */
    public synchronized void declare(Expectation expectation) {
        String name = expectation.name();
        boolean isOutput = expectation.kind() == Expectation.Kind.MAY_DIFFER;
        boolean late = isOutput
                ? outputs.stream().anyMatch(output -> isIn(output, name) || expectation.covers(output))
                : metrics.contains(name);
        if (late) {
            throw new UsageException(
                    "expectation on " + name,
                    "is declared too late: " + (isOutput ? "the output was asked for" : "the metric was recorded")
                            + " before");
        }
        if (!declared.add(expectation)) {
            Expectation before = declared.tailSet(expectation).first();
            if (!before.equals(expectation)) {
                throw new UsageException(
                        "expectation on " + name,
                        "was declared as " + before.text() + " before, and now as " + expectation.text());
            }
        }
    }

    /** Adds an expectation that holds of what the run made, whoever declared what before. */
    public synchronized void known(Expectation expectation) {
        declared.add(expectation);
    }

    /** From now on no expectation on this metric can be declared. */
    synchronized void recorded(String metric) {
        metrics.add(metric);
    }

    /** From now on no expectation on this output, named as a subject, can be declared. */
    synchronized void made(String output) {
        outputs.add(output);
    }

    /** By name, then by kind. */
    public synchronized List<Expectation> expectations() {
        return List.copyOf(declared);
    }

    /**
     * Requires that all expectations are met.
     *
     * @param metrics the values of the run as a whole
     * @param series those by step
     * @param isMade whether there is an output, or a folder, that an expectation is about
     * @throws BrokenExpectationException if one of them is not met
     */
    public void requireMet(List<Metric> metrics, List<MetricSeries> series, Predicate<Expectation> isMade) {
        List<BrokenExpectationException> broken = new ArrayList<>();
        for (Expectation expectation : expectations()) {
            Optional<String> flaw = expectation.kind() == Expectation.Kind.MAY_DIFFER
                    ? Optional.of("never made").filter(absent -> !isMade.test(expectation))
                    : flaw(expectation, metrics, series);
            flaw.ifPresent(actual ->
                    broken.add(new BrokenExpectationException(expectation.name(), expectation.text(), actual)));
        }
        if (!broken.isEmpty()) {
            BrokenExpectationException first = broken.get(0);
            broken.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static Optional<String> flaw(Expectation expectation, List<Metric> metrics, List<MetricSeries> series) {
        for (Metric metric : metrics) {
            if (metric.name().equals(expectation.name())) {
                return flaw(expectation, metric.value(), "");
            }
        }
        for (MetricSeries each : series) {
            if (each.name().equals(expectation.name())) {
                return flaw(
                        expectation,
                        each.last().value(),
                        " at step " + each.last().step());
            }
        }
        return Optional.of("never recorded");
    }

    private static Optional<String> flaw(Expectation expectation, double value, String where) {
        return isMet(expectation, value) ? Optional.empty() : Optional.of(FloatText.shortest(value) + where);
    }

    /** NaN meets no bound. */
    private static boolean isMet(Expectation expectation, double value) {
        return switch (expectation.kind()) {
            case AT_LEAST -> value >= expectation.bound().orElseThrow();
            case AT_MOST -> value <= expectation.bound().orElseThrow();
            case WITHIN, WITHIN_RELATIVE, MAY_DIFFER -> true;
        };
    }

    private static boolean isIn(String output, String folder) {
        return output.equals(folder) || output.startsWith(folder + "/");
    }
}
