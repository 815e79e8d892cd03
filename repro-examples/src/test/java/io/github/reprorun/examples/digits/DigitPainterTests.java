package io.github.reprorun.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DigitPainterTests {
    @Property(tries = 100)
    void everyPictureHasInkAndPaper(@ForAll @IntRange(max = 9) int digit, @ForAll long seed) {
        float[] picture = new DigitPainter(new Random(seed)).paint(digit);
        assertThat(picture).hasSize(256);
        int ink = 0;
        for (float pixel : picture) {
            assertThat(pixel).isBetween(0f, 1f);
            ink += pixel > 0.5f ? 1 : 0;
        }
        assertThat(ink).isBetween(8, 128);
    }

    @Property(tries = 20)
    void equalStreamsDrawEqualPicturesAndOneStreamDrawsMany(@ForAll @IntRange(max = 9) int digit, @ForAll long seed) {
        DigitPainter painter = new DigitPainter(new Random(seed));
        float[] first = painter.paint(digit);
        assertThat(new DigitPainter(new Random(seed)).paint(digit)).isEqualTo(first);
        assertThat(painter.paint(digit)).isNotEqualTo(first);
    }
}
