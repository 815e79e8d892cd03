package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/verification/verify-with-openssl.sh, which a third party runs. */
class VerificationScriptTests {
    private static final Path SCRIPT =
            Path.of("..", "docs", "verification", "verify-with-openssl.sh").toAbsolutePath();

    @TempDir
    Path directory;

    private Path run;
    private byte[] manifest;

    @BeforeAll
    static void needsItsTools() {
        for (String tool : new String[] {"openssl version", "jq --version", "sha256sum --version"}) {
            assumeThat(command("sh", "-c", tool).status())
                    .as("%s, which the script needs", tool)
                    .isZero();
        }
        assumeThat(command("openssl", "version").output())
                .as("openssl 1.1.1 or later (LibreSSL has no pkeyutl -rawin)")
                .containsPattern("^OpenSSL (1\\.1\\.1|[3-9])");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void verifiesARun(Algorithm algorithm) throws IOException {
        sign(SigningKey.generate(algorithm, new SecureRandom()));

        assertThat(verify()).isEqualTo(new Outcome(0, "verified: signature and 1 files\n"));
    }

    @Test
    void verifiesEitherOfTwoSignatures() throws IOException {
        sign(TestKeys.ed25519());
        Path file = run.resolve("manifest.dsse.json");
        Files.write(file, Envelope.read(file).withSignature(TestKeys.p256()).bytes());

        assertThat(verify().status()).isZero();
        Files.writeString(key(), TestKeys.p256().publicKey().pem());
        assertThat(verify().status()).isZero();
    }

    @Test
    void refusesAChangedFileAnExtraOneAndAMissingOne() throws IOException {
        sign(TestKeys.ed25519());
        Path output = run.resolve("outputs/labels.txt");

        Files.writeString(output, "changed\n");
        assertThat(verify().status()).isEqualTo(1);
        Files.delete(output);
        assertThat(verify().status()).isEqualTo(1);
        Files.writeString(output, "labels\n");
        assertThat(verify().status()).isZero();
        Files.createFile(run.resolve("extra"));
        assertThat(verify().status()).isEqualTo(1);
    }

    @Test
    void leavesToOthersWhatReRunsLeftAndNothingElseThere() throws IOException {
        sign(TestKeys.ed25519());
        Files.createFile(run.resolve("reproduction.json"));
        Path reproductions = Files.createDirectory(run.resolve("reproductions"));
        Files.createFile(reproductions.resolve("x.dsse.json"));
        assertThat(verify().status()).isZero();

        for (String other : new String[] {"evil.jar", "x/y.dsse.json"}) {
            Path file = reproductions.resolve(other);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
            assertThat(verify().status()).isEqualTo(1);
            Files.delete(file);
        }
    }

    @Test
    void refusesAChangedManifestEvenIfTheEnvelopeAgrees() throws IOException {
        sign(TestKeys.ed25519());
        byte[] changed = new String(manifest, StandardCharsets.UTF_8)
                .replace("\"x\"", "\"y\"")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(run.resolve("manifest.json"), changed);
        assertThat(verify().status()).isEqualTo(1);

        Envelope signed = Envelope.read(run.resolve("manifest.dsse.json"));
        Envelope forged = new Envelope("forged", new PreAuthenticated(Octets.of(changed)), signed.signatures());
        Files.write(run.resolve("manifest.dsse.json"), forged.bytes());

        assertThat(verify().status()).isEqualTo(1);
        assertThat(verify().output()).contains("is by " + key());
    }

    @Test
    void refusesAnotherKey() throws IOException {
        sign(TestKeys.ed25519());
        Files.writeString(key(), TestKeys.p256().publicKey().pem());

        assertThat(verify().status()).isEqualTo(1);
    }

    private void sign(SigningKey signer) throws IOException {
        run = directory.resolve("a run");
        Path output = Files.createDirectories(run.resolve("outputs")).resolve("labels.txt");
        Files.writeString(output, "labels\n");
        manifest = """
                {
                  "_type": "https://in-toto.io/Statement/v1",
                  "subject": [
                    {
                      "name": "outputs/labels.txt",
                      "digest": {
                        "sha256": "%s"
                      }
                    }
                  ],
                  "predicateType": "x"
                }
                """.formatted(Sha256.of(Files.readAllBytes(output))).getBytes(StandardCharsets.US_ASCII);
        Files.write(run.resolve("manifest.json"), manifest);
        Files.write(
                run.resolve("manifest.dsse.json"),
                Envelope.sign(manifest, signer).bytes());
        Files.writeString(key(), signer.publicKey().pem());
    }

    private Path key() {
        return directory.resolve("signing.pub.pem");
    }

    private Outcome verify() {
        return command("sh", SCRIPT.toString(), run.toString(), key().toString());
    }

    private static Outcome command(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            return new Outcome(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private record Outcome(int status, String output) {}
}
