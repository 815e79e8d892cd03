package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.reproduction.Reproductions;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One party trains and signs, others run it again and sign what they saw, and a reader believes those that it names. */
class AttestedRerunTests {
    @TempDir
    private static Path shared;

    private static TrainedRun run;

    /** A copy of the run with two reproductions by Bea, the first of which diverged. */
    private static Path reproduced;

    private static JsonNode diverging;
    private static JsonNode reproducing;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainAndRunAgain() throws IOException {
        run = TrainedRun.in(shared);
        for (String name : List.of("bea", "cem")) {
            SigningKey.generate(Algorithm.P256, new SecureRandom()).writeTo(shared.resolve(name));
        }
        reproduced = run.copyTo(shared.resolve("copy")).directory();
        Files.writeString(run.work().resolve("claims.csv"), "1,3\n");
        diverging = attest(1);
        Files.writeString(run.work().resolve("claims.csv"), "1,2\n");
        reproducing = attest(0);
    }

    private static JsonNode attest(int status) {
        return Verb.apart(
                        run.work(),
                        "rerun",
                        reproduced,
                        "--trusted-key",
                        run.publicKey(),
                        "--runs",
                        shared.resolve("again"),
                        "--attest",
                        privateKey("bea"),
                        "--json")
                .assertStatus(status)
                .json();
    }

    private static Path privateKey(String name) {
        return shared.resolve(name).resolve(SigningKey.PRIVATE_FILE);
    }

    private static Path publicKey(String name) {
        return shared.resolve(name).resolve(SigningKey.PUBLIC_FILE);
    }

    private static String keyid(String name) {
        return SigningKey.read(privateKey(name)).keyid();
    }

    private static Verb verify(Path directory, Object... options) {
        return Verb.run(
                Stream.concat(Stream.of("verify", directory, "--trusted-key", run.publicKey()), Stream.of(options))
                        .toArray());
    }

    private static String file(JsonNode rerun) {
        return "reproductions/" + Path.of(rerun.get("attestation").textValue()).getFileName();
    }

    private Path copy() {
        Path copy = folder.resolve("copy");
        TrainedRun.copy(reproduced, copy);
        return copy;
    }

    @Test
    void isVerifiedByTheKeyThatIsBelieved() {
        Verb verb = verify(reproduced, "--reproduced-by", publicKey("bea")).assertStatus(0);

        assertThat(verb.out())
                .contains(
                        "  confirmed by " + keyid("bea") + "\n    REPRODUCED: 1 output, 1 metric, 1 metric by step, 2")
                .contains("  not confirmed by " + keyid("bea") + "\n    DIVERGED: compared 1 output")
                .doesNotContain("not signed");
    }

    @Test
    void isVerifiedForPrograms() {
        JsonNode document = verify(reproduced, "--reproduced-by", publicKey("bea"), "--json")
                .assertStatus(0)
                .json();

        assertThat(document.get("reproducedBy").toString()).isEqualTo("[\"" + keyid("bea") + "\"]");
        assertThat(document.get("reproductions")).hasSize(2);
        JsonNode confirming = document.at("/reproductions/1");
        assertThat(confirming.get("file").textValue()).isEqualTo(file(reproducing));
        assertThat(confirming.get("confirms").booleanValue()).isTrue();
        assertThat(confirming.get("resultDigest").textValue())
                .isEqualTo(run.manifest().resultDigest().hex());
        assertThat(document.at("/reproductions/0/confirms").booleanValue()).isFalse();
        assertThat(document.at("/reproductions/0/verdict").textValue()).isEqualTo("DIVERGED");
        assertThat(document.get("reproductionsNotCounted")).isEmpty();
    }

    @Test
    void isASignedStatementAboutTheManifestWithItsCauses() throws IOException {
        JsonNode envelope =
                new ObjectMapper().readTree(reproduced.resolve(file(diverging)).toFile());
        JsonNode statement = new ObjectMapper()
                .readTree(Base64.getDecoder().decode(envelope.get("payload").textValue()));

        assertThat(statement.at("/subject/0/digest/sha256").textValue())
                .isEqualTo(Sha256.of(Files.readAllBytes(reproduced.resolve(Manifest.FILE_NAME)))
                        .hex());
        assertThat(statement.at("/predicate/verificationResult").textValue()).isEqualTo("FAILED");
        assertThat(statement.at("/predicate/reprorun_reproduction/causes").toString())
                .isEqualTo("[\"DATA\"]");
        assertThat(statement
                        .at("/predicate/reprorun_reproduction/compared/outputs")
                        .intValue())
                .isOne();
        assertThat(statement
                        .at("/predicate/reprorun_reproduction/machine/jvm.version")
                        .textValue())
                .isEqualTo(System.getProperty("java.vm.version"));
    }

