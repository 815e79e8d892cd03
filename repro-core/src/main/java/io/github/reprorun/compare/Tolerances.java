package io.github.reprorun.compare;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.trace.TraceWriter;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which differences two runs had declared beforehand, both in the same words. Metrics are allowed to be off by what was
 * declared of each; outputs must be byte for byte the same, unless they were declared to differ or are models, which
 * follow the metrics, as steps of training do: they may differ where some metric has a tolerance and every tolerance is
 * kept. Immutable.
 */
final class Tolerances {
    private static final String BYPRODUCT = "predicate.runDetails.byproducts[";
    private static final Difference.Allowance MODEL =
            new Difference.Allowance(true, "a model, and every metric with a tolerance is within it");
    private static final Difference.Allowance TRAINING =
            new Difference.Allowance(true, "the training, and every metric with a tolerance is within it");
    private static final String TRACE = "subject[" + TraceWriter.FILE_NAME + "]";

    private final List<Expectation> declared;
    private final Map<String, Metric> expected;
    private final Map<String, Metric> actual;
    private final Set<String> models;
    private final Map<String, Expectation> mayDiffer;
    private final SeriesTolerances series;

    /** @param values what the two recorded by step, if it is at hand */
    Tolerances(Manifest expected, Manifest actual, Optional<RecordedValues> values) {
        this.declared = expected.expectations().stream()
                .filter(actual.expectations()::contains)
                .toList();
        this.expected = metrics(expected);
        this.actual = metrics(actual);
        this.models = models(expected);
        models.retainAll(models(actual));
        this.mayDiffer = mayDiffer(expected, actual);
        this.series = new SeriesTolerances(declared, expected.series(), actual.series(), values);
    }

    /** {@code differences}, each with what was declared of it. */
    List<Difference> applied(List<Difference> differences) {
        List<Difference> measured = differences.stream()
                .map(each -> with(each, ofMetric(each).or(() -> series.of(each))))
                .toList();
        boolean kept = declared.stream().anyMatch(each -> each.kind().isTolerance())
                && measured.stream().flatMap(each -> each.allowance().stream()).allMatch(Difference.Allowance::holds);
        return measured.stream()
                .map(each -> with(each, each.allowance().or(() -> ofOutput(each, kept))))
                .toList();
    }

    private static Difference with(Difference difference, Optional<Difference.Allowance> allowance) {
        return new Difference(
                difference.aspect(), difference.where(), difference.expected(), difference.actual(), allowance);
    }

    private Optional<Difference.Allowance> ofMetric(Difference difference) {
        Metric before = expected.get(difference.where());
        Metric after = actual.get(difference.where());
        if (before == null || after == null) {
            return Optional.empty();
        }
        return of(declared, before.name()).stream()
                .map(tolerance -> measured(tolerance, before.value(), after.value()))
                .reduce((one, other) ->
                        new Difference.Allowance(one.holds() && other.holds(), one.text() + "; " + other.text()));
    }

    /** Those of {@code declared} that say how far {@code metric} may be off. */
    static List<Expectation> of(List<Expectation> declared, String metric) {
        return declared.stream()
                .filter(each -> each.kind().isTolerance() && each.name().equals(metric))
                .toList();
    }

    /** The difference is that of the decimals that are shown, so that 0.88 is within 0.005 of 0.875. */
    static Difference.Allowance measured(Expectation tolerance, double before, double after) {
        if (!Double.isFinite(before) || !Double.isFinite(after)) {
            return new Difference.Allowance(false, "not " + tolerance.text() + ": a value is not a finite number");
        }
        BigDecimal off = decimal(after).subtract(decimal(before)).abs();
        BigDecimal bound = decimal(tolerance.bound().orElseThrow());
        boolean relative = tolerance.kind() == Expectation.Kind.WITHIN_RELATIVE;
        boolean holds = off.compareTo(relative ? bound.multiply(decimal(before).abs()) : bound) <= 0;
        return new Difference.Allowance(
                holds,
                "off by " + off.stripTrailingZeros().toPlainString() + ", " + (holds ? "" : "not ") + tolerance.text());
    }

    private static BigDecimal decimal(double number) {
        return new BigDecimal(FloatText.shortest(number));
    }

    private Optional<Difference.Allowance> ofOutput(Difference difference, boolean tolerancesAreKept) {
        Optional<Expectation> mayDiffer = Optional.ofNullable(this.mayDiffer.get(difference.where()));
        boolean isOfOne = difference.expected().isEmpty() || difference.actual().isEmpty();
        if (isOfOne && !mayDiffer.map(Expectation::isPattern).orElse(false)) {
            return Optional.empty();
        }
        if (tolerancesAreKept && models.contains(difference.where())) {
            return Optional.of(MODEL);
        }
        if (tolerancesAreKept && difference.where().equals(TRACE)) {
            return Optional.of(TRAINING);
        }
        return mayDiffer.map(each -> new Difference.Allowance(true, "declared: " + each.text()));
    }

    /** By the places of digests, what was declared of the outputs; a pattern counts if both runs have what it describes. */
    private Map<String, Expectation> mayDiffer(Manifest expected, Manifest actual) {
        Map<String, Expectation> places = new HashMap<>();
        for (Expectation each : declared) {
            List<String> before =
                    expected.subjects().keySet().stream().filter(each::covers).toList();
            List<String> after =
                    actual.subjects().keySet().stream().filter(each::covers).toList();
            if (!each.isPattern() || (!before.isEmpty() && !after.isEmpty())) {
                Stream.concat(before.stream(), after.stream())
                        .forEach(output -> places.merge(
                                "subject[" + FlatManifest.escaped(output) + "].digest.sha256",
                                each,
                                Tolerances::laxer));
            }
        }
        return places;
    }

    private static Expectation laxer(Expectation one, Expectation other) {
        return one.isPattern() ? one : other;
    }

    private static Map<String, Metric> metrics(Manifest manifest) {
        return manifest.metrics().stream().collect(Collectors.toMap(FlatManifest::placeOf, Function.identity()));
    }

    /**
     * The places of what training changes in a saved model, its file, its parameters, its updater's state, and in a network
     * that is not saved.
     */
    private static Set<String> models(Manifest manifest) {
        Set<String> places = new HashSet<>();
        for (Resource part : manifest.details().byproducts()) {
            String model = part.annotations().get(RunDetails.MODEL);
            if (RunDefinition.KIND_END_STATE.equals(part.annotations().get(RunDefinition.KIND))) {
                places.add(BYPRODUCT + FlatManifest.nameOf(part) + "].digest.sha256");
            }
            if (model != null) {
                places.add("subject[" + FlatManifest.escaped(model) + "].digest.sha256");
                places.add(BYPRODUCT + FlatManifest.nameOf(part) + "].digest.sha256");
            }
        }
        return places;
    }
}
