package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.nudged.NudgedTraining;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.reproduction.Reproductions;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Re-runs of a training whose code, so to say, changed in between: files in the working directory change what it does. */
class StopAtDivergenceTests {
    /** Of the network that is fitted, and of the one that is trained in a loop. */
    private static final int FITTED = 12;

    private static final int LOOPED = 6;

    @TempDir
    private static Path folder;

    private static Path work;
    private static CommandLine commandLine;
    private static Path original;

    @BeforeAll
    static void train() throws Exception {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
        commandLine = new CommandLine(work);
        commandLine.start(NudgedTraining.class, "-Dreprorun.trace=1").assertStatus(0);
        original = commandLine.runs("nudged").get(0);
    }

    @BeforeEach
    void trainAsBefore() throws IOException {
        for (String file : List.of("nudge", "steps", "cadence", "went-on", "silent")) {
            Files.deleteIfExists(work.resolve(file));
        }
    }

    @Test
    void isNotStoppedWhereNothingDiffersAndTakesTheRecordedCadenceWhateverTheProgramSays() throws Exception {
        tell("cadence", 5);

        JsonNode document = rerun(0);

        assertThat(document.get("verdict").asText()).isEqualTo("REPRODUCED");
        assertThat(document.has("firstDivergence")).isFalse();
        assertThat(trace(document)).hasSameBinaryContentAs(original.resolve(TraceWriter.FILE_NAME));
        assertThat(work.resolve("went-on")).exists();
    }

    @Test
    void isStoppedInFitAtTheIterationOfTheNudgeAndNotLater() throws Exception {
        tell("nudge", 71);

        JsonNode document = rerun(1);

        assertParted(document, "network0", 7, "layer1", "parameters-in");
        assertThat(steps(document)).isEqualTo(8);
        assertThat(document.at("/firstDivergence/epoch").asInt()).isEqualTo(1);
        assertStopped(document);
        assertThat(document.get("reason").asText())
                .isEqualTo("stopped where it parts from the run it repeats:"
                        + " network0, layer layer1, iteration 7, epoch 1: another parameters-in");
        assertThat(document.get("causes").toString()).isEqualTo("[\"NONDETERMINISM\"]");
    }

    @Test
    void isStoppedInALoopOfTheProgramsOwnThoughThatSwallowsWhateverIsThrown() throws Exception {
        tell("nudge", 130);
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(work);

        JsonNode document =
                rerun(1, "--attest", work.resolve(SigningKey.PRIVATE_FILE).toString());

        assertParted(document, "network1", 3, "layer0", "parameters-in");
        assertThat(steps(document)).isEqualTo(FITTED + 4);
        assertStopped(document);
        Reproduction attested = Reproductions.of(
                        VerifiedRun.unsigned(original),
                        TrustPolicy.of(List.of(work.resolve(SigningKey.PUBLIC_FILE)), 1))
                .attested()
                .get(0)
                .reproduction();
        assertThat(attested.confirms()).isFalse();
        assertThat(attested.divergence().orElseThrow())
                .extracting(Divergence::network, Divergence::iteration, Divergence::layers, Divergence::quantity)
                .containsExactly("network1", 3, List.of("layer0"), "parameters-in");
    }

    @Test
    void hasDivergedThoughItOnlyEndsEarlyWithTheSameMetrics() throws Exception {
        tell("steps", LOOPED - 2);

        JsonNode document = rerun(1);

        assertThat(document.get("verdict").asText()).isEqualTo("DIVERGED");
        assertThat(document.at("/firstDivergence/quantity").asText()).isEqualTo("step");
        assertThat(document.at("/firstDivergence/actual").asText()).isEqualTo("the end of the trace");
        assertThat(steps(document)).isEqualTo(FITTED + LOOPED - 2);
        assertThat(manifest(document).details().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(manifest(document).metrics())
                .isEqualTo(ManifestJson.read(original).metrics());
        assertThat(manifest(document).resultDigest())
                .as("two steps fewer leave another network")
                .isNotEqualTo(ManifestJson.read(original).resultDigest());
    }

    @Test
    void isLookedForInTheTracesWhereTheRunLeftNothingElse() throws Exception {
        tell("silent", 0);
        List<Path> before = commandLine.runs("nudged");
        commandLine.start(NudgedTraining.class, "-Dreprorun.trace=1").assertStatus(0);
        List<Path> made = new ArrayList<>(commandLine.runs("nudged"));
        made.removeAll(before);
        tell("nudge", 71);

        CommandLine.Ended ended = commandLine
                .call("rerun", made.get(0).toString(), "--allow-unsigned", "--json")
                .assertStatus(1);

        JsonNode document = new ObjectMapper().readTree(ended.output());
        assertParted(document, "network0", 7, "layer1", "parameters-in");
        assertThat(steps(document)).isEqualTo(FITTED + LOOPED);
    }

    @Test
    void isStoppedAtTheFirstStepThatTheOriginalDidNotTake() throws Exception {
        tell("steps", LOOPED + 2);

        JsonNode document = rerun(1);

        assertParted(document, "network1", LOOPED, null, "step");
        assertThat(steps(document)).isEqualTo(FITTED + LOOPED + 1);
        assertStopped(document);
    }

    private static void tell(String file, int size) throws IOException {
        Files.write(work.resolve(file), new byte[size]);
    }

    private static void assertParted(JsonNode document, String network, int iteration, String layer, String quantity) {
        JsonNode first = document.get("firstDivergence");
        assertThat(document.get("verdict").asText()).isEqualTo("DIVERGED");
        assertThat(first.get("network").asText()).isEqualTo(network);
        assertThat(first.get("iteration").asInt()).isEqualTo(iteration);
        assertThat(first.get("layer").isNull() ? null : first.get("layer").asText())
                .isEqualTo(layer);
        assertThat(first.get("quantity").asText()).isEqualTo(quantity);
        assertThat(first.get("explanation").asText()).isNotBlank();
    }

    /** The program catches everything, and would have gone on. */
    private static void assertStopped(JsonNode document) throws IOException {
        assertThat(work.resolve("went-on")).doesNotExist();
        assertThat(manifest(document).details().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(manifest(document).metrics()).isEmpty();
    }

    private static JsonNode rerun(int status, String... options) throws Exception {
        List<String> rerun = new ArrayList<>(
                List.of("rerun", original.toString(), "--allow-unsigned", "--stop-at-divergence", "--json"));
        rerun.addAll(List.of(options));
        CommandLine.Ended ended = commandLine.call(rerun.toArray(String[]::new)).assertStatus(status);
        return new ObjectMapper().readTree(ended.output());
    }

    private static Path directory(JsonNode document) {
        return Path.of(document.at("/rerun/directory").asText());
    }

    private static Manifest manifest(JsonNode document) {
        return ManifestJson.read(directory(document));
    }

    private static Path trace(JsonNode document) {
        return directory(document).resolve(TraceWriter.FILE_NAME);
    }

    private static long steps(JsonNode document) {
        try (TraceReader reader = TraceReader.open(trace(document))) {
            return reader.steps();
        }
    }
}