    @Test
    void isKeptInTheRerunsDirectoryAttestedOrNot() throws IOException {
        Path rerun = Path.of(reproducing.at("/rerun/directory").textValue());
        JsonNode statement =
                new ObjectMapper().readTree(rerun.resolve("reproduction.json").toFile());

        assertThat(statement.at("/predicate/reprorun_reproduction/statement").textValue())
                .isEqualTo("REPRODUCED: 1 output, 1 metric, 1 metric by step");
        assertThat(statement.at("/subject/0/digest/sha256").textValue())
                .isEqualTo(Sha256.of(Files.readAllBytes(run.file(Manifest.FILE_NAME)))
                        .hex());
    }

    @Test
    void doesNotBreakThoseWhoAskForNone() {
        assertThat(verify(reproduced).assertStatus(0).out())
                .contains("  not asked  2 in reproductions/; say whom you believe with --reproduced-by\n");
    }

    @Test
    void countsDistinctKeys() throws IOException {
        verify(reproduced, "--reproduced-by", publicKey("bea"), publicKey("cem"), "--at-least", 2)
                .assertStatus(1)
                .assertError("reprorun: " + reproduced + ": expected to be reproduced by 2 of "
                        + Stream.of("bea", "cem")
                                .map(AttestedRerunTests::keyid)
                                .sorted()
                                .reduce((a, b) -> a + ", " + b)
                                .orElseThrow()
                        + ", found 1 (" + keyid("bea") + "); " + file(diverging)
                        + " says DIVERGED: compared 1 output, 1 metric, 1 metric by step");
        Path copy = copy();
        byte[] statement = Files.readAllBytes(
                Path.of(reproducing.at("/rerun/directory").textValue()).resolve("reproduction.json"));
        Files.write(
                copy.resolve("reproductions/cems.dsse.json"),
                Envelope.sign(statement, SigningKey.read(privateKey("cem"))).bytes());

        assertThat(verify(copy, "--reproduced-by", publicKey("bea"), publicKey("cem"), "--at-least", 2, "--json")
                        .assertStatus(0)
                        .json()
                        .get("reproducedBy"))
                .hasSize(2);
    }

    @Test
    void isAskedForByAPolicy() throws IOException {
        Path policy = folder.resolve("policy.json");
        String form = "{\"version\": 1, \"trustedKeys\": [{\"path\": \"%s\"}],"
                + " \"reproducedBy\": {\"trustedKeys\": [{\"path\": \"%s\"}], \"atLeast\": 1}}";
        Files.writeString(policy, form.formatted(run.publicKey(), publicKey("bea")));
        Verb.run("verify", reproduced, "--policy", policy).assertStatus(0);

        Verb.run("verify", reproduced, "--policy", policy, "--reproduced-by", publicKey("cem"))
                .assertStatus(2)
                .assertError("reprorun: --reproduced-by: cannot stand beside a policy that says reproducedBy itself");
        Files.writeString(policy, form.formatted(run.publicKey(), publicKey("cem")));
        Verb.run("verify", reproduced, "--policy", policy).assertStatus(1);
        Files.writeString(
                policy, form.formatted(run.publicKey(), publicKey("bea")).replace("atLeast\": 1", "atLeast\": 2"));
        assertThat(Verb.run("verify", reproduced, "--policy", policy)
                        .assertStatus(2)
                        .err())
                .contains("a threshold of 2 is not between 1 and the number of keys, 1");
    }

    @Test
    void doesNotCountWhatOthersSaid() {
        assertThat(verify(reproduced, "--reproduced-by", publicKey("cem"))
                        .assertStatus(1)
                        .err())
                .contains("found no such reproduction; " + file(diverging) + " does not count: ")
                .contains("signatures by 1 of the trusted keys (" + keyid("cem") + "), found none");
    }

    @Test
    void doesNotCountWhatIsSaidOfAnotherRun() throws IOException {
        TrainedRun other = TrainedRun.in(folder, "-Dprobe.key=" + run.key());
        TrainedRun.copy(reproduced.resolve("reproductions"), other.file("reproductions"));

        assertThat(verify(other.directory(), "--reproduced-by", publicKey("bea"))
                        .assertStatus(1)
                        .err())
                .contains("expected a reproduction of this run, found one of a different manifest");
    }

