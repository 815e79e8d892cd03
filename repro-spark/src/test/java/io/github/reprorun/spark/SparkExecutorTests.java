package io.github.reprorun.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkExecutorTests {
    private static final String LOST = "Lost task 0.%d in stage 3.0 (TID %d) (host-%d executor 1): "
            + "io.github.reprorun.failure.UnreadableException: /opt/java: there is no java executable there\n"
            + "\tat io.github.reprorun.internal.launch.PinnedJvm.requireExecutable(PinnedJvm.java:1)\n";

    @Test
    void saysInOneLineAtWhichWorkerSparkGaveUp() {
        assertThat(SparkExecutor.refusal(
                        "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent"
                                + " failure: " + LOST.formatted(3, 7, 2) + "\nDriver stacktrace:"))
                .isEqualTo(
                        "no worker could make it; the last was host-2: /opt/java: there is no java executable there");
    }

    @Test
    void saysItForALostExecutorToo() {
        assertThat(
                        SparkExecutor.refusal(
                                "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent"
                                        + " failure: Lost task 0.3 in stage 3.0 (TID 9) (10.0.0.7 executor 5): ExecutorLostFailure (executor"
                                        + " 5 exited caused by one of the running tasks) Reason: worker lost\nDriver stacktrace:"))
                .isEqualTo(
                        "no worker could make it; the last was 10.0.0.7: ExecutorLostFailure (executor 5 exited caused"
                                + " by one of the running tasks) Reason: worker lost");
    }

    @Test
    void leavesAttemptsForAnotherNodeAndChangesNoSettingOfTheUser() {
        SparkConf conf = SparkExecutor.tryElsewhere(new SparkConf(false));
        SparkConf chosen = SparkExecutor.tryElsewhere(new SparkConf(false)
                .set("spark.excludeOnFailure.enabled", "false")
                .set("spark.task.maxFailures", "7"));

        assertThat(conf.get("spark.excludeOnFailure.enabled")).isEqualTo("true");
        assertThat(conf.get("spark.excludeOnFailure.task.maxTaskAttemptsPerNode"))
                .isEqualTo("3");
        assertThat(chosen.get("spark.excludeOnFailure.enabled")).isEqualTo("false");
        assertThat(chosen.get("spark.excludeOnFailure.task.maxTaskAttemptsPerNode"))
                .isEqualTo("6");
    }

    @Test
    void repeatsTheFirstLineOfAnythingElse() {
        assertThat(SparkExecutor.refusal("no more room\nat all")).isEqualTo("no worker could make it: no more room");
    }
}
