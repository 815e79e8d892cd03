package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CirclesTests {
    @Test
    void aCircleHasAllThatReachEachOtherAndNoneBesides() {
        Map<String, Set<String>> neighbours = Map.of(
                "a", Set.of("b"),
                "b", Set.of("c", "outside"),
                "c", Set.of("d"),
                "d", Set.of("a"),
                "before", Set.of("a"),
                "x", Set.of("y"),
                "y", Set.of("x"));

        assertThat(Circles.of(neighbours))
                .containsExactlyInAnyOrder(new TreeSet<>(Set.of("a", "b", "c", "d")), new TreeSet<>(Set.of("x", "y")));
    }

    @Test
    void aLineIsNoCircle() {
        assertThat(Circles.of(Map.of("a", Set.of("b"), "b", Set.of("c")))).isEmpty();
    }
}
