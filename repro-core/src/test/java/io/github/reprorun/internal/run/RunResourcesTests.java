package io.github.reprorun.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunResourcesTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void tellSecondsByTheMachinesClock() {
        assertThat(RunResources.used(NOON, NOON.plusMillis(1500)))
                .containsEntry("wallSeconds", "1.500")
                .containsKeys("processCpuSeconds", "peakResidentBytes");
    }

    @Test
    void roundSecondsToThousandths() {
        assertThat(RunResources.used(NOON, NOON.plusNanos(999_500))).containsEntry("wallSeconds", "0.001");
        assertThat(RunResources.used(NOON, NOON.plusNanos(499_999))).containsEntry("wallSeconds", "0.000");
    }

    @Test
    void tellNoNegativeTimeWhenTheClockWasSetBack() {
        assertThat(RunResources.used(NOON, NOON.minusSeconds(3600)))
                .containsEntry("wallSeconds", "unavailable: the machine's clock was set back");
    }
}
