package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTests {
    @TempDir
    private Path folder;

    @Test
    void setsRunsSideBySide() throws IOException {
        Manifest first = Manifests.succeeded();
        Manifest other = changed(tree -> {
            ((ObjectNode) tree.at("/predicate/buildDefinition/externalParameters")).put("seed", "43");
            ((ObjectNode) tree.at("/predicate/metrics/3")).put("bits", "3fec000000000001");
            ((ObjectNode) tree.at("/predicate/runDetails/metadata")).put("invocationId", "evil|<b>`\n");
        });

        Verb verb = Verb.run("report", write("a", first), write("b", other), write("c", first))
                .assertStatus(0)
                .assertSilent();

        String title = first.definition().name() + " " + first.details().invocationId();
        assertThat(verb.out()).isEqualTo("""
                |  | run | status | signed by | seed | result | against the first | labels |
                |---|---|---|---|---|---|---|---|
                | 1 | %1$s | SUCCEEDED | not checked | 42 | sha256:%2$s |  | team=fraud, ticket=R-7 ü |
                | 2 | %4$s evil\\|\\<b>\\`\\\\n | SUCCEEDED | not checked | 43 | sha256:%3$s | DIVERGED: SEED, NONDETERMINISM | team=fraud, ticket=R-7 ü |
                | 3 | %1$s | SUCCEEDED | not checked | 42 | sha256:%2$s | REPRODUCED: 2 outputs, 4 metrics, 1 metric by step | team=fraud, ticket=R-7 ü |

                | metric | 1 | 2 | 3 |
                |---|---|---|---|
                | gain | NaN | NaN | NaN |
                | loss | 0.1 | 0.1 | 0.1 |
                | margin | -0.0 | -0.0 | -0.0 |
                | recall | 0.875 | 0.8750000000000001 | 0.875 |
                | score by step, the last | -0.0 at step 2 | -0.0 at step 2 | -0.0 at step 2 |
                """.formatted(
                        title,
                        first.resultDigest(),
                        other.resultDigest(),
                        first.definition().name()));
    }

    @Test
    void saysWhatIsKnownOfARunThatWasKilled() throws IOException {
        TrainedRun killed = TrainedRun.in(folder);
        Files.delete(killed.withoutEnvelope().file(Manifest.FILE_NAME));

        assertThat(Verb.run("report", killed.directory())
                        .assertStatus(0)
                        .assertSilent()
                        .out())
                .endsWith("| 1 | probe " + killed.directory().getFileName() + " | INTERRUPTED | none |  |  |  |\n");
        assertThat(Verb.run("report", killed.directory(), "--trusted-key", killed.publicKey())
                        .assertStatus(1)
                        .assertSilent()
                        .out())
                .endsWith("| 1 | " + killed.directory() + " | REFUSED | " + killed.directory()
                        + ": expected a manifest, found INTERRUPTED |  |  |  |\n");
    }

    @Test
    void reportsNothingOfARunThatIsRefused() throws IOException {
        TrainedRun trained = TrainedRun.in(folder);
        TrainedRun changed = trained.copyTo(folder.resolve("changed"));
        String file = trained.manifest().subjects().firstKey();
        Files.writeString(changed.file(file), "other");
        String keyid = SigningKey.read(trained.key()).keyid();

        Verb verb = Verb.run(
                        "report",
                        changed.directory(),
                        trained.directory(),
                        "--json",
                        "--trusted-key",
                        trained.publicKey())
                .assertStatus(1)
                .assertSilent();

        JsonNode refused = verb.json().at("/runs/0");
        assertThat(refused.at("/status").asText()).isEqualTo("REFUSED");
        assertThat(refused.at("/refusal/problems/0/subject").asText()).isEqualTo(file);
        assertThat(refused.has("resultDigest")).isFalse();
        assertThat(refused.at("/metrics")).isEmpty();
        JsonNode verified = verb.json().at("/runs/1");
        assertThat(verified.at("/signature").asText()).isEqualTo(keyid);
        assertThat(verified.at("/resultDigest").asText())
                .isEqualTo(trained.manifest().resultDigest().hex());
        assertThat(verified.has("comparison")).isFalse();
    }

    @Test
    void printsMetricsAndComparisonAsOneDocument() throws IOException {
        Path first = write("a", Manifests.succeeded());

        JsonNode runs = Verb.run("report", first, first, "--json")
                .assertStatus(0)
                .json()
                .get("runs");

        assertThat(runs).hasSize(2);
        assertThat(runs.at("/1/metrics/recall").toString())
                .isEqualTo("{\"value\":\"0.875\",\"bits\":\"3fec000000000000\"}");
        assertThat(runs.at("/1/series/score").toString())
                .isEqualTo("{\"count\":3,\"last\":{\"step\":2,\"value\":\"-0.0\",\"bits\":\"8000000000000000\"},"
                        + "\"minimum\":{\"step\":2,\"value\":\"-0.0\",\"bits\":\"8000000000000000\"},"
                        + "\"maximum\":{\"step\":1,\"value\":\"0.5\",\"bits\":\"3fe0000000000000\"}}");
        assertThat(runs.at("/1/comparison/verdict").asText()).isEqualTo("REPRODUCED");
        assertThat(runs.at("/1/run").asText()).isEqualTo(first.toString());
    }

    @Test
    void saysWhichRunCannotBeRead() throws IOException {
        Path nowhere = folder.resolve("nowhere");

        Verb verb =
                Verb.run("report", write("a", Manifests.succeeded()), nowhere).assertStatus(2);

        assertThat(verb.err()).isEqualTo("reprorun: " + nowhere + ": there is no such run\n");
        assertThat(verb.out()).isEmpty();
    }

    private static Manifest changed(Consumer<JsonNode> change) {
        return Manifests.changed(Manifests.succeeded(), "", tree -> {
            change.accept(tree);
            return tree;
        });
    }

    private Path write(String name, Manifest manifest) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.write(run.resolve(Manifest.FILE_NAME), ManifestJson.write(manifest));
        return run;
    }
}
