package io.github.reprorun.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GlyphTests {
    @Property
    void everyDigitLiesInTheUnitSquare(@ForAll @IntRange(max = 9) int digit) {
        assertThat(Glyph.of(digit).strokes())
                .isNotEmpty()
                .allSatisfy(stroke -> assertThat(stroke).hasSizeGreaterThan(1).allSatisfy(point -> {
                    assertThat(point.x()).isBetween(0.0, 1.0);
                    assertThat(point.y()).isBetween(0.0, 1.0);
                }));
    }

    @Test
    void measuresTheDistanceToTheNearestStroke() {
        Glyph corner = new Glyph(
                List.of(List.of(new Point(0, 0), new Point(1, 0)), List.of(new Point(0, 0), new Point(0, 1))));
        assertThat(corner.distanceTo(new Point(0.5, 0.25))).isCloseTo(0.25, within(1e-12));
        assertThat(corner.distanceTo(new Point(0.125, 0.25))).isCloseTo(0.125, within(1e-12));
        assertThat(corner.distanceTo(new Point(4, -4))).isCloseTo(5, within(1e-12));
    }
}
