package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that a newer version made and signed, in the hands of this one. */
class NewerManifestTests {
    private static final String LINE =
            "2 fields of a newer version are not understood: predicate.stages, subject[].digest.sha512";

    @TempDir
    private static Path shared;

    private static TrainedRun trained;

    @TempDir
    private Path folder;

    private TrainedRun run;

    @BeforeAll
    static void train() {
        trained =
                TrainedRun.in(shared, "-Dreprorun.label.team=fraud", "-Dreprorun.parent=study:grid:" + "0".repeat(64));
    }

    @BeforeEach
    void copy() throws IOException {
        run = trained.copyTo(folder.toRealPath().resolve("run"));
    }

    @Nested
    class WithFieldsThatAreNotKnown {
        @BeforeEach
        void write() throws IOException {
            rewrite(tree -> {
                ((ObjectNode) tree.get("predicate")).putArray("stages").add("fit");
                tree.get("subject").forEach(subject -> ((ObjectNode) subject.get("digest")).put("sha512", "00"));
            });
        }

        @Test
        void areVerifiedAndTheFieldsNamed() throws IOException {
            assertThat(verify().assertStatus(0).assertSilent().out()).endsWith("\n" + LINE + "\n");
            assertThat(verify("--json").json().get("notUnderstood").toString())
                    .isEqualTo("[\"predicate.stages\",\"subject[].digest.sha512\"]");
        }

        @Test
        void areVerifiedWithAnEnvelopeThatSaysMore() throws IOException {
            ObjectNode envelope = (ObjectNode) JsonTree.parse(Files.readAllBytes(run.file("manifest.dsse.json")));
            envelope.put("log", 7);
            Files.writeString(run.file("manifest.dsse.json"), JsonText.indented(envelope) + "\n");

            assertThat(verify().assertStatus(0).out())
                    .endsWith("\n3 fields of a newer version are not understood: envelope.log, predicate.stages,"
                            + " subject[].digest.sha512\n");
        }

        @Test
        void areShown() throws IOException {
            assertThat(Verb.run("show", run.directory())
                            .assertStatus(0)
                            .assertSilent()
                            .out())
                    .contains("\n" + LINE + "\n", "\nlabels\n  team                         fraud\n")
                    .contains("\n  parent                       study:grid:" + "0".repeat(64) + "\n");
            Verb json =
                    Verb.run("show", run.directory(), "--json").assertStatus(0).assertError("reprorun: " + LINE);
            assertThat(json.out()).isEqualTo(Files.readString(run.file("manifest.json")));
        }

        @Test
        void areDifferentFromThoseWithoutThem() {
            Verb verb = Verb.run("diff", trained.directory(), run.directory())
                    .assertStatus(1)
                    .assertSilent();

            assertThat(verb.out())
                    .startsWith("FORMAT\n  stages\n    expected  (absent)\n    actual    [\"fit\"]\n  subject[")
                    .endsWith("\nof the second, " + LINE + "\nREPRODUCED: 1 output, 1 metric, 1 metric by step\n");
            JsonNode document = Verb.run("diff", trained.directory(), run.directory(), "--json")
                    .json();
            assertThat(document.at("/first/notUnderstood")).isEmpty();
            assertThat(document.at("/second/notUnderstood").toString())
                    .isEqualTo("[\"predicate.stages\",\"subject[].digest.sha512\"]");
        }

        @Test
        void keepThemWhenTheyAreSignedAgain() throws IOException {
            byte[] before = Files.readAllBytes(run.file("manifest.json"));
            run.withoutEnvelope();

            Verb.run("sign", run.directory(), "--key", run.key()).assertStatus(0);

            verify().assertStatus(0);
            assertThat(Files.readAllBytes(run.file("manifest.json"))).isEqualTo(before);
        }

        @Test
        void areReportedWithLabels() {
            JsonNode document = Verb.run("report", run.directory(), "--json")
                    .assertStatus(0)
                    .json();

            assertThat(document.at("/runs/0/labels").toString()).isEqualTo("{\"team\":\"fraud\"}");
            assertThat(document.at("/runs/0/notUnderstood")).hasSize(2);
            assertThat(Verb.run("report", run.directory()).out())
                    .contains("| against the first | labels |\n", " | team=fraud |\n");
        }

        @Test
        void areRunAgainWithTheSameLabelsAndParent() {
            Verb verb = Verb.apart(
                            run.work(),
                            "rerun",
                            run.directory(),
                            "--trusted-key",
                            run.publicKey(),
                            "--runs",
                            folder.resolve("again"),
                            "--json")
                    .assertStatus(0);

            JsonNode document = verb.json();
            assertThat(document.get("verdict").asText()).isEqualTo("REPRODUCED");
            assertThat(document.get("differences"))
                    .anySatisfy(difference ->
                            assertThat(difference.get("where").asText()).isEqualTo("predicate.stages"))
                    .noneSatisfy(difference ->
                            assertThat(difference.get("aspect").asText()).isEqualTo("LABEL"));
            Path again = Path.of(document.at("/rerun/directory").asText());
            assertThat(ManifestJson.read(again).labels())
                    .isEqualTo(run.manifest().labels());
            assertThat(ManifestJson.read(again).parent())
                    .isEqualTo(run.manifest().parent());
        }
    }

