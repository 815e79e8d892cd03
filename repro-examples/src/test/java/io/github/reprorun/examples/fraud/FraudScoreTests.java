package io.github.reprorun.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FraudScoreTests {
    @Test
    void writesTheConfusionMatrixWithWhatWasPredictedInColumns() {
        FraudScore score = new FraudScore(0.75, 0.6, 2 / 3.0, 0.9, 3, 1, 2, 94);
        assertThat(score.confusion()).isEqualTo("actual,predicted honest,predicted fraud\nhonest,94,2\nfraud,1,3\n");
    }
}
