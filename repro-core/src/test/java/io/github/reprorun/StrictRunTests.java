package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.failure.UncontrolledException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrictRunTests {
    private static final Hazard HELD = new Hazard("held", "a.A", 1, 1, Treatment.PINNED, "Sort.");
    private static final Hazard HOGWILD = new Hazard("hogwild", "a.B", 7, 2, Treatment.UNCONTROLLED, "One worker.");
    private static final Hazard CLOCK = new Hazard("clock", "a.C", -1, 1, Treatment.UNCONTROLLED, "No clock.");
    private static final String PROBLEM = "test: the run is strict, and met what cannot be held: hogwild at a.B:7"
            + " (One worker.); clock at a.C (No clock.)";

    @TempDir
    private Path folder;

    private ExecutedRun runs;

    @BeforeEach
    void prepare() {
        runs = new ExecutedRun(folder);
    }

    private static Training meeting(Hazard... hazards) {
        return run -> {
            for (Hazard hazard : hazards) {
                run.extension(ProbeExtension.Session.class).scope().hazard(hazard);
            }
        };
    }

    @Test
    void isRefusedWithAllThatWasNotHeld() {
        assertThatThrownBy(() -> runs.unsigned().strict().execute(meeting(CLOCK, HELD, HOGWILD)))
                .isInstanceOf(UncontrolledException.class)
                .hasMessage(PROBLEM);

        Manifest left = runs.left();
        assertThat(left.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(left.details().cause().orElseThrow()).endsWith(PROBLEM);
        assertThat(left.hazards()).contains(HELD, HOGWILD, CLOCK);
    }

    @Test
    void succeedsIfAllWasHeld() {
        Manifest made = runs.unsigned().strict().execute(meeting(HELD)).manifest();

        assertThat(made.details().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void isAskedFor() {
        assertThat(runs.of(meeting(HOGWILD)).details().status()).isEqualTo(RunStatus.SUCCEEDED);
    }
}
