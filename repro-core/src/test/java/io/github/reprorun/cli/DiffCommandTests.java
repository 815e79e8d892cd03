package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTests {
    @TempDir
    private Path folder;

    @Test
    void findsNothingBetweenTheSame() throws IOException {
        Path run = write("a", Manifests.succeeded());

        Verb verb = Verb.run("diff", run, run).assertStatus(0).assertSilent();

        assertThat(verb.out()).isEqualTo("REPRODUCED: 2 outputs, 4 metrics, 1 metric by step\n");
    }

    @Test
    void callsRunsThatOnlyCostOtherwiseTheSame() throws IOException {
        Path first = write("a", Manifests.succeeded());
        Path second =
                write("b", changed(tree -> at(tree, "/predicate/resources").put("cpuSeconds", "99")));

        Verb verb = Verb.run("diff", first, second).assertStatus(0).assertSilent();

        assertThat(verb.out())
                .isEqualTo("RESOURCE\n  resources.cpuSeconds\n    expected  12.5\n    actual    99\n"
                        + "REPRODUCED: 2 outputs, 4 metrics, 1 metric by step\n");
    }

    @Test
    void callsRunsOfOtherCodeDifferentThoughTheResultIsTheSame() throws IOException {
        Path first = write("a", Manifests.succeeded());
        Path second = write(
                "b",
                changed(tree -> at(tree, "/predicate/buildDefinition/resolvedDependencies/3/digest")
                        .put("sha256", "00")));

        Verb verb = Verb.run("diff", first, second).assertStatus(1).assertSilent();

        assertThat(verb.out()).startsWith("CODE\n").endsWith("\nREPRODUCED: 2 outputs, 4 metrics, 1 metric by step\n");
    }

    @Test
    void showsCausesBeforeEffects() throws IOException {
        Path first = write("a", Manifests.succeeded());
        Path second = write("b", diverged());

        Verb verb = Verb.run("diff", first, second).assertStatus(1).assertSilent();

        assertThat(verb.out()).isEqualTo("""
                        SEED
                          seed
                            expected  42
                            actual    43
                        OUTPUT
                          subject[outputs/evil\\u202e\\n.txt].digest.sha256
                            expected  (absent)
                            actual    %s
                        METRIC
                          metrics[recall].value
                            expected  0.875 (bits 3fec000000000000)
                            actual    0.8750000000000001 (bits 3fec000000000001)
                        likely causes: SEED, NONDETERMINISM
                        DIVERGED: compared 2 outputs, 4 metrics, 1 metric by step
                        """.formatted("0".repeat(64)));
    }

    @Test
    void printsOneDocument() throws IOException {
        Path first = write("a", Manifests.succeeded());
        Path second = write("b", diverged());

        JsonNode document = Verb.run("diff", first.resolve("manifest.json"), second, "--json")
                .assertStatus(1)
                .assertSilent()
                .json();

        assertThat(document.get("verdict").asText()).isEqualTo("DIVERGED");
        assertThat(document.get("causes").toString()).isEqualTo("[\"SEED\",\"NONDETERMINISM\"]");
        assertThat(document.at("/differences/0").toString())
                .isEqualTo("{\"aspect\":\"SEED\",\"where\":\"predicate.buildDefinition.externalParameters.seed\","
                        + "\"expected\":\"42\",\"actual\":\"43\"}");
        assertThat(document.at("/differences/1/expected").isNull()).isTrue();
        assertThat(document.at("/first/resultDigest").asText())
                .isEqualTo(Manifests.succeeded().resultDigest().hex());
        assertThat(document.at("/second/resultDigest").asText())
                .isEqualTo(diverged().resultDigest().hex());
    }

    @Test
    void saysWhichRunCannotBeRead() throws IOException {
        Path run = write("a", Manifests.succeeded());
        Path nowhere = folder.resolve("nowhere");

        for (Object[] arguments : new Object[][] {{"diff", run, nowhere}, {"diff", nowhere, run, "--json"}}) {
            Verb verb =
                    Verb.run(arguments).assertStatus(2).assertError("reprorun: " + nowhere + ": there is no such run");
            assertThat(verb.out()).isEmpty();
        }
    }

    private static Manifest diverged() {
        return changed(tree -> {
            at(tree, "/predicate/buildDefinition/externalParameters").put("seed", "43");
            at(tree, "/predicate/metrics/3").put("bits", "3fec000000000001");
            ObjectNode subject = at(tree, "/subject/0").deepCopy();
            subject.put("name", "outputs/evil\u202e\n.txt");
            ((ObjectNode) subject.get("digest")).put("sha256", "0".repeat(64));
            ((ArrayNode) tree.get("subject")).add(subject);
        });
    }

    private static Manifest changed(Consumer<JsonNode> change) {
        return Manifests.changed("", tree -> {
            ObjectNode metadata = at(tree, "/predicate/runDetails/metadata");
            metadata.put("status", "SUCCEEDED");
            metadata.remove("cause");
            change.accept(tree);
            return tree;
        });
    }

    private static ObjectNode at(JsonNode tree, String place) {
        return (ObjectNode) tree.at(place);
    }

    private Path write(String name, Manifest manifest) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.write(run.resolve("manifest.json"), ManifestJson.write(manifest));
        return run;
    }
}
