package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.reason;
import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.PrimaryMetrics.Corrected;
import io.github.reprorun.internal.statistics.PrimaryMetrics.Role;
import io.github.reprorun.internal.statistics.Significance.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class PrimaryMetricsTests {
    private final PrimaryMetrics recall = new PrimaryMetrics(Set.of("recall"));

    private static Evidence<Significance> p(double pValue) {
        return Evidence.observed(new Significance(1, 8, pValue, 2.0 / 256, Method.EXACT));
    }

    @Test
    void areWhatWasDeclaredAndNoMore() {
        Set<String> names = new HashSet<>(Set.of("recall"));
        PrimaryMetrics declared = new PrimaryMetrics(names);
        names.add("loss");

        assertThat(declared.role("recall")).isEqualTo(Role.PRIMARY);
        assertThat(declared.role("loss")).isEqualTo(Role.EXPLORATORY);
        assertThat(new PrimaryMetrics(Set.of()).role("recall")).isEqualTo(Role.EXPLORATORY);
        assertThat(Role.PRIMARY.title()).isEqualTo("primary");
        assertThat(Role.EXPLORATORY.title()).isEqualTo("exploratory");
    }

    @Test
    void areCorrectedForEachOtherAndNotForExploratoryOnes() {
        SortedMap<String, SortedMap<String, Corrected>> corrected = recall.corrected(Map.of(
                "a against b", Map.of("recall", p(0.02), "loss", p(0.03), "time", p(0.5)),
                "a against c", Map.of("recall", p(0.01), "loss", p(0.001))));

        // two primary tests: 2 * 0.01, 1 * 0.02; three exploratory ones: 3 * 0.001, 2 * 0.03, 1 * 0.5
        assertThat(corrected).containsOnlyKeys("a against b", "a against c");
        assertThat(corrected.get("a against b"))
                .containsExactly(
                        Map.entry("loss", new Corrected(Role.EXPLORATORY, p(0.03), Evidence.observed(2 * 0.03))),
                        Map.entry("recall", new Corrected(Role.PRIMARY, p(0.02), Evidence.observed(0.02))),
                        Map.entry("time", new Corrected(Role.EXPLORATORY, p(0.5), Evidence.observed(0.5))));
        assertThat(corrected.get("a against c"))
                .containsExactly(
                        Map.entry("loss", new Corrected(Role.EXPLORATORY, p(0.001), Evidence.observed(3 * 0.001))),
                        Map.entry("recall", new Corrected(Role.PRIMARY, p(0.01), Evidence.observed(2 * 0.01))));
    }

    @Test
    void thatWereNotComparedAreListedAndCountAsTests() {
        PrimaryMetrics two = new PrimaryMetrics(Set.of("recall", "precision"));

        SortedMap<String, Corrected> corrected =
                two.corrected(Map.of("a against b", Map.of("recall", p(0.03)))).get("a against b");

        assertThat(corrected).containsOnlyKeys("precision", "recall");
        assertThat(corrected.get("precision").role()).isEqualTo(Role.PRIMARY);
        assertThat(reason(corrected.get("precision").test()))
                .isEqualTo("this primary metric was declared and not compared");
        assertThat(reason(corrected.get("precision").pValue()))
                .isEqualTo("this primary metric was declared and not compared");
        assertThat(value(corrected.get("recall").pValue())).isEqualTo(2 * 0.03);
    }

    @Test
    void keepTheReasonOfATestThatFailed() {
        Evidence<Significance> failed = Evidence.unavailable("no pair has a difference");

        SortedMap<String, Corrected> corrected = recall.corrected(
                        Map.of("a against b", Map.of("loss", failed, "time", p(0.04))))
                .get("a against b");

        assertThat(corrected.get("loss"))
                .isEqualTo(new Corrected(Role.EXPLORATORY, failed, Evidence.unavailable("no pair has a difference")));
        assertThat(value(corrected.get("time").pValue())).isEqualTo(2 * 0.04);
    }

    @Test
    void ofNoComparisonGiveNothing() {
        assertThat(recall.corrected(Map.<String, Map<String, Evidence<Significance>>>of()))
                .isEmpty();
    }
}
