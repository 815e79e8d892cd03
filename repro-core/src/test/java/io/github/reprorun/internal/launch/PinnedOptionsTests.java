package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.internal.agent.ChildJvm;
import io.github.reprorun.internal.agent.OtherJdk;
import io.github.reprorun.programs.agent.HashCodes;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinnedOptionsTests {
    private static final int RUNS = 5;

    @Test
    void sayHowManyProcessorsTheRunSees() {
        assertThat(PinnedOptions.of(4).stream().map(PinnedOption::text))
                .containsExactly(
                        "-XX:ActiveProcessorCount=4",
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=3",
                        "-XX:-UseDynamicNumberOfCompilerThreads",
                        "-XX:-UseDynamicNumberOfGCThreads");
    }

    @Test
    void leaveTheCommonPoolTwoWorkers() {
        assertThat(PinnedOptions.of(1).get(1).text())
                .isEqualTo("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    }

    @Test
    void explainThemselves() {
        assertThat(PinnedOptions.of(2))
                .allSatisfy(option -> assertThat(option.reason()).endsWith("."));
    }

    @Test
    void refuseNoProcessor() {
        assertThatThrownBy(() -> PinnedOptions.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a run sees at least 1 processor, not 0");
    }

    @Test
    void holdIdentityHashCodesOnAMachineOfManyCores() {
        List<String> first = hashCodes(ChildJvm.bare());
        for (int run = 2; run <= RUNS; run++) {
            assertThat(hashCodes(ChildJvm.bare())).as("run %d", run).isEqualTo(first);
        }
    }

    @Test
    void holdIdentityHashCodesOnTheOtherJdkAmongThemselves() {
        assertThat(hashCodes(OtherJdk.jvm())).isEqualTo(hashCodes(OtherJdk.jvm()));
    }

    /**
     * With compilers that work in turn with the program: a compiler that comes late draws from the same numbers later, if it
     * names a class that nothing has named before, and no option holds that.
     */
    private static List<String> hashCodes(ChildJvm jvm) {
        String[] options = PinnedOptions.of(16).stream().map(PinnedOption::text).toArray(String[]::new);
        return jvm.options(options)
                .options("-XX:+UseG1GC", "-Xbatch")
                .agent("seed=42")
                .run(HashCodes.class);
    }
}
