package io.github.reprorun.dl4j.internal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.trace.Digest64;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class BatchDigestTests {
    private static long sample(INDArray array) {
        Digest64 digest = new Digest64();
        BatchDigest.digest(digest, array);
        return digest.value();
    }

    @Test
    void ofAPartOfAnArrayIsThatOfItsElements() {
        INDArray all = Nd4j.linspace(0, 1, 4 * 3000).reshape(4, 3000);
        INDArray end = all.get(NDArrayIndex.interval(2, 4));

        assertThat(sample(end)).isEqualTo(sample(end.dup())).isNotEqualTo(sample(all.get(NDArrayIndex.interval(0, 2))));
    }

    @Test
    void tellsAChangeAtEitherEndAndAnotherShape() {
        INDArray array = Nd4j.zeros(50, 100);
        long zeros = sample(array);

        assertThat(sample(array.reshape(100, 50))).isNotEqualTo(zeros);
        array.putScalar(0, 1);
        long first = sample(array);
        array.putScalar(0, 0).putScalar(4999, 1);
        assertThat(sample(array)).isNotEqualTo(zeros).isNotEqualTo(first);
        assertThat(first).isNotEqualTo(zeros);
    }
}
