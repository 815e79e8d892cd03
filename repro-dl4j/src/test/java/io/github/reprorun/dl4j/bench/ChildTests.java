package io.github.reprorun.dl4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.numerics.NumericsProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildTests {
    private static final Map<String, String> PROFILE = NumericsProfile.BASELINE.environment(
            2, "amd64", new Libraries(Libraries.ofThisJvm().descriptors(), true));

    @Test
    void bareHasNothingOfTheProfileThatTheBenchmarksThemselvesRunUnder() {
        Map<String, String> variables = new HashMap<>(PROFILE);
        variables.putAll(Map.of("MAVEN_OPTS", "-Xmx1g", "JAVA_TOOL_OPTIONS", "-Xint", "PATH", "/bin"));

        new Child(List.of("program")).setVariables(variables);

        assertThat(variables).containsExactly(Map.entry("PATH", "/bin"));
    }

    @Test
    void hasTheVariablesThatItIsGiven() {
        Map<String, String> variables = new HashMap<>(Map.of("OMP_NUM_THREADS", "7", "OMP_PROC_BIND", "true"));

        new Child(List.of("program")).with(PROFILE).setVariables(variables);

        assertThat(variables).isEqualTo(PROFILE);
    }
}
