package io.github.reprorun.dl4j.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.github.reprorun.evidence.Evidence;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class OpenBlasTests {
    private static SortedMap<String, Evidence<String>> facts() {
        assertThat(Nd4j.getExecutioner()).isNotNull(); // It loads OpenBLAS.
        return OpenBlas.facts();
    }

    @Test
    void tellsItsKernelsAndHowItWasBuilt() {
        SortedMap<String, Evidence<String>> facts = facts();

        assertThat(facts).containsOnlyKeys("nd4j.blas.core", "nd4j.blas.config");
        assertThat(facts.get("nd4j.blas.core")).isInstanceOf(Evidence.Observed.class);
        String config = facts.get("nd4j.blas.config").fold(value -> value, reason -> reason);
        assertThat(config).startsWith("OpenBLAS 0.");
    }

    /** A function that every library of the process can see would be called in the place of another copy's. */
    @Test
    void isNotMadeVisibleToOtherLibrariesByBeingAsked() {
        assumeThat(Platform.isLinux())
                .as("elsewhere libraries are not given each other's functions by name alone")
                .isTrue();
        facts();

        NativeLibrary everything = NativeLibrary.getProcess();

        assertThat(everything.getFunction("malloc")).as("guard").isNotNull();
        assertThatThrownBy(() -> everything.getFunction("openblas_get_corename"))
                .isInstanceOf(UnsatisfiedLinkError.class);
    }
}