    @ParameterizedTest
    @CsvSource({
        "shape, has no list of one subject",
        "copy, is the same as",
        "junk, 'expected a DSSE envelope in canonical form'",
        "flipped, expected a valid signature by",
        "link, is not a regular file",
        "folder, is not a regular file"
    })
    void isNotUpsetByWhatAnybodyPutThere(String kind, String reason) throws IOException {
        Path copy = copy();
        Path file = copy.resolve("reproductions/0.dsse.json");
        Path good = copy.resolve(file(reproducing));
        switch (kind) {
            case "junk" -> Files.writeString(file, "junk");
            case "shape" ->
                Files.write(
                        file,
                        Envelope.sign(
                                        ("{\"_type\": \"https://in-toto.io/Statement/v1\", \"predicateType\": \""
                                                        + Reproduction.PREDICATE_TYPE
                                                        + "\", \"subject\": {\"a\": 1}}")
                                                .getBytes(StandardCharsets.UTF_8),
                                        SigningKey.read(privateKey("bea")))
                                .bytes());
            case "copy" -> {
                Files.copy(good, copy.resolve("reproductions/1.dsse.json"));
                file = good;
            }
            case "flipped" ->
                Files.writeString(file, Files.readString(good).replaceFirst("\"payload\": \"..", "\"payload\": \"fy"));
            case "link" -> Files.createSymbolicLink(file, good);
            default -> Files.createDirectory(file);
        }

        JsonNode document = verify(copy, "--reproduced-by", publicKey("bea"), "--json")
                .assertStatus(0)
                .json();

        assertThat(document.get("reproducedBy")).hasSize(1);
        assertThat(document.at("/reproductionsNotCounted")
                        .get("reproductions/" + file.getFileName())
                        .textValue())
                .contains(reason);
        assertThat(document.get("reproductionsNotCounted")).hasSize(1);
    }

    @Test
    void hidesNothingElseInItsFolder() throws IOException {
        Path copy = copy();
        Files.writeString(copy.resolve("reproductions/evil.jar"), "x");
        Files.createDirectory(copy.resolve("reproductions/x"));
        Files.writeString(copy.resolve("reproductions/x/y.dsse.json"), "x");

        assertThat(verify(copy, "--reproduced-by", publicKey("bea"))
                        .assertStatus(0)
                        .out())
                .contains("  not signed reproductions/evil.jar\n", "  not signed reproductions/x/y.dsse.json\n");
        assertThat(verify(copy).assertStatus(0).out()).contains("  not asked  2 in reproductions/");
    }

    @Test
    void isOnlyOfTheRunThatWasRepeated() {
        Path other = TrainedRun.in(folder, "-Dprobe.key=" + run.key()).directory();
        Reproduction about = Reproductions.of(
                        VerifiedRun.unsigned(reproduced), TrustPolicy.of(List.of(publicKey("bea")), 1))
                .attested()
                .get(0)
                .reproduction();

        assertThatThrownBy(() -> about.attest(VerifiedRun.unsigned(other), SigningKey.read(privateKey("bea"))))
                .hasMessage("this is no reproduction of " + other);
    }

    @Test
    void isRefusedBeforeAnythingRunsWhereItCannotBe() throws IOException {
        Object[] rerun = {"rerun", reproduced, "--trusted-key", run.publicKey(), "--attest"};
        for (Object[] options :
                new Object[][] {{folder.resolve("none.pem")}, {privateKey("bea"), "--parameter", "rate=0.2"}}) {
            Verb.run(Stream.concat(Stream.of(rerun), Stream.of(options)).toArray())
                    .assertStatus(2);
        }
        TrainedRun blocked = run.copyTo(folder.resolve("blocked"));
        Files.writeString(blocked.file("reproductions"), "in the way");
        Verb.run("rerun", blocked.directory(), "--trusted-key", run.publicKey(), "--attest", privateKey("bea"))
                .assertStatus(2)
                .assertError("reprorun: " + blocked.file("reproductions")
                        + ": is no folder, hence no reproduction can be attested");
        verify(reproduced, "--at-least", 1).assertStatus(2).assertError("reprorun: --at-least: needs --reproduced-by");
    }
}
