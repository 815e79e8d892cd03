package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceHeader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import io.github.reprorun.trace.TracedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BisectCommandTests {
    private static final TraceHeader HEADER = TraceHeader.of(
            Column.whole(Quantity.BATCH, 1),
            Column.perLayer(Quantity.PARAMETERS_IN, 1),
            Column.whole(Quantity.SCORE, 1));
    private static final int STEPS = 50;
    private static final int NOWHERE = -1;

    @TempDir
    private Path folder;

    private Path original;

    @BeforeEach
    void traceTheOriginal() throws IOException {
        original = run("original", NOWHERE, NOWHERE);
    }

    @Test
    void callsEqualTracesReproduced() throws IOException {
        Path same = run("same", NOWHERE, NOWHERE);

        assertThat(bisect(same).assertStatus(0).assertSilent().out())
                .isEqualTo("the traces are equal in 50 steps, and so is what the runs made\n"
                        + "REPRODUCED: 2 outputs, 4 metrics, 1 metric by step, 50 steps\n");
        assertThat(Verb.run("bisect", original.toString(), same.toString(), "--json")
                        .assertStatus(0)
                        .out())
                .contains("\"firstDivergence\": null");
    }

    @Test
    void namesIterationAndLayerOfAnotherParameter() throws IOException {
        Path nudged = run("nudged", NOWHERE, 37);

        assertThat(bisect(nudged).assertStatus(1).out())
                .startsWith("layer dense, between iterations 36 and 37, epoch 3: same batch, different parameters"
                        + " going in: no difference between the manifests explains it")
                .containsPattern("\\nDIVERGED: compared 2 outputs, 4 metrics, 1 metric by step(, \\d+ steps)?\\n$");
    }

    @Test
    void saysThatEqualStepsLedToOtherResults() throws IOException {
        Path other = run("other", NOWHERE, NOWHERE);
        Manifest manifest = Manifests.changed(
                Manifests.succeeded(), "/subject/2/digest/sha256", before -> TextNode.valueOf("ab".repeat(32)));
        Files.write(other.resolve(Manifest.FILE_NAME), ManifestJson.write(manifest));

        assertThat(bisect(other).assertStatus(1).out())
                .startsWith("iteration 49, epoch 4: all steps are the same, but not what was made after them: no"
                        + " difference between the manifests explains it")
                .contains("expected  subject[outputs/models/model.zip].digest.sha256 ")
                .containsPattern("\nDIVERGED: compared 2 outputs, 4 metrics, 1 metric by step(, \\d+ steps)?\n$");
    }

    @Test
    void saysThatTracesWithoutAStepLedToOtherResults() throws IOException {
        Path other = run("other", NOWHERE, NOWHERE);
        for (Path run : List.of(original, other)) {
            Files.delete(run.resolve(TraceWriter.FILE_NAME));
            try (TraceWriter writer = TraceWriter.open(run.resolve(TraceWriter.FILE_NAME), HEADER)) {
                writer.seal();
            }
        }
        Manifest manifest = Manifests.changed(
                Manifests.succeeded(), "/subject/2/digest/sha256", before -> TextNode.valueOf("ab".repeat(32)));
        Files.write(other.resolve(Manifest.FILE_NAME), ManifestJson.write(manifest));

        assertThat(bisect(other).assertStatus(1).out())
                .startsWith("no step was traced: all steps are the same, but not what was made after them: no")
                .containsPattern("\nDIVERGED: compared 2 outputs, 4 metrics, 1 metric by step(, \\d+ steps)?\n$");
    }

    @Test
    void namesTheBatchAsJson() throws IOException {
        Path swapped = run("swapped", 12, 37);

        assertThat(Verb.run("bisect", original.toString(), swapped.toString(), "--json")
                        .assertStatus(1)
                        .assertSilent()
                        .out())
                .contains("\"verdict\": \"DIVERGED\"", "\"iteration\": 12", "\"epoch\": 1", "\"layer\": null")
                .contains("\"quantity\": \"batch\"", "\"cause\": \"NONDETERMINISM\"");
    }

    @Test
    void startsNothingUnlessItIsToldWhomToBelieve() throws IOException {
        Path nudged = run("nudged", NOWHERE, 37);

        assertThat(bisect(nudged).assertStatus(1).out())
                .contains("\n  no replay say whose signatures are believed, with --trusted-key or --policy, or"
                        + " --allow-unsigned\n");
        JsonNode document = Verb.run("bisect", original.toString(), nudged.toString(), "--json")
                .assertStatus(1)
                .json();
        assertThat(document.at("/replay/outcome").asText()).isEqualTo("NOT_REPLAYED");
        assertThat(document.at("/firstDivergence/bracket/from").asInt()).isEqualTo(36);
        assertThat(document.at("/firstDivergence/bracket/to").asInt()).isEqualTo(37);
        assertThat(document.at("/firstDivergence/layers/0").asText()).isEqualTo("dense");
    }

    @Test
    void refusesRunsWhoseFilesOrSignersAreNotThoseToBelieve() throws IOException {
        Path nudged = run("nudged", NOWHERE, 37);
        Path key = folder.resolve("keys");
        Verb.run("keygen", "--out", key.toString()).assertStatus(0);

        assertThat(Verb.run("bisect", original.toString(), nudged.toString(), "--allow-unsigned", "--json")
                        .assertStatus(1)
                        .json()
                        .get("verdict")
                        .asText())
                .isEqualTo("REFUSED");
        assertThat(Verb.run(
                                "bisect",
                                original.toString(),
                                nudged.toString(),
                                "--trusted-key",
                                key.resolve("signing.pub.pem").toString())
                        .assertStatus(1)
                        .err())
                .contains("expected a signed run");
    }

    @Test
    void refusesOptionsThatContradict() throws IOException {
        Path key = folder.resolve("keys");
        Verb.run("keygen", "--out", key.toString()).assertStatus(0);

        assertThat(Verb.run(
                                "bisect",
                                original.toString(),
                                original.toString(),
                                "--allow-unsigned",
                                "--trusted-key",
                                key.resolve("signing.pub.pem").toString())
                        .assertStatus(2)
                        .err())
                .isEqualTo("reprorun: --allow-unsigned: cannot stand beside --trusted-key or --policy\n");
    }

    @Test
    void keepsNothingInAFolderThatHoldsSomething() throws IOException {
        assertThatThrownBy(() -> ReplayFolder.of(folder))
                .isInstanceOf(UsageException.class)
                .hasMessage("--keep: " + folder + " is there already; name a new folder");
        Path made;
        try (ReplayFolder temporary = ReplayFolder.of(null)) {
            made = Files.writeString(temporary.path().resolve("file"), "text");
        }
        assertThat(made.getParent()).doesNotExist();
        try (ReplayFolder kept = ReplayFolder.of(folder.resolve("kept"))) {
            made = kept.path();
        }
        assertThat(made).isEmptyDirectory();
    }

    @Test
    void refusesADamagedTraceInOneLine() throws IOException {
        Path damaged = run("damaged", NOWHERE, NOWHERE);
        Path trace = damaged.resolve(TraceWriter.FILE_NAME);
        byte[] bytes = Files.readAllBytes(trace);

        Files.write(trace, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(bisect(damaged).assertStatus(2).err())
                .contains("the trace is damaged")
                .hasLineCount(1);

        bytes[bytes.length / 2] ^= 1;
        Files.write(trace, bytes);
        assertThat(bisect(damaged).assertStatus(2).err())
                .contains("the trace is damaged")
                .hasLineCount(1);

        Files.delete(trace);
        assertThat(bisect(damaged).assertStatus(2).err())
                .contains("the run left no trace")
                .hasLineCount(1);
    }

    private Verb bisect(Path other) {
        return Verb.run("bisect", original.toString(), other.toString());
    }

    /** A run of 50 iterations, 10 an epoch, whose batch, and first layer, have other digests from the given ones on. */
    private Path run(String name, int otherBatchAt, int otherParametersFrom) throws IOException {
        Path run = Files.createDirectory(folder.resolve(name));
        Files.write(run.resolve(Manifest.FILE_NAME), ManifestJson.write(Manifests.succeeded()));
        try (TraceWriter writer = TraceWriter.open(run.resolve(TraceWriter.FILE_NAME), HEADER)) {
            TracedNetwork network = writer.network("network", List.of("dense", "output"));
            for (int iteration = 0; iteration < STEPS; iteration++) {
                boolean nudged = otherParametersFrom >= 0 && iteration >= otherParametersFrom;
                writer.append(new TraceRecord(HEADER, network)
                        .at(iteration, iteration / 10, 0)
                        .set(Quantity.BATCH, iteration == otherBatchAt ? -1 : iteration)
                        .set(Quantity.PARAMETERS_IN, new long[] {nudged ? 7 : 5, iteration})
                        .score(nudged ? 0.25 : 0.5));
            }
            writer.seal();
        }
        return run;
    }
}
