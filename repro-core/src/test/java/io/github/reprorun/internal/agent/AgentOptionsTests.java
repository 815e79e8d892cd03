package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTests {
    @Test
    void areEmptyWithoutText() {
        assertThat(AgentOptions.parse(null)).isEqualTo(new AgentOptions(null, "", List.of()));
        assertThat(AgentOptions.parse("")).isEqualTo(new AgentOptions(null, "", List.of()));
    }

    @Test
    void areReadInAnyOrder() {
        assertThat(AgentOptions.parse("training=com.acme.:org.foo.,seed=-42,main=com.acme.Main"))
                .isEqualTo(new AgentOptions(-42L, "com.acme.Main", List.of("com.acme.", "org.foo.")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed=0|the agent's seed is 0, which libraries of numerics take for the clock",
                "seed=1.5|the agent's seed \"1.5\" is not a decimal number",
                "seed|the agent's seed \"\" is not a decimal number",
                "sead=1|the agent has no option \"sead\"",
                "seed=1,|the agent has no option \"\""
            })
    void areRefused(String text, String message) {
        assertThatThrownBy(() -> AgentOptions.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
