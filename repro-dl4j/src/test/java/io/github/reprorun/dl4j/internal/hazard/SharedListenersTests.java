package io.github.reprorun.dl4j.internal.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.Networks;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxScoreIterationTerminationCondition;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.optimize.listeners.TimeIterationListener;
import org.deeplearning4j.parallelism.EarlyStoppingParallelTrainer;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SharedListenersTests {
    private static boolean dependOnOrder(TrainingListener... listeners) {
        ParallelWrapper wrapper =
                new ParallelWrapper.Builder<>(Networks.mlp()).workers(2).build();
        wrapper.setListeners(List.of(listeners));
        return SharedListeners.dependOnOrder(wrapper);
    }

    @Test
    void dependOnOrderIfTheyKeepAnything() {
        assertThat(dependOnOrder(new CollectScoresListener(1))).isTrue();
        assertThat(dependOnOrder(new ScoreIterationListener(1), new CollectScoresListener(1)))
                .isTrue();
    }

    @Test
    void doNotIfThereAreNone() {
        assertThat(dependOnOrder()).isFalse();
    }

    @Test
    void doNotIfTheyOnlyPrint() {
        assertThat(dependOnOrder(
                        new ScoreIterationListener(1), new PerformanceListener(1), new TimeIterationListener(1)))
                .isFalse();
    }

    @Nested
    class ThatStopEarly {
        private final EarlyStoppingConfiguration.Builder<MultiLayerNetwork> configuration =
                new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                        .modelSaver(new InMemoryModelSaver<>())
                        .epochTerminationConditions(new MaxEpochsTerminationCondition(1));

        private boolean dependOnOrder() {
            Object trainer = new EarlyStoppingParallelTrainer<>(
                    configuration.build(), Networks.mlp(), Networks.table(), null, 2, 2, 1);
            return SharedListeners.dependOnOrder(
                    InstanceField.of(trainer, "wrapper").get());
        }

        @Test
        void doNotIfACalculatorGivesTheScore() {
            configuration.scoreCalculator(new DataSetLossCalculator(Networks.table(), true));

            assertThat(dependOnOrder()).isFalse();
        }

        @Test
        void dependOnOrderIfTheLastStepGivesTheScore() {
            assertThat(dependOnOrder()).isTrue();
        }

        @Test
        void dependOnOrderIfAStepCanStopThem() {
            configuration
                    .scoreCalculator(new DataSetLossCalculator(Networks.table(), true))
                    .iterationTerminationConditions(new MaxScoreIterationTerminationCondition(100));

            assertThat(dependOnOrder()).isTrue();
        }
    }
}
