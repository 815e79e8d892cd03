package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.base.json.JsonTree;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartPartsTests {
    private static JsonNode told(long begin) throws IOException {
        return JsonTree.parse("{\"start\":{\"jvm\":" + (begin + 100) + ",\"agent\":" + (begin + 300) + ",\"launch\":"
                + (begin + 400) + ",\"training\":" + (begin + 1400) + ",\"end\":" + (begin + 3400) + ",\"told\":"
                + (begin + 3500) + "}}");
    }

    @Test
    void areMeansOverTheRunsThatToldOfThem() throws IOException {
        StartParts parts = new StartParts(false);
        assertThat(parts.text()).isEmpty();

        parts.add(1_000, told(1_000), 4_600);
        parts.add(10_000, told(11_000), 14_600);
        parts.add(20_000, JsonTree.parse("{\"status\":\"REFUSED\"}"), 29_000);

        assertThat(parts.text())
                .contains("a launched run took, in the mean of 2: 0.60 s until its pinned JVM began, with the JVM that"
                        + " launched it, 0.20 s for JVM and agent, 0.10 s to the run, 1.00 s to the training, 2.00 s in it,"
                        + " 0.10 s to the manifest, 0.10 s to the end");
    }

    @Test
    void ofAWrappedProgramHaveNoJvmThatLaunches() throws IOException {
        StartParts parts = new StartParts(true);

        parts.add(1_000, told(1_000), 4_600);

        assertThat(parts.text().orElseThrow())
                .startsWith("a wrapped run took, in the mean of 1: 0.10 s until its pinned JVM began, 0.20 s for");
    }
}
