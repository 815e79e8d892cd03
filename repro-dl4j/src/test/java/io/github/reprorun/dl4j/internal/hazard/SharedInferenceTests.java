package io.github.reprorun.dl4j.internal.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.Networks;
import java.util.concurrent.FutureTask;
import org.deeplearning4j.parallelism.ParallelInference;
import org.deeplearning4j.parallelism.inference.InferenceMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedInferenceTests {
    private final SharedInference inferences = new SharedInference();

    private static ParallelInference inference(InferenceMode mode) {
        return new ParallelInference.Builder(Networks.mlp())
                .inferenceMode(mode)
                .workers(1)
                .build();
    }

    private boolean isSharedByAnother(ParallelInference inference) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> inferences.isShared(inference));
        new Thread(task).start();
        return task.get();
    }

    @Test
    void isNotSharedByOneThread() {
        ParallelInference inference = inference(InferenceMode.BATCHED);

        assertThat(inferences.isShared(inference)).isFalse();
        assertThat(inferences.isShared(inference)).isFalse();
        inference.shutdown();
    }

    @Test
    void isSharedOnceBySeveralThreads() throws Exception {
        ParallelInference inference = inference(InferenceMode.BATCHED);

        assertThat(inferences.isShared(inference)).isFalse();
        assertThat(isSharedByAnother(inference)).isTrue();
        assertThat(isSharedByAnother(inference)).isFalse();
        inference.shutdown();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BATCHED")
    void isNotSharedIfEachIsAnsweredByItself(InferenceMode mode) throws Exception {
        ParallelInference inference = inference(mode);

        assertThat(inferences.isShared(inference)).isFalse();
        assertThat(isSharedByAnother(inference)).isFalse();
        inference.shutdown();
    }
}
