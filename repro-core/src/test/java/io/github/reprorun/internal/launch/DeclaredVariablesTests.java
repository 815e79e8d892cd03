package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeclaredVariablesTests {
    @Test
    void areGivenAsTheyWereRecorded() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>(Map.of(
                "declaredVariable.DATA", Evidence.observed("/data"),
                "declaredVariable.NONE", Evidence.unavailable("it is not set"),
                "variable.OMP_NUM_THREADS", Evidence.observed("2")));
        Map<String, String> environment = new HashMap<>(Map.of("NONE", "now", "DATA", "/other", "KEPT", "k"));

        DeclaredVariables.of(facts, Map.of()).applyTo(environment);

        assertThat(environment).isEqualTo(Map.of("DATA", "/data", "KEPT", "k"));
    }

    @Test
    void showNoSecret() {
        assertThat(DeclaredVariables.fact("API_TOKEN", Optional.of("x"))).isEqualTo(Evidence.observed(Redaction.MARK));
        assertThat(DeclaredVariables.fact("DATABASE", Optional.of("postgres://u:pw@h/d")))
                .isEqualTo(Evidence.observed("postgres://<redacted>@h/d"));
    }

    @Test
    void takeASecretFromHereOrRefuse() {
        SortedMap<String, Evidence<String>> facts =
                new TreeMap<>(Map.of("declaredVariable.API_TOKEN", Evidence.observed(Redaction.MARK)));

        assertThat(DeclaredVariables.of(facts, Map.of("API_TOKEN", "mine")).values())
                .containsEntry("API_TOKEN", Optional.of("mine"));
        assertThatThrownBy(() -> DeclaredVariables.of(facts, Map.of()))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessage("environment variable API_TOKEN: was a secret and is not recorded; set it for the re-run");
    }

    /** The part that was recorded has to be the same. */
    @Test
    void takeASecretFromHereOnlyIfTheRestIsWhatWasRecorded() {
        SortedMap<String, Evidence<String>> facts =
                new TreeMap<>(Map.of("declaredVariable.DATABASE", Evidence.observed("postgres://<redacted>@h/d")));

        assertThat(DeclaredVariables.of(facts, Map.of("DATABASE", "postgres://me:mine@h/d"))
                        .values())
                .containsEntry("DATABASE", Optional.of("postgres://me:mine@h/d"));
        assertThatThrownBy(() -> DeclaredVariables.of(facts, Map.of("DATABASE", "postgres://me:mine@other/d")))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessage("environment variable DATABASE: was postgres://<redacted>@h/d but for its secret, and is"
                        + " postgres://<redacted>@other/d here; set it as it was");
    }
}
