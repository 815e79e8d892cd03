package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InstructionsTests {
    private static final Instructions CHOSEN = new Instructions(
            "amd64", new TreeMap<>(Map.of("UseSSE", "4", "UseAVX", "0", "UseFMA", "true")), Set.of("UseAVX"));

    @Test
    void tellTheLevelThatTheJvmFound() {
        assertThat(CHOSEN.level("UseSSE")).isEqualTo(OptionalInt.of(4));
    }

    @Test
    void tellNoLevelThatWasChosenOrIsUnknown() {
        assertThat(CHOSEN.level("UseAVX")).isEmpty();
        assertThat(CHOSEN.level("UseSVE")).isEmpty();
    }

    @Test
    void areOneLineInTheOrderOfNames() {
        assertThat(CHOSEN.text()).isEqualTo("UseAVX=0 UseFMA=true UseSSE=4");
    }

    @Test
    void ofThisJvmAreOfItsArchitecture() {
        Instructions here = Instructions.ofThisJvm();
        assertThat(here.architecture()).isEqualTo(System.getProperty("os.arch"));
        assertThat(here.chosen()).isEmpty();
        if (here.architecture().equals("amd64")) {
            assertThat(here.level("UseSSE").orElseThrow()).isBetween(2, 4);
            assertThat(here.level("UseAVX").orElseThrow()).isBetween(0, 3);
            assertThat(here.options().get("UseFMA")).isIn("true", "false");
        }
    }
}
