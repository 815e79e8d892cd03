package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.reason;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.PrimaryMetrics.Role;
import io.github.reprorun.internal.statistics.SeedDistribution.Place;
import io.github.reprorun.internal.statistics.WithinStudy.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WithinStudyTests {
    private static final PrimaryMetrics NONE = new PrimaryMetrics(Set.of());
    private static final PrimaryMetrics RECALL = new PrimaryMetrics(Set.of("recall"));

    private final Map<String, Sample> study = Map.of(
            "recall", Sample.of(0.91, 0.89, 0.93, 0.90, 0.92),
            "loss", Sample.of(0.31, 0.30, 0.33, 0.32, 0.315));

    private static WithinStudy within(Map<String, Sample> study, Map<String, Double> rerun, PrimaryMetrics primary) {
        return WithinStudy.of(study, 5, rerun, primary, Optional.empty());
    }

    @Test
    void thePrimaryMetricDecidesAndTheOthersArePlacedBesideIt() {
        WithinStudy within = within(study, Map.of("recall", 0.905, "loss", 0.4), RECALL);

        assertThat(value(within.verdict()))
                .isEqualTo(new Verdict(true, Role.PRIMARY, 1, Evidence.observed(1 - 2.0 / 6)));
        assertThat(within.metrics()).containsOnlyKeys("loss", "recall");
        assertThat(within.metrics().get("recall").role()).isEqualTo(Role.PRIMARY);
        assertThat(value(within.metrics().get("recall").placement()).place()).isEqualTo(Place.INSIDE);
        assertThat(within.metrics().get("loss").role()).isEqualTo(Role.EXPLORATORY);
        assertThat(value(within.metrics().get("loss").placement()).place()).isEqualTo(Place.ABOVE);
    }

    @Test
    void withoutAPrimaryMetricAllDecideAndOneOutsideIsEnough() {
        assertThat(value(within(study, Map.of("recall", 0.905, "loss", 0.4), NONE)
                        .verdict()))
                .isEqualTo(new Verdict(false, Role.EXPLORATORY, 2, Evidence.observed(1 - 2.0 * 2 / 6)));
        assertThat(value(within(study, Map.of("recall", 0.905, "loss", 0.31), NONE)
                                .verdict())
                        .inside())
                .isTrue();
        assertThat(value(within(study, Map.of("recall", 0.88, "loss", 0.31), RECALL)
                                .verdict())
                        .inside())
                .isFalse();
    }

    @Test
    void aDecidingMetricWithoutAPlaceIsNotLeftOut() {
        WithinStudy noRecall = within(study, Map.of("loss", 0.31), RECALL);
        assertThat(reason(noRecall.verdict())).isEqualTo("recall: the re-run has no value of this metric");
        assertThat(reason(noRecall.metrics().get("recall").placement()))
                .isEqualTo("the re-run has no value of this metric");
        assertThat(reason(within(study, Map.of("recall", 0.9, "loss", 0.31, "time", 3.0), NONE)
                        .verdict()))
                .isEqualTo("time: the study has no values of this metric");
        assertThat(reason(within(study, Map.of("recall", Double.NaN), RECALL).verdict()))
                .isEqualTo("recall: the value is NaN, which lies neither inside nor outside");
        assertThat(reason(within(Map.of("recall", Sample.of(0.9)), Map.of("recall", 0.9), RECALL)
                        .verdict()))
                .isEqualTo("recall: it needs at least 2 values, and there is 1");
        assertThat(reason(within(study, Map.of("recall", 0.9), new PrimaryMetrics(Set.of("f1")))
                        .verdict()))
                .isEqualTo("f1: the study has no values of this metric");
    }

    @Test
    void outsideIsKnownEvenIfAnotherHasNoPlace() {
        assertThat(value(within(study, Map.of("recall", 0.5), NONE).verdict()))
                .isEqualTo(new Verdict(false, Role.EXPLORATORY, 2, Evidence.observed(1 - 2.0 * 2 / 6)));
    }

    @Test
    void withoutAMetricThereIsNoVerdict() {
        assertThat(reason(within(Map.of(), Map.of(), NONE).verdict()))
                .isEqualTo("neither the study nor the re-run has a metric");
    }

    @Test
    void thereIsNoLevelIfTooFewSeedsAreLeftForTheMetrics() {
        Map<String, Sample> two = new TreeMap<>();
        Map<String, Double> rerun = new TreeMap<>();
        for (String name : new String[] {"a", "b"}) {
            two.put(name, Sample.of(1, 2, 3));
            rerun.put(name, 2.0);
        }
        Verdict verdict =
                value(WithinStudy.of(two, 3, rerun, NONE, Optional.empty()).verdict());
        assertThat(verdict.inside()).isTrue();
        assertThat(reason(verdict.level())).isEqualTo("3 other seeds are too few for 2 metrics");
    }

    @Test
    void thereIsNoLevelIfASeedHasNoValueOrTheRerunMayNotBeFaithful() {
        Map<String, Double> rerun = Map.of("recall", 0.9, "loss", 0.31);
        assertThat(reason(value(WithinStudy.of(study, 6, rerun, RECALL, Optional.empty())
                                .verdict())
                        .level()))
                .isEqualTo("recall: only 5 of 6 other seeds have a value");
        assertThat(reason(value(WithinStudy.of(
                                        study,
                                        5,
                                        Map.of("recall", 0.5),
                                        new PrimaryMetrics(Set.of("recall", "f1")),
                                        Optional.empty())
                                .verdict())
                        .level()))
                .isEqualTo("f1: only 0 of 5 other seeds have a value");
        assertThat(reason(value(WithinStudy.of(study, 5, rerun, RECALL, Optional.of("other code was accepted"))
                                .verdict())
                        .level()))
                .isEqualTo("other code was accepted");
    }

    /** Two metrics: the truth is between Bonferroni's limit and what one of them has. */
    @Test
    void faithfulRerunsAreInsideAtLeastAsOftenAsTheLevelSays() {
        Random random = new Random(11);
        int inside = 0;
        double level = 0;
        for (int i = 0; i < 2000; i++) {
            Sample first = Numbers.normal(random, 10);
            Sample second = Numbers.moved(first, -1, 0.5);
            double value = random.nextGaussian();
            Verdict verdict = value(WithinStudy.of(
                            Map.of("a", first, "b", second),
                            10,
                            Map.of("a", value, "b", random.nextGaussian() + 0.5),
                            NONE,
                            Optional.empty())
                    .verdict());
            inside += verdict.inside() ? 1 : 0;
            level = value(verdict.level());
        }
        assertThat(level).isEqualTo(1 - 4.0 / 11);
        assertThat(inside / 2000.0).isBetween(level, 9.0 / 11);
    }

    @Test
    void metricsCannotBeChanged() {
        WithinStudy within = within(study, Map.of("recall", 0.9), RECALL);
        assertThatThrownBy(() -> within.metrics().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
