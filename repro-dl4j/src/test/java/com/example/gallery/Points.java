package com.example.gallery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Points in rings, the class of each its ring: what the programs learn that do not learn something else. */
final class Points {
    static final int FEATURES = 4;
    static final int CLASSES = 3;

    private Points() {}

    static DataSet of(int count, long seed) {
        Random random = new Random(seed);
        float[][] features = new float[count][FEATURES];
        float[][] labels = new float[count][CLASSES];
        for (int i = 0; i < count; i++) {
            int ring = i % CLASSES;
            double length = 0;
            for (int j = 0; j < FEATURES; j++) {
                features[i][j] = (float) random.nextGaussian();
                length += features[i][j] * features[i][j];
            }
            for (int j = 0; j < FEATURES; j++) {
                features[i][j] *= (float) ((ring + 1) / Math.sqrt(length));
            }
            labels[i][ring] = 1;
        }
        return new DataSet(Nd4j.create(features), Nd4j.create(labels));
    }

    static DataSetIterator batches(int count, int batch, long seed) {
        List<DataSet> rows = new ArrayList<>(of(count, seed).asList());
        return new ListDataSetIterator<>(rows, batch);
    }

    /** A line that differs if one bit of {@code array} does, as good as always. */
    static void print(String what, INDArray array) {
        System.out.println(
                what + " " + Integer.toHexString(Arrays.hashCode(array.ravel().toFloatVector())));
    }
}
