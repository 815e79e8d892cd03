package io.github.reprorun.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunIdTests {
    @Test
    void beginWithTheTimeInUtcToTheSecond() {
        assertThat(id("2026-01-02T03:04:05.999Z")).matches("20260102T030405Z-[0-9a-f]{8}");
        assertThat(id("2026-12-31T00:00:00Z")).matches("20261231T000000Z-[0-9a-f]{8}");
    }

    @Test
    void ofOneInstantDiffer() {
        assertThat(id("2026-01-02T03:04:05Z")).isNotEqualTo(id("2026-01-02T03:04:05Z"));
    }

    private static String id(String instant) {
        return RunId.draw(Instant.parse(instant), new SecureRandom());
    }
}
