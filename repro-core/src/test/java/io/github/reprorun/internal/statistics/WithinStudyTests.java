package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.reason;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.internal.statistics.PrimaryMetrics.Role;
import io.github.reprorun.internal.statistics.SeedDistribution.Place;
import io.github.reprorun.internal.statistics.WithinStudy.Verdict;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WithinStudyTests {
    private static final PrimaryMetrics NONE = new PrimaryMetrics(Set.of());
    private static final PrimaryMetrics RECALL = new PrimaryMetrics(Set.of("recall"));

    private final Map<String, Sample> study = Map.of(
            "recall", Sample.of(0.91, 0.89, 0.93, 0.90, 0.92),
            "loss", Sample.of(0.31, 0.30, 0.33, 0.32));

    @Test
    void thePrimaryMetricDecidesAndTheOthersArePlacedBesideIt() {
        WithinStudy within = WithinStudy.of(study, Map.of("recall", 0.905, "loss", 0.4), RECALL);

        assertThat(value(within.verdict())).isEqualTo(new Verdict(true, Role.PRIMARY, 1, 1 - 2.0 / 6));
        assertThat(within.metrics()).containsOnlyKeys("loss", "recall");
        assertThat(within.metrics().get("recall").role()).isEqualTo(Role.PRIMARY);
        assertThat(value(within.metrics().get("recall").placement()).place()).isEqualTo(Place.INSIDE);
        assertThat(within.metrics().get("loss").role()).isEqualTo(Role.EXPLORATORY);
        assertThat(value(within.metrics().get("loss").placement()).place()).isEqualTo(Place.ABOVE);
    }

    @Test
    void withoutAPrimaryMetricAllDecideAndOneOutsideIsEnough() {
        assertThat(value(WithinStudy.of(study, Map.of("recall", 0.905, "loss", 0.4), NONE)
                        .verdict()))
                .isEqualTo(new Verdict(false, Role.EXPLORATORY, 2, 1 - (2.0 / 5 + 2.0 / 6)));
        assertThat(value(WithinStudy.of(study, Map.of("recall", 0.905, "loss", 0.31), NONE)
                                .verdict())
                        .inside())
                .isTrue();
        assertThat(value(WithinStudy.of(study, Map.of("recall", 0.88, "loss", 0.31), RECALL)
                                .verdict())
                        .inside())
                .isFalse();
    }

    @Test
    void aDecidingMetricWithoutAPlaceIsNotLeftOut() {
        WithinStudy noRecall = WithinStudy.of(study, Map.of("loss", 0.31), RECALL);
        assertThat(reason(noRecall.verdict())).isEqualTo("recall: the re-run has no value of this metric");
        assertThat(reason(noRecall.metrics().get("recall").placement()))
                .isEqualTo("the re-run has no value of this metric");
        assertThat(reason(WithinStudy.of(study, Map.of("recall", 0.9, "loss", 0.31, "time", 3.0), NONE)
                        .verdict()))
                .isEqualTo("time: the study has no values of this metric");
        assertThat(reason(WithinStudy.of(study, Map.of("recall", Double.NaN), RECALL)
                        .verdict()))
                .isEqualTo("recall: the value is NaN, which lies neither inside nor outside");
        assertThat(reason(WithinStudy.of(Map.of("recall", Sample.of(0.9)), Map.of("recall", 0.9), RECALL)
                        .verdict()))
                .isEqualTo("recall: it needs at least 2 values, and there is 1");
        assertThat(reason(WithinStudy.of(study, Map.of("recall", 0.9), new PrimaryMetrics(Set.of("f1")))
                        .verdict()))
                .isEqualTo("f1: the study has no values of this metric");
    }

    @Test
    void outsideIsKnownEvenIfAnotherHasNoPlace() {
        assertThat(value(WithinStudy.of(study, Map.of("recall", 0.5), NONE).verdict()))
                .isEqualTo(new Verdict(false, Role.EXPLORATORY, 2, 1 - 2.0 / 6));
    }

    @Test
    void withoutAMetricThereIsNoVerdict() {
        assertThat(reason(WithinStudy.of(Map.of(), Map.of(), NONE).verdict()))
                .isEqualTo("neither the study nor the re-run has a metric");
    }

    @Test
    void theLevelIsNeverBelowZero() {
        Map<String, Sample> three = new TreeMap<>();
        Map<String, Double> rerun = new TreeMap<>();
        for (String name : new String[] {"a", "b", "c"}) {
            three.put(name, Sample.of(1, 2, 3));
            rerun.put(name, 2.0);
        }
        assertThat(value(WithinStudy.of(three, rerun, NONE).verdict()))
                .isEqualTo(new Verdict(true, Role.EXPLORATORY, 3, 0));
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
                            Map.of("a", first, "b", second), Map.of("a", value, "b", random.nextGaussian() + 0.5), NONE)
                    .verdict());
            inside += verdict.inside() ? 1 : 0;
            level = verdict.level();
        }
        assertThat(level).isEqualTo(1 - 4.0 / 11);
        assertThat(inside / 2000.0).isBetween(level, 9.0 / 11);
    }

    @Test
    void metricsCannotBeChanged() {
        WithinStudy within = WithinStudy.of(study, Map.of("recall", 0.9), RECALL);
        assertThatThrownBy(() -> within.metrics().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