    @Nested
    class ThatMustBeUnderstood {
        private String problem;

        @BeforeEach
        void write() throws IOException {
            String writer = run.manifest()
                    .details()
                    .builderVersions()
                    .entrySet()
                    .iterator()
                    .next()
                    .toString();
            problem = "expected nothing critical that this version does not understand, found predicate.stages, written"
                    + " by " + writer.replace('=', ' ');
            rewrite(tree -> {
                ObjectNode predicate = (ObjectNode) tree.get("predicate");
                JsonNode others = predicate.deepCopy();
                predicate.removeAll();
                predicate.putArray("critical").add("predicate.stages");
                predicate.setAll((ObjectNode) others);
                predicate.putArray("stages").add("fit");
            });
        }

        @Test
        void areNotVerified() {
            Verb verb = verify().assertStatus(1);
            assertThat(verb.out()).isEmpty();
            assertThat(verb.err()).isEqualTo("reprorun: " + run.file("manifest.json") + ": " + problem + "\n");
            JsonNode document = verify("--json").assertStatus(1).json();
            assertThat(document.get("verdict").asText()).isEqualTo("REFUSED");
            assertThat(document.at("/problems/0/actual").asText()).startsWith("predicate.stages, written by ");
            assertThat(document.get("notUnderstood").toString()).isEqualTo("[\"predicate.stages\"]");
            assertThat(document.get("writtenBy").asText()).startsWith("repro-core ");
        }

        @Test
        void areNotRunAgain() {
            for (String trust : new String[] {"--trusted-key=" + run.publicKey(), "--allow-unsigned"}) {
                Verb verb = Verb.run("rerun", run.directory(), trust).assertStatus(3);
                assertThat(verb.out()).isEqualTo("UNVERIFIABLE\n");
                assertThat(verb.err()).endsWith("manifest.json: " + problem + "\n");
                JsonNode document = Verb.run("rerun", run.directory(), trust, "--json")
                        .assertStatus(3)
                        .json();
                assertThat(document.get("verdict").asText()).isEqualTo("UNVERIFIABLE");
                assertThat(document.get("reason").asText()).endsWith(problem);
                assertThat(document.get("notUnderstood").toString()).isEqualTo("[\"predicate.stages\"]");
            }
        }

        @Test
        void areNotCompared() {
            for (String verb : new String[] {"diff", "bisect"}) {
                Verb answer =
                        Verb.run(verb, trained.directory(), run.directory()).assertStatus(1);
                assertThat(answer.out()).isEqualTo("UNVERIFIABLE\n");
                assertThat(answer.err()).endsWith("manifest.json: " + problem + "\n");
                assertThat(Verb.run(verb, run.directory(), run.directory(), "--json")
                                .assertStatus(1)
                                .json()
                                .get("verdict")
                                .asText())
                        .isEqualTo("UNVERIFIABLE");
            }
        }

        @Test
        void areRefusedInReports() {
            JsonNode document = Verb.run("report", run.directory(), "--json")
                    .assertStatus(1)
                    .json();

            assertThat(document.at("/runs/0/status").asText()).isEqualTo("REFUSED");
            assertThat(document.at("/runs/0/refusal/problems/0/actual").asText())
                    .startsWith("predicate.stages");
        }

        @Test
        void areNotSigned() throws IOException {
            run.withoutEnvelope();

            Verb.run("sign", run.directory(), "--key", run.key()).assertStatus(1);

            assertThat(run.file("manifest.dsse.json")).doesNotExist();
        }

        @Test
        void areShownWithAWarning() {
            assertThat(Verb.run("show", run.directory()).assertStatus(0).out())
                    .contains("\nnothing can be concluded from this manifest: its readers must understand"
                            + " predicate.stages\n");
        }
    }

    private Verb verify(String... options) {
        Object[] arguments = new Object[4 + options.length];
        arguments[0] = "verify";
        arguments[1] = run.directory();
        arguments[2] = "--trusted-key";
        arguments[3] = run.publicKey();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Verb.run(arguments);
    }

    /** Changes the manifest and signs what comes of it. */
    private void rewrite(Consumer<JsonNode> change) throws IOException {
        Path manifest = run.file("manifest.json");
        JsonNode tree = JsonTree.parse(Files.readAllBytes(manifest));
        change.accept(tree);
        byte[] json = (JsonText.indented(tree) + "\n").getBytes(StandardCharsets.US_ASCII);
        Files.write(manifest, json);
        Files.write(
                run.file("manifest.dsse.json"),
                Envelope.sign(json, SigningKey.read(run.key())).bytes());
    }
}
