package io.github.reprorun.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class AugmentationTests {
    private static DataSet picture(float[]... rows) {
        INDArray features = Nd4j.create(rows).reshape(1, 1, rows.length, rows[0].length);
        return new DataSet(features, Nd4j.create(new float[][] {{1}}));
    }

    /** Draws what {@link Augmentation} takes for a shift of {@code down} and {@code right}. */
    private static Random shifts(int down, int right) {
        return new Random(0) {
            private static final long serialVersionUID = 1L;
            private boolean downDrawn;

            @Override
            public int nextInt(int bound) {
                int drawn = 1 + (downDrawn ? right : down);
                downDrawn = true;
                return drawn;
            }
        };
    }

    @Test
    void movesThePictureAndLeavesPaperBehind() {
        DataSet batch = picture(new float[] {1, 2, 3}, new float[] {4, 5, 6}, new float[] {7, 8, 9});
        new Augmentation(shifts(1, -1)).preProcess(batch);
        assertThat(batch.getFeatures().reshape(3, 3).toFloatMatrix())
                .isDeepEqualTo(new float[][] {{0, 0, 0}, {2, 3, 0}, {5, 6, 0}});
    }

    @Test
    void leavesTheOriginalAsItIs() {
        DataSet batch = picture(new float[] {1, 2}, new float[] {3, 4});
        INDArray original = batch.getFeatures();
        new Augmentation(shifts(1, 1)).preProcess(batch);
        assertThat(original.reshape(2, 2).toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
    }
}
