package io.github.reprorun.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SiteTests {
    @Test
    void comesByKindThenClassThenLineThenAdviceThenTheRest() {
        List<Site> ordered = List.of(
                site("a", "b.C", 9, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "a.C", 9, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", -1, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", 9, 2, Treatment.UNCONTROLLED, "y"),
                site("b", "b.C", 9, 2, Treatment.SEEDED, "z"),
                site("b", "b.C", 9, 1, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", 9, 2, Treatment.UNCONTROLLED, "z"),
                site("b", "b.C", 10, 1, Treatment.SEEDED, "a"));
        List<Site> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));

        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(ordered);
        assertThat(ordered.get(0)).isEqualByComparingTo(site("a", "b.C", 9, 2, Treatment.UNCONTROLLED, "z"));
    }

    private static Site site(String kind, String className, int line, long count, Treatment treatment, String advice) {
        return new Site(kind, className, line, count, treatment, advice);
    }
}
