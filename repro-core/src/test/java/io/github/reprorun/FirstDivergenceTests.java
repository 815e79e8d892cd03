package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.compare.Aspect;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Phase;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstDivergenceTests {
    @ParameterizedTest
    @CsvSource({
        "BATCH, DATA NUMERICS, DATA",
        "BATCH, NUMERICS, NONDETERMINISM",
        "GENERATOR, DATA SEED, SEED",
        "FORWARD, CODE NUMERICS, NUMERICS",
        "FORWARD, CODE, CODE",
        "GRADIENT, DATA, NONDETERMINISM",
        "UPDATE, PARAMETERS NUMERICS, PARAMETERS",
        "PARAMETERS, '', NONDETERMINISM"
    })
    void isCausedByTheFirstAspectThatCanExplainItsPhase(Phase phase, String differing, Aspect cause) {
        EnumSet<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        for (String name : differing.isEmpty() ? new String[0] : differing.split(" ")) {
            aspects.add(Aspect.valueOf(name));
        }

        Divergence divergence = new Divergence("network", 3, 0, 0, phase, "quantity", List.of(), "a", "b");

        assertThat(FirstDivergence.cause(divergence, aspects)).isEqualTo(cause);
    }
}
