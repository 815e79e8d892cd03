package io.github.reprorun.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.OversizedException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.signing.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReducedManifestTests {
    private static Manifest withManyMetrics() {
        List<Metric> metrics = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            metrics.add(new Metric("m" + i, i));
        }
        return Manifests.withMetrics(Manifests.full(), metrics);
    }

    @Test
    void lacksTheLargestListsAndSaysSo() {
        Manifest reduced = ReducedManifest.of(withManyMetrics(), 20_000);

        assertThat(reduced.metrics()).isEmpty();
        assertThat(reduced.details().cause())
                .contains("java.lang.IllegalStateException: no convergence; left out because they are too large to be"
                        + " read: metrics (1000)");
        assertThat(reduced.subjects()).isEqualTo(Manifests.full().subjects());
        assertThat(reduced.series()).isEqualTo(Manifests.full().series());
        byte[] json = ManifestJson.write(reduced);
        assertThat(json).hasSizeLessThan(20_000);
        assertThat(ManifestJson.read("reduced", json)).isEqualTo(reduced);
    }

    @Test
    void lacksAsManyAsItTakes() {
        Manifest reduced = ReducedManifest.of(withManyMetrics(), 5_000);

        assertThat(reduced.metrics()).isEmpty();
        assertThat(reduced.definition().dependencies()).isEmpty();
        assertThat(reduced.details().cause().orElseThrow())
                .contains("metrics (1000), resolvedDependencies (6), ")
                .contains("subject (4)");
        assertThat(ManifestJson.read("reduced", ManifestJson.write(reduced))).isEqualTo(reduced);
    }

    private static Manifest withCause(String cause) {
        Manifest full = Manifests.full();
        return Manifests.withDetails(full, Manifests.ended(full.details(), RunStatus.FAILED, Optional.of(cause)));
    }

    /** What is written is read: the one limit stands at both ends, and what fits it fits an envelope. */
    @Test
    void isNeededWhereWritingIsRefused() {
        Manifest large = withCause("c".repeat(ManifestJson.MAXIMUM_SIZE));

        assertThatThrownBy(() -> ManifestJson.write(large))
                .isInstanceOf(OversizedException.class)
                .hasMessageMatching(
                        "manifest.json: would have 671[0-9]+ bytes, and at most 67108864 can be read again");
        assertThat(ManifestJson.MAXIMUM_SIZE).isLessThanOrEqualTo(Envelope.PAYLOAD_LIMIT);
        assertThat(4L * Envelope.PAYLOAD_LIMIT / 3 + (1 << 20)).isLessThan(Envelope.LIMIT);
    }

    @Test
    void readsTextsAsLongAsTheManifest() {
        Manifest large = withCause("c".repeat(21_000_000));

        assertThat(ManifestJson.read("large", ManifestJson.write(large))).isEqualTo(large);
    }
}
