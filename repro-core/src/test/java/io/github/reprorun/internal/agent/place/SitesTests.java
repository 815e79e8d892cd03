package io.github.reprorun.internal.agent.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SitesTests {
    @Test
    void comesByKindThenClassThenLineThenAdviceThenTheRest() {
        List<Hazard> ordered = List.of(
                site("a", "b.C", 9, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "a.C", 9, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", -1, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", 9, 2, Treatment.UNCONTROLLED, "y"),
                site("b", "b.C", 9, 2, Treatment.SEEDED, "z"),
                site("b", "b.C", 9, 1, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", 9, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", 10, 1, Treatment.SEEDED, "a"));
        List<Hazard> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));

        shuffled.sort(new Sites.Order());

        assertThat(shuffled).isEqualTo(ordered);
        assertThat(new Sites.Order().compare(ordered.get(0), site("a", "b.C", 9, 2, Treatment.UNCONTROLLED, "z")))
                .isZero();
    }

    private static Hazard site(
            String kind, String className, int line, long count, Treatment treatment, String advice) {
        return new Hazard(kind, className, line, count, treatment, advice);
    }
}
