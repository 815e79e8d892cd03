package io.github.reprorun.examples.digits;

import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Makes sets of drawn digits. Has no state; safe for use by several threads. */
final class DigitSet {
    static final int CLASSES = 10;

    private DigitSet() {}

    /**
     * {@code count} digits, 0 to 9 in turn.
     *
     * @return features [count, 1, height, width] from 0 to 1, labels [count, 10]
     */
    static DataSet drawn(int count, Random random) {
        DigitPainter painter = new DigitPainter(random);
        float[][] pictures = new float[count][];
        float[][] labels = new float[count][CLASSES];
        for (int i = 0; i < count; i++) {
            pictures[i] = painter.paint(i % CLASSES);
            labels[i][i % CLASSES] = 1;
        }
        return new DataSet(
                Nd4j.create(pictures).reshape(count, 1, DigitPainter.SIZE, DigitPainter.SIZE), Nd4j.create(labels));
    }
}
