package io.github.reprorun.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceHeader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import io.github.reprorun.trace.TracedNetwork;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstDivergenceTests {
    private static final TraceHeader HEADER = TraceHeader.of(Column.whole(Quantity.BATCH, 1));

    @TempDir
    private Path folder;

    @Test
    void needsNoManifestOnTheDiskIfItIsGivenBoth() {
        Manifest other = Manifests.changed(
                Manifests.succeeded(), "/subject/2/digest/sha256", before -> TextNode.valueOf("ab".repeat(32)));

        FirstDivergence found =
                FirstDivergence.between(Manifests.succeeded(), trace("expected", 1), other, trace("actual", 1));

        assertThat(found.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(found.divergence().map(Divergence::expected))
                .hasValueSatisfying(expected ->
                        assertThat(expected).startsWith("subject[outputs/models/model.zip].digest.sha256 "));
    }

    @Test
    void findsTheFirstStepWhoseBatchIsAnother() {
        FirstDivergence found = FirstDivergence.between(
                Manifests.succeeded(), trace("expected", 1), Manifests.succeeded(), trace("actual", 2));

        assertThat(found.divergence().map(Divergence::iteration)).hasValue(0);
        assertThat(found.divergence().map(Divergence::quantity)).hasValue("batch");
    }

    @Test
    void isRefusedWhereATraceIsMissing() {
        Path missing = folder.resolve(TraceWriter.FILE_NAME);

        assertThatThrownBy(() -> FirstDivergence.between(
                        Manifests.succeeded(), trace("expected", 1), Manifests.succeeded(), missing))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(missing.toString());
    }

    private Path trace(String name, long batch) {
        Path file = folder.resolve(name);
        try (TraceWriter writer = TraceWriter.open(file, HEADER)) {
            TracedNetwork network = writer.network("network", List.of("dense"));
            writer.append(new TraceRecord(HEADER, network).at(0, 0, 0).set(Quantity.BATCH, batch));
            writer.seal();
        }
        return file;
    }
}
