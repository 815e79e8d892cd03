package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.PrimaryMetrics.Role;
import io.github.reprorun.internal.statistics.SeedDistribution.Place;
import io.github.reprorun.internal.statistics.SeedDistribution.Placement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a re-run lies within what the seeds of a study gave: the numbers behind the verdict {@code WITHIN_STUDY}. It is
 * asked of a re-run whose bits differ, and never replaces the verdict on those: a small change of the program lies inside as
 * well. The primary metrics decide, or all if none was declared. Immutable, hence safe to share between threads.
 *
 * @param metrics where the value of each metric lies, of the study's, of the re-run's and of the declared ones
 * @param verdict what the deciding metrics say; unavailable without one, and if one has no place while no other lies outside
 */
public record WithinStudy(SortedMap<String, Metric> metrics, Evidence<Verdict> verdict) {
    /**
     * One metric of a re-run.
     *
     * @param role whether it is primary
     * @param placement where its value lies among those of the study
     */
    public record Metric(Role role, Evidence<Placement> placement) {
        private boolean outside() {
            return placement.fold(found -> found.place() != Place.INSIDE, reason -> false);
        }
    }

    /**
     * What the deciding metrics say.
     *
     * @param inside whether all of them lie between the least and the greatest value of the study
     * @param role the role of those that decided
     * @param deciding how many decided
     * @param level the probability, at least, with which a faithful re-run is inside, provided that the run was not chosen
     *     by its value: 1 less 2/(n + 1) for each metric that decides, with or without a place, where n is the number of other
     *     seeds (Bonferroni). Unavailable if a seed has no value of one of them, and if nothing above 0 is left
     */
    public record Verdict(boolean inside, Role role, int deciding, Evidence<Double> level) {}

    /** A copy of {@code metrics}. */
    public WithinStudy {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /**
     * Places the values of a re-run.
     *
     * @param study by the name of each metric, its values over the other seeds of the setting that was run again. The value
     *     of the run itself is not among them: the re-run has its seed, so it is no further draw beside it
     * @param seeds how many other seeds of the setting were tried
     * @param rerun by the name of each metric, its value in the re-run
     * @param primary the metrics that were declared
     * @param doubt why the re-run is not known to be faithful, if so: the level is unavailable for that reason
     */
    public static WithinStudy of(
            Map<String, Sample> study,
            int seeds,
            Map<String, Double> rerun,
            PrimaryMetrics primary,
            Optional<String> doubt) {
        Set<String> names = new TreeSet<>(study.keySet());
        names.addAll(rerun.keySet());
        names.addAll(primary.names());
        SortedMap<String, Metric> metrics = new TreeMap<>();
        for (String name : names) {
            metrics.put(name, new Metric(primary.role(name), place(name, study, rerun)));
        }
        Role role = primary.names().isEmpty() ? Role.EXPLORATORY : Role.PRIMARY;
        List<String> deciding = metrics.keySet().stream()
                .filter(name -> primary.role(name) == role)
                .toList();
        Evidence<Double> level = doubt.map(Evidence::<Double>unavailable)
                .or(() -> gap(deciding, study, seeds).map(Evidence::<Double>unavailable))
                .orElseGet(() -> level(deciding.size(), seeds));
        return new WithinStudy(metrics, decided(metrics, role, level));
    }

    private static Evidence<Placement> place(String name, Map<String, Sample> study, Map<String, Double> rerun) {
        if (!study.containsKey(name)) {
            return Evidence.unavailable("the study has no values of this metric");
        }
        if (!rerun.containsKey(name)) {
            return Evidence.unavailable("the re-run has no value of this metric");
        }
        return new SeedDistribution(study.get(name)).place(rerun.get(name));
    }

    /** Seeds without a value are those that went wrong, or not at random: the others are no fair draw. */
    private static Optional<String> gap(List<String> deciding, Map<String, Sample> study, int seeds) {
        for (String name : deciding) {
            int known = study.containsKey(name) ? study.get(name).size() : 0;
            if (known < seeds) {
                return Optional.of(name + ": only " + known + " of " + seeds + " other seeds have a value");
            }
        }
        return Optional.empty();
    }

    private static Evidence<Double> level(int deciding, int seeds) {
        double level = 1 - 2.0 * deciding / (seeds + 1);
        return level > 0
                ? Evidence.observed(level)
                : Evidence.unavailable(
                        seeds + " other seeds are too few for " + deciding + (deciding == 1 ? " metric" : " metrics"));
    }

    private static Evidence<Verdict> decided(SortedMap<String, Metric> metrics, Role role, Evidence<Double> level) {
        List<Map.Entry<String, Metric>> deciding = metrics.entrySet().stream()
                .filter(each -> each.getValue().role() == role)
                .toList();
        if (deciding.isEmpty()) {
            return Evidence.unavailable("neither the study nor the re-run has a metric");
        }
        boolean outside = false;
        String reason = "";
        for (Map.Entry<String, Metric> each : deciding) {
            outside |= each.getValue().outside();
            Evidence<Placement> placement = each.getValue().placement();
            if (reason.isEmpty()) {
                reason = placement.fold(found -> "", unavailable -> each.getKey() + ": " + unavailable);
            }
        }
        // one outside is enough, whatever is not known of the others
        return outside || reason.isEmpty()
                ? Evidence.observed(new Verdict(!outside, role, deciding.size(), level))
                : Evidence.unavailable(reason);
    }
}
