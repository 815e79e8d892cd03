package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.UsageException;
import org.junit.jupiter.api.Test;

class EndingTests {
    @Test
    void ofARunThatFailedIsToldByTheExceptionThatItsCauseBeginsWith() {
        assertThat(RunDetails.Ending.of(RunStatus.FAILED, new BrokenExpectationException("m", ">= 1", "0").toString()))
                .isEqualTo(RunDetails.Ending.BROKE_EXPECTATION);
        assertThat(RunDetails.Ending.of(RunStatus.FAILED, new UsageException("a", "b").toString()))
                .isEqualTo(RunDetails.Ending.MISUSED);
        assertThat(RunDetails.Ending.of(RunStatus.FAILED, "java.io.IOException: " + new UsageException("a", "b")))
                .isEqualTo(RunDetails.Ending.FAILED);
    }

    @Test
    void ofAReRunIsToldByWhatItWasStoppedFor() {
        assertThat(RunDetails.Ending.of(RunStatus.INTERRUPTED, RunDetails.Ending.DIVERGED + "step 3"))
                .isEqualTo(RunDetails.Ending.STOPPED_AT_DIVERGENCE);
        assertThat(RunDetails.Ending.of(RunStatus.INTERRUPTED, "the JVM was shut down"))
                .isEqualTo(RunDetails.Ending.INTERRUPTED);
    }

    @Test
    void needsTheStatusToo() {
        assertThat(RunDetails.Ending.of(RunStatus.SUCCEEDED, "")).isEqualTo(RunDetails.Ending.SUCCEEDED);
        assertThat(RunDetails.Ending.of(RunStatus.FAILED, RunDetails.Ending.DIVERGED + "step 3"))
                .isEqualTo(RunDetails.Ending.FAILED);
        assertThat(RunDetails.Ending.of(RunStatus.INTERRUPTED, new UsageException("a", "b").toString()))
                .isEqualTo(RunDetails.Ending.INTERRUPTED);
    }
}
