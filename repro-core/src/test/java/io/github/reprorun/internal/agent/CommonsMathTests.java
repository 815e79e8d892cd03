package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.programs.agent.CommonsMath;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;

/** Generators of a library that was compiled for Java 5, whose class files say nowhere where branches meet. */
class CommonsMathTests {
    private static final int DRAWS = 8;
    private static final Path LIBRARY = AgentJar.location(MersenneTwister.class);

    @Test
    void differBetweenBareRuns() {
        assertThat(run(ChildJvm.bare())).hasSize(DRAWS).doesNotContainAnyElementsOf(run(ChildJvm.bare()));
    }

    @Test
    void areEqualUnderTheAgentAndNamed() {
        List<String> lines = run(ChildJvm.bare().agent("seed=42"));
        assertThat(lines).isEqualTo(run(ChildJvm.bare().agent("seed=42")));
        assertThat(lines.subList(DRAWS, lines.size()))
                .anyMatch(line -> line.contains("clock as seed, className=" + CommonsMath.class.getName())
                        && line.contains(" It was asked for by org.apache.commons.math3.random.MersenneTwister:"))
                .anyMatch(line -> line.contains("advice=Use run.seed(name) instead of the time.]"))
                .allMatch(line -> line.contains("treatment=SEEDED"));
    }

    @Test
    void areEqualOnTheOtherJdk() {
        assertThat(run(OtherJdk.jvm().agent("seed=42")))
                .isEqualTo(run(ChildJvm.bare().agent("seed=42")));
    }

    private static List<String> run(ChildJvm jvm) {
        return jvm.with(LIBRARY).run(CommonsMath.class);
    }
}
