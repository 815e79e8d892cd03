package io.github.reprorun.internal.words;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.internal.statistics.PrimaryMetrics;
import io.github.reprorun.internal.statistics.Sample;
import io.github.reprorun.internal.statistics.SeedDistribution.Placement;
import io.github.reprorun.internal.statistics.WithinStudy;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import io.github.reprorun.study.VerifiedStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a re-run without equal bits lies among the seeds of the study that its original belongs to, in words. It stands
 * beside the verdict on the bits and never in its place. Immutable.
 *
 * @param study what the study is called
 * @param within where the values of the re-run lie, or why that is not known
 */
public record StudyPlace(String study, Evidence<WithinStudy> within) {
    /**
     * Places a re-run, if its original belongs to a study and had the same parameters.
     *
     * @param trust whose signature of the study is believed; without it, the study is
     * @param otherCode whether other code than the original's was accepted
     */
    public static Optional<StudyPlace> of(
            VerifiedRun original, Manifest rerun, Optional<TrustPolicy> trust, boolean otherCode) {
        Optional<Parent> parent =
                original.manifest().parent().filter(each -> each.kind().equals(Parent.STUDY));
        boolean isSameSetting = original.manifest()
                .definition()
                .parameters()
                .equals(rerun.definition().parameters());
        return parent.filter(study -> isSameSetting)
                .map(study -> new StudyPlace(study.name(), within(study, original, rerun, trust, otherCode)));
    }

    private static Evidence<WithinStudy> within(
            Parent parent, VerifiedRun original, Manifest rerun, Optional<TrustPolicy> trust, boolean otherCode) {
        try {
            Optional<Path> directory = StudyResult.find(original.directory(), parent);
            if (directory.isEmpty()) {
                return Evidence.unavailable("the study's statement does not lie beside the run");
            }
            VerifiedStudy study = trust.isPresent()
                    ? VerifiedStudy.verify(directory.get(), trust.get())
                    : VerifiedStudy.unsigned(directory.get());
            return within(study, original, rerun, otherCode);
        } catch (ReproException refused) {
            return Evidence.unavailable("the study is not to be believed: " + refused.getMessage());
        }
    }

    private static Evidence<WithinStudy> within(
            VerifiedStudy study, VerifiedRun original, Manifest rerun, boolean otherCode) {
        for (StudyManifest.Cell cell : study.manifest().cells()) {
            boolean isOriginal = study.run(cell)
                    .map(run -> run.directory().equals(original.directory()))
                    .orElse(false);
            if (isOriginal) {
                Map<String, Sample> samples = new HashMap<>();
                List<StudyManifest.Cell> others = others(study.manifest(), cell);
                values(study, others).forEach((metric, of) -> samples.put(metric, new Sample(of)));
                Map<String, Double> values = new HashMap<>();
                rerun.metrics().forEach(metric -> values.put(metric.name(), metric.value()));
                return Evidence.observed(WithinStudy.of(
                        samples,
                        others.size(),
                        values,
                        new PrimaryMetrics(study.manifest().design().primary()),
                        otherCode ? Optional.of("other code was accepted") : Optional.empty()));
            }
        }
        return Evidence.unavailable("the study's statement does not have the run");
    }

    /** Those of the setting of {@code original} with another seed. */
    private static List<StudyManifest.Cell> others(StudyManifest study, StudyManifest.Cell original) {
        return study.cells().stream()
                .filter(cell -> !cell.equals(original))
                .filter(cell -> cell.cell().parameters().equals(original.cell().parameters()))
                .toList();
    }

    /** Of all metrics of the runs of {@code cells} that have a result. */
    private static Map<String, List<Double>> values(VerifiedStudy study, List<StudyManifest.Cell> cells) {
        Map<String, List<Double>> values = new HashMap<>();
        for (StudyManifest.Cell cell : cells) {
            if (cell.result().isPresent()) {
                for (Metric metric : study.run(cell).orElseThrow().manifest().metrics()) {
                    values.computeIfAbsent(metric.name(), name -> new ArrayList<>())
                            .add(metric.value());
                }
            }
        }
        return values;
    }

    /** One line for the whole, and one for each metric that decided. */
    public void print(PrintWriter out) {
        Evidence<WithinStudy.Verdict> verdict = verdict();
        out.println("  "
                + OneLine.of(verdict.fold(
                        found -> word(verdict) + ": " + (found.inside() ? "inside" : "outside")
                                + " of what the other seeds of " + study
                                + " gave, by " + found.deciding() + " "
                                + found.role().title()
                                + (found.deciding() == 1 ? " metric" : " metrics")
                                + "; " + chance(found.level()),
                        reason -> "not placed among the seeds of " + study + ": " + reason)));
        placements()
                .forEach((metric, placement) -> out.println("    "
                        + OneLine.of(metric + " " + placement.place() + " "
                                + FloatText.shortest(placement.range().low()) + " … "
                                + FloatText.shortest(placement.range().high()) + " of " + (placement.ranks() - 1)
                                + " other seeds")));
    }

    private static String chance(Evidence<Double> level) {
        return level.fold(
                known -> "if the run was not chosen by its value, a faithful re-run is inside with a probability of "
                        + FloatText.shortest(Math.round(known * 1000) / 1000.0) + " at least",
                reason -> "how often a faithful re-run is inside is not known: " + reason);
    }

    /** The same as a field {@code withinStudy} of {@code document}. */
    public void put(ObjectNode document) {
        ObjectNode node = document.putObject("withinStudy");
        node.put("study", study);
        Evidence<WithinStudy.Verdict> verdict = verdict();
        node.put("place", word(verdict));
        ObjectNode unused = verdict.fold(
                found -> node.put("role", found.role().name())
                        .put(
                                found.level().fold(level -> "level", reason -> "noLevel"),
                                found.level().fold(FloatText::shortest, reason -> reason)),
                reason -> node.put("reason", reason));
        ArrayNode metrics = node.putArray("metrics");
        placements()
                .forEach((metric, placement) -> metrics.addObject()
                        .put("metric", metric)
                        .put("place", placement.place().name())
                        .put("low", FloatText.shortest(placement.range().low()))
                        .put("high", FloatText.shortest(placement.range().high()))
                        .put("seeds", placement.ranks() - 1));
    }

    private Evidence<WithinStudy.Verdict> verdict() {
        return within.fold(WithinStudy::verdict, Evidence::<WithinStudy.Verdict>unavailable);
    }

    private SortedMap<String, Placement> placements() {
        SortedMap<String, Placement> placements = new TreeMap<>();
        SortedMap<String, WithinStudy.Metric> metrics = within.fold(WithinStudy::metrics, reason -> new TreeMap<>());
        metrics.forEach((name, metric) -> {
            boolean unused = metric.placement().fold(found -> placements.put(name, found) == null, reason -> false);
        });
        return placements;
    }

    private static String word(Evidence<WithinStudy.Verdict> verdict) {
        return verdict.fold(found -> found.inside() ? "WITHIN_STUDY" : "OUTSIDE_STUDY", reason -> "UNKNOWN");
    }
}
