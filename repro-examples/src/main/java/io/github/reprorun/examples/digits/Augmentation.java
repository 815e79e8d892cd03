package io.github.reprorun.examples.digits;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Shifts every picture by up to a pixel, differently in every epoch, so that the network learns shapes and not places.
 * The thread that prefetches batches calls it, and it still draws the same numbers in every run, since they come from a
 * named stream. For use by one thread at a time.
 */
final class Augmentation implements DataSetPreProcessor {
    private static final long serialVersionUID = 1L;

    private static final int FURTHEST = 1;

    private final Random random;

    Augmentation(Random random) {
        this.random = random;
    }

    @Override
    public void preProcess(DataSet batch) {
        INDArray pictures = batch.getFeatures();
        int height = (int) pictures.size(2);
        int width = (int) pictures.size(3);
        float[] pixels = pictures.dup('c').data().asFloat();
        float[] shifted = new float[pixels.length];
        for (int start = 0; start < pixels.length; start += height * width) {
            shift(pixels, shifted, start, height, width);
        }
        batch.setFeatures(Nd4j.createFromArray(shifted).reshape(pictures.shape()));
    }

    private void shift(float[] pixels, float[] shifted, int start, int height, int width) {
        int down = random.nextInt(2 * FURTHEST + 1) - FURTHEST;
        int right = random.nextInt(2 * FURTHEST + 1) - FURTHEST;
        for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
            for (int x = Math.max(0, right); x < Math.min(width, width + right); x++) {
                shifted[start + y * width + x] = pixels[start + (y - down) * width + x - right];
            }
        }
    }
}
