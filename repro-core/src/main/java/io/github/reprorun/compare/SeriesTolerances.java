package io.github.reprorun.compare;

import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.MetricSeries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which differences between values by step two runs had declared beforehand. A tolerance holds for each value: the n-th of one
 * run against the n-th of the other, which must be of the same step. Confined to one thread.
 */
final class SeriesTolerances {
    private final List<Expectation> declared;
    private final List<MetricSeries> expected;
    private final Map<String, MetricSeries> actual = new HashMap<>();
    private final Optional<RecordedValues> values;
    private final Map<String, Optional<Difference.Allowance>> known = new HashMap<>();

    SeriesTolerances(
            List<Expectation> declared,
            List<MetricSeries> expected,
            List<MetricSeries> actual,
            Optional<RecordedValues> values) {
        this.declared = declared;
        this.expected = expected;
        actual.forEach(series -> this.actual.put(series.name(), series));
        this.values = values;
    }

    /** What was declared of {@code difference}, if it is one of a series that both runs have. */
    Optional<Difference.Allowance> of(Difference difference) {
        for (MetricSeries series : expected) {
            if (difference.where().startsWith(FlatManifest.placeOf(series))) {
                return known.computeIfAbsent(series.name(), name -> of(series));
            }
        }
        return Optional.empty();
    }

    private Optional<Difference.Allowance> of(MetricSeries before) {
        MetricSeries after = actual.get(before.name());
        if (after == null) {
            return Optional.empty();
        }
        return Tolerances.of(declared, before.name()).stream()
                .map(tolerance -> measured(tolerance, before, after))
                .reduce((one, other) ->
                        new Difference.Allowance(one.holds() && other.holds(), one.text() + "; " + other.text()));
    }

    private Difference.Allowance measured(Expectation tolerance, MetricSeries before, MetricSeries after) {
        if (values.isEmpty()) {
            return new Difference.Allowance(
                    false, "not known to be " + tolerance.text() + ", without the values themselves");
        }
        FirstBeyond first = new FirstBeyond(tolerance);
        Optional<String> flaw = values.get().compare(before, after, first);
        if (flaw.isPresent()) {
            return new Difference.Allowance(false, flaw.get());
        }
        return first.allowance == null
                ? new Difference.Allowance(true, "each value " + tolerance.text())
                : new Difference.Allowance(false, "at step " + first.step + " " + first.allowance.text());
    }

    /** Looks for the first value that is off by more than declared. */
    private static final class FirstBeyond implements RecordedValues.Pairs {
        private final Expectation tolerance;
        private long step;
        private Difference.@Nullable Allowance allowance;

        FirstBeyond(Expectation tolerance) {
            this.tolerance = tolerance;
        }

        @Override
        public void accept(long at, double before, double after) {
            if (allowance == null && Double.doubleToRawLongBits(before) != Double.doubleToRawLongBits(after)) {
                Difference.Allowance measured = Tolerances.measured(tolerance, before, after);
                if (!measured.holds()) {
                    step = at;
                    allowance = measured;
                }
            }
        }
    }
}
