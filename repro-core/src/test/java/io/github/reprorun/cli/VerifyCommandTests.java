package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTests {
    @TempDir
    private static Path shared;

    private static TrainedRun trained;

    @TempDir
    private Path folder;

    private TrainedRun run;

    @BeforeAll
    static void train() {
        trained = TrainedRun.in(shared);
    }

    @Test
    void saysWhatTheRunContinuedWithoutWhenItWasResumed() throws IOException {
        byte[] json = ManifestJson.write(Manifests.changed(run.manifest(), "/predicate/hazards", hazards -> {
            ((ArrayNode) hazards)
                    .addObject()
                    .put("kind", "resumed without state of a listener")
                    .put("class", "zz.Plateau")
                    .put("line", -1)
                    .put("count", 1)
                    .put("treatment", "UNCONTROLLED")
                    .put("advice", "Train from the start.");
            return hazards;
        }));
        Files.write(run.file(Manifest.FILE_NAME), json);
        Files.write(
                run.file(Manifest.ENVELOPE_FILE_NAME),
                Envelope.sign(json, SigningKey.read(run.key())).bytes());

        assertThat(Verb.run("verify", run.directory(), "--trusted-key", run.publicKey())
                        .assertStatus(0)
                        .out())
                .contains("\n  caution    resumed without state of a listener (zz.Plateau)\n");
        assertThat(Verb.run("verify", run.directory(), "--trusted-key", run.publicKey(), "--json")
                        .json()
                        .at("/resumptions/0")
                        .asText())
                .isEqualTo("resumed without state of a listener (zz.Plateau)");
    }

    @BeforeEach
    void copy() throws IOException {
        run = trained.copyTo(folder.toRealPath().resolve("run"));
    }

    @Nested
    class Verifying {
        @Test
        void saysWhoSignedWhat() {
            Manifest manifest = run.manifest();
            String keyid = SigningKey.read(run.key()).keyid();

            Verb verb = verify().assertStatus(0).assertSilent();

            assertThat(verb.out())
                    .isEqualTo("VERIFIED " + run.directory() + "\n"
                            + "  signed by  " + keyid + "\n"
                            + "  files      " + manifest.subjects().size() + ", each as signed\n"
                            + "  status     SUCCEEDED\n"
                            + "  result     sha256:" + manifest.resultDigest() + "\n");
        }

        @Test
        void takesTheManifestOrTheEnvelopeForTheRun() {
            for (String file : new String[] {"manifest.json", "manifest.dsse.json"}) {
                Verb.run("verify", run.file(file), "--trusted-key", run.publicKey())
                        .assertStatus(0)
                        .assertSilent();
            }
        }

        @Test
        void namesWhatLiesBesideTheFilesAndIsNoPartOfThem() throws IOException {
            for (String name : new String[] {"notes.txt", ".lock", "checkpoints/1", "a\nb", "outputs\\out.txt"}) {
                Files.createDirectories(run.file(name).getParent());
                Files.writeString(run.file(name), "x");
            }
            Verb verb = verify().assertStatus(0).assertSilent();

            assertThat(verb.out().lines().filter(line -> line.startsWith("  not signed ")))
                    .containsExactly(
                            "  not signed .lock",
                            "  not signed a\\nb",
                            "  not signed checkpoints/1",
                            "  not signed notes.txt",
                            "  not signed outputs\\out.txt");
            assertThat(verify("--json").json().get("strays").toString())
                    .isEqualTo("[\".lock\",\"a\\nb\",\"checkpoints/1\",\"notes.txt\",\"outputs\\\\out.txt\"]");
        }

        @Test
        void printsOneDocument() {
            JsonNode document = verify("--json").assertStatus(0).assertSilent().json();

            assertThat(document.get("verdict").asText()).isEqualTo("VERIFIED");
            assertThat(document.get("run").asText()).isEqualTo(run.directory().toString());
            assertThat(document.get("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(document.get("resultDigest").asText())
                    .isEqualTo(run.manifest().resultDigest().hex());
            assertThat(document.get("keyids").get(0).asText())
                    .isEqualTo(SigningKey.read(run.key()).keyid());
        }

        @Test
        void asksForAsManySignaturesAsItIsTold() {
            Path second = otherKeys();
            Verb.run("sign", run.directory(), "--key", second.resolve("signing.pem"))
                    .assertStatus(0);

            Verb.run(
                            "verify",
                            run.directory(),
                            "--threshold",
                            2,
                            "--trusted-key",
                            run.publicKey(),
                            second.resolve("signing.pub.pem"))
                    .assertStatus(0)
                    .assertSilent();
        }
    }

    @Nested
    class Policies {
        @Test
        void standInThePlaceOfKeys() throws IOException {
            verifyWith(policy("SUCCEEDED")).assertStatus(0).assertSilent();
        }

        @Test
        void mayAskForAnotherStatus() throws IOException {
            verifyWith(policy("FAILED"))
                    .assertStatus(1)
                    .assertError("reprorun: " + run.directory()
                            + ": expected a status the policy accepts: [FAILED], found SUCCEEDED");
        }

        @Test
        void areRefusedIfTheyAreNone() throws IOException {
            Path policy = Files.writeString(folder.resolve("policy.json"), "{");

            Verb verb = verifyWith(policy).assertStatus(2);
            assertThat(verb.err()).startsWith("reprorun: " + policy + ": ");
            assertThat(verb.err().lines()).hasSize(1);
        }

        private Path policy(String status) throws IOException {
            Files.copy(run.publicKey(), folder.resolve("signing.pub.pem"));
            return Files.writeString(
                    folder.resolve("policy.json"),
                    "{\"version\": 1, \"trustedKeys\": [{\"path\": \"signing.pub.pem\"}], \"requiredStatus\": [\""
                            + status + "\"]}");
        }

        private Verb verifyWith(Path policy) {
            return Verb.run("verify", run.directory(), "--policy", policy);
        }
    }

    @Nested
    class Refusing {
        @Test
        void refusesARunThatIsUnsigned() throws IOException {
            run.withoutEnvelope();

            verify().assertStatus(1)
                    .assertError(
                            "reprorun: " + run.directory() + ": expected a signed run, found no manifest.dsse.json");
        }

        @Test
        void refusesAnotherKey() {
            Verb verb = Verb.run(
                            "verify",
                            run.directory(),
                            "--trusted-key",
                            otherKeys().resolve("signing.pub.pem"))
                    .assertStatus(1);

            assertThat(verb.err()).startsWith("reprorun: ").contains(": expected ", ", found ");
            assertThat(verb.err().lines()).hasSize(1);
            assertThat(verb.out()).isEmpty();
        }

        @Test
        void refusesAMissingOutput() throws IOException {
            Files.delete(run.file("outputs/weights.txt"));

            verify().assertStatus(1)
                    .assertError("reprorun: outputs/weights.txt: expected a regular file, found no such file");
        }

        @Test
        void refusesAChangedOutput() throws IOException {
            Files.writeString(run.file("outputs/weights.txt"), "better");

            verify().assertStatus(1)
                    .assertError("reprorun: outputs/weights.txt: expected sha256 "
                            + run.manifest().subjects().get("outputs/weights.txt") + ", found sha256 "
                            + Sha256.ofUtf8("better"));
        }

        @Test
        void refusesAFileMoreAmongTheOutputs() throws IOException {
            Files.createDirectories(run.file("outputs/deep"));
            Files.writeString(run.file("outputs/deep/extra"), "x");

            verify().assertStatus(1)
                    .assertError("reprorun: outputs/deep/extra: expected only files that the manifest has as subjects,"
                            + " found a further one");
        }

        @Test
        void refusesALinkInThePlaceOfAFileOrOfTheOutputs() throws IOException {
            Path weights = run.file("outputs/weights.txt");
            Path moved = Files.move(weights, folder.resolve("weights.txt"));
            link(weights, moved);
            verify().assertStatus(1)
                    .assertError("reprorun: outputs/weights.txt: expected a regular file, found something else");

            Files.delete(weights);
            Files.move(moved, weights);
            Path outputs = Files.move(run.file("outputs"), folder.resolve("outputs"));
            link(run.file("outputs"), outputs);
            verify().assertStatus(1).assertError("reprorun: outputs/: expected a folder, found something else");
        }

        @Test
        void namesEveryProblemOnALineOfItsOwn() throws IOException {
            Files.delete(run.file("outputs/weights.txt"));
            Files.writeString(run.file("outputs/evil\u202e"), "x");

            verify().assertStatus(1)
                    .assertError(
                            "reprorun: outputs/weights.txt: expected a regular file, found no such file",
                            "reprorun: outputs/evil\\u202e: expected only files that the manifest has as subjects,"
                                    + " found a further one");
        }

        @Test
        void refusesOneManifestUnderTheSignatureOfAnother() throws IOException {
            TrainedRun other = TrainedRun.in(shared);
            Files.copy(other.file("manifest.json"), run.file("manifest.json"), StandardCopyOption.REPLACE_EXISTING);

            verify().assertStatus(1)
                    .assertError("reprorun: " + run.file("manifest.json")
                            + ": expected the bytes that were signed, found different bytes");
        }

        @Test
        void refusesARunWithoutItsManifest() throws IOException {
            Files.delete(run.file("manifest.json"));

            Verb verb = verify().assertStatus(1);
            assertThat(verb.err())
                    .startsWith("reprorun: " + run.file("manifest.json")
                            + ": expected the bytes that were signed, found no readable file: ");
        }

        @Test
        void refusesAnEnvelopeThatIsNone() throws IOException {
            Files.writeString(run.file("manifest.dsse.json"), "no JSON");

            Verb verb = verify().assertStatus(1);
            assertThat(verb.err()).startsWith("reprorun: " + run.file("manifest.dsse.json") + ": expected ");
            assertThat(verb.err().lines()).hasSize(1);
        }

        @Test
        void refusesTooFewSignatures() {
            Verb verb = Verb.run(
                            "verify",
                            run.directory(),
                            "--threshold",
                            2,
                            "--trusted-key",
                            run.publicKey(),
                            otherKeys().resolve("signing.pub.pem"))
                    .assertStatus(1);

            assertThat(verb.err().lines()).hasSize(1);
        }

        @Test
        @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has neither pipes nor devices among its files")
        void doesNotWaitForAPipeNorReadADevice() throws Exception {
            for (String name : List.of("manifest.json", "manifest.dsse.json")) {
                Path kept = Files.move(run.file(name), folder.resolve("kept"), StandardCopyOption.REPLACE_EXISTING);
                assertRefusedWith(name, run.file(name));

                Files.createDirectory(run.file(name));
                assertRefusedWith(name, run.file(name));
                Files.delete(run.file(name));

                link(run.file(name), Path.of("/dev/zero"));
                assertRefusedWith(name, run.file(name));
                Files.delete(run.file(name));

                assertThat(new ProcessBuilder("mkfifo", run.file(name).toString())
                                .start()
                                .waitFor())
                        .isZero();
                assertRefusedWith(name, run.file(name));
                Files.delete(run.file(name));
                Files.move(kept, run.file(name));
            }
        }

        private void assertRefusedWith(String name, Path file) {
            Verb verb = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> verify())
                    .assertStatus(1);
            assertThat(verb.err()).startsWith("reprorun: ").contains(name).hasLineCount(1);
            if (Files.exists(file)) {
                assertThat(verb.err()).contains("not a regular file");
            }
            for (List<Object> reading : List.<List<Object>>of(
                    List.of("show", run.directory()), List.of("diff", run.directory(), run.directory()))) {
                Verb other = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Verb.run(reading.toArray()));
                assertThat(other.status()).isIn(0, 2);
                assertThat(other.err().lines()).hasSizeLessThan(2);
            }
        }

        @Test
        @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there the name means a file in the folder")
        void listsAStrangerWhoseNameOnlyLooksLikeThatOfAnOutput() throws IOException {
            Files.writeString(run.file("outputs\\out.txt"), "x");

            assertThat(verify().assertStatus(0).out()).contains("\n  not signed outputs\\out.txt\n");
        }

        @Test
        void printsTheProblemsAsOneDocument() throws IOException {
            Files.delete(run.file("outputs/weights.txt"));
            Files.writeString(run.file("outputs/extra"), "x");

            JsonNode document = verify("--json").assertStatus(1).json();

            assertThat(document.get("verdict").asText()).isEqualTo("REFUSED");
            assertThat(document.get("problems").toString())
                    .isEqualTo("[{\"subject\":\"outputs/weights.txt\",\"expected\":\"a regular file\","
                            + "\"actual\":\"no such file\"},"
                            + "{\"subject\":\"outputs/extra\","
                            + "\"expected\":\"only files that the manifest has as subjects\","
                            + "\"actual\":\"a further one\"}]");
        }

        private void link(Path link, Path target) throws IOException {
            try {
                Files.createSymbolicLink(link, target);
            } catch (FileSystemException notAllowed) {
                assumeThat(false).as("links can be made here").isTrue();
            }
        }
    }

    @Nested
    class UsedWrongly {
        @Test
        void saysThatThereIsNoSuchRun() {
            Path nowhere = folder.resolve("nowhere");

            Verb.run("verify", nowhere, "--trusted-key", run.publicKey())
                    .assertStatus(2)
                    .assertError("reprorun: " + nowhere + ": there is no such run");
        }

        @Test
        void saysSoInOneDocument() {
            Path nowhere = folder.resolve("nowhere");

            JsonNode document = Verb.run("verify", nowhere, "--trusted-key", run.publicKey(), "--json")
                    .assertStatus(2)
                    .json();

            assertThat(document).hasSize(2);
            assertThat(document.get("verdict").asText()).isEqualTo("NOT_VERIFIED");
            assertThat(document.get("reason").asText()).isEqualTo(nowhere + ": there is no such run");
        }

        @Test
        void saysThatADirectoryIsNoRun() throws IOException {
            Path empty = Files.createDirectory(folder.toRealPath().resolve("empty"));

            Verb.run("verify", empty, "--trusted-key", run.publicKey())
                    .assertStatus(2)
                    .assertError("reprorun: " + empty
                            + ": holds no manifest.json: it is not a run directory, or its run was killed");
        }

        @Test
        void doesNotTakeAnyFileForTheRunThatItLiesIn() throws IOException {
            Path other = Files.writeString(run.file("tampered.json"), "{}");

            Verb.run("verify", other, "--trusted-key", run.publicKey())
                    .assertStatus(2)
                    .assertError("reprorun: " + other + ": is neither a run directory nor the manifest.json in one");
        }

        @Test
        void saysThatAnUnsignedManifestIsNoJson() throws IOException {
            run.withoutEnvelope();
            Files.writeString(run.file("manifest.json"), "no JSON");

            Verb verb = verify().assertStatus(2);
            assertThat(verb.err())
                    .startsWith("reprorun: " + run.file("manifest.json") + ": is not JSON: Unrecognized token");
            assertThat(verb.err().lines()).hasSize(1);
        }

        @Test
        void saysThatAKeyIsNone() throws IOException {
            Path file = Files.writeString(folder.resolve("key"), "no key");

            Verb verb =
                    Verb.run("verify", run.directory(), "--trusted-key", file).assertStatus(2);
            assertThat(verb.err()).startsWith("reprorun: " + file + ": ");
            assertThat(verb.err().lines()).hasSize(1);
        }

        @Test
        void asksWhomToTrust() {
            Verb.run("verify", run.directory())
                    .assertStatus(2)
                    .assertError("reprorun: trust: say whose signature is believed: --trusted-key or --policy");
        }

        @Test
        void takesAPolicyOrKeysNotBoth() {
            Verb.run("verify", run.directory(), "--trusted-key", run.publicKey(), "--policy", "p.json")
                    .assertStatus(2)
                    .assertError("reprorun: --policy: cannot stand beside --trusted-key: the policy names its keys");
        }

        @Test
        void doesNotTakeAThresholdAlone() {
            Verb.run("verify", run.directory(), "--threshold", 1)
                    .assertStatus(2)
                    .assertError("reprorun: --threshold: needs --trusted-key or --policy");
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

    private Path otherKeys() {
        Path keys = folder.resolve("other-keys");
        SigningKey.generate(Algorithm.P256, new SecureRandom()).writeTo(keys);
        return keys;
    }
}
