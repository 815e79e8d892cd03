package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.UsageException;
import org.junit.jupiter.api.Test;

class EndingTests {
    @Test
    void ofARunThatFailedIsToldByTheExceptionThatItsCauseBeginsWith() {
        assertThat(Ending.of(RunStatus.FAILED, new BrokenExpectationException("m", ">= 1", "0").toString()))
                .isEqualTo(Ending.BROKE_EXPECTATION);
        assertThat(Ending.of(RunStatus.FAILED, new UsageException("a", "b").toString()))
                .isEqualTo(Ending.MISUSED);
        assertThat(Ending.of(RunStatus.FAILED, "java.io.IOException: " + new UsageException("a", "b")))
                .isEqualTo(Ending.FAILED);
    }

    @Test
    void ofAReRunIsToldByWhatItWasStoppedFor() {
        assertThat(Ending.of(RunStatus.INTERRUPTED, Ending.DIVERGED + "step 3"))
                .isEqualTo(Ending.STOPPED_AT_DIVERGENCE);
        assertThat(Ending.of(RunStatus.INTERRUPTED, "the JVM was shut down")).isEqualTo(Ending.INTERRUPTED);
    }

    @Test
    void needsTheStatusToo() {
        assertThat(Ending.of(RunStatus.SUCCEEDED, "")).isEqualTo(Ending.SUCCEEDED);
        assertThat(Ending.of(RunStatus.FAILED, Ending.DIVERGED + "step 3")).isEqualTo(Ending.FAILED);
        assertThat(Ending.of(RunStatus.INTERRUPTED, new UsageException("a", "b").toString()))
                .isEqualTo(Ending.INTERRUPTED);
    }
}
