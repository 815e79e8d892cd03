package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same keys and signatures through openssl and ssh-keygen, which share no code with the JDK. */
class OpensslTests {
    private static final byte[] PAYLOAD = "{\"grüße\": 1}\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @BeforeAll
    static void needsOpenssl() {
        assumeThat(version("openssl", "version"))
                .as("openssl 1.1.1 or later is not on the PATH (LibreSSL has no pkeyutl -rawin)")
                .containsPattern("^OpenSSL (1\\.1\\.1|[3-9])");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void opensslVerifiesWhatWeSignWithThePublicKeyAlone(Algorithm algorithm) throws Exception {
        SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
        Envelope envelope = Envelope.sign(PAYLOAD, key);
        Files.writeString(directory.resolve("signing.pub.pem"), key.publicKey().pem());
        Files.write(directory.resolve("pae"), preAuthenticated());
        Files.write(
                directory.resolve("sig"),
                envelope.signatures().get(0).signature().toArray());

        assertThat(run(verify(algorithm)).strip()).isIn("Signature Verified Successfully", "Verified OK");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void weVerifyWhatOpensslSigns(Algorithm algorithm) throws Exception {
        run(generate(algorithm));
        SigningKey key = SigningKey.read(directory.resolve("key.pem"));
        run(List.of("openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem"));
        TrustedKey trusted = TrustedKey.read(directory.resolve("pub.pem"));
        assertThat(trusted).isEqualTo(key.publicKey());
        Files.write(directory.resolve("pae"), preAuthenticated());
        run(sign(algorithm));

        byte[] signature = Files.readAllBytes(directory.resolve("sig"));
        Envelope envelope = new Envelope(
                "openssl",
                new PreAuthenticated(Octets.of(PAYLOAD)),
                List.of(new EnvelopeSignature(key.keyid(), Octets.of(signature))));

        assertThat(TrustPolicy.of(List.of(directory.resolve("pub.pem")), 1)
                        .verify(Envelope.parse("openssl", envelope.bytes()))
                        .bytes())
                .isEqualTo(PAYLOAD);
    }

    /** What the messages about such files tell a user to type. */
    @ParameterizedTest
    @ValueSource(strings = {"sec1.pem", "sec1-parameters.pem"})
    void theSec1ConversionWeSuggestGivesAKey(String name) throws Exception {
        TestKeys.copy(name, directory);

        run(List.of("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", name, "-out", "converted.pem"));

        assertThat(SigningKey.read(directory.resolve("converted.pem")).keyid()).isEqualTo(TestKeys.P256_KEYID);
    }

    @Test
    void theDecryptionWeSuggestGivesAKey() throws Exception {
        TestKeys.copy("encrypted-scrypt.pem", directory);

        run(List.of("openssl", "pkey", "-in", "encrypted-scrypt.pem", "-passin", "pass:test", "-out", "converted.pem"));

        assertThat(SigningKey.read(directory.resolve("converted.pem")).keyid()).isEqualTo(TestKeys.ED25519_KEYID);
    }

    @Test
    void thePublicKeyOfACertificateIsRead() throws Exception {
        TestKeys.copy("certificate.pem", directory);

        String pem = run(List.of("openssl", "x509", "-pubkey", "-noout", "-in", "certificate.pem"));

        assertThat(TrustedKey.parse("pem", Path.of("x"), pem.getBytes(StandardCharsets.US_ASCII))
                        .keyid())
                .isEqualTo(TestKeys.P256_KEYID);
    }

    @Test
    void sshKeygenPrintsTheSameKeyidForANewP256Key() throws Exception {
        assumeThat(version("ssh-keygen", "-?"))
                .as("ssh-keygen is not on the PATH")
                .contains("usage: ssh-keygen");
        TrustedKey key = SigningKey.generate(Algorithm.P256, new SecureRandom()).publicKey();
        Files.writeString(directory.resolve("key.pub.pem"), key.pem());
        Files.writeString(
                directory.resolve("key.pub"), run(List.of("ssh-keygen", "-i", "-m", "PKCS8", "-f", "key.pub.pem")));

        assertThat(run(List.of("ssh-keygen", "-lf", "key.pub"))).startsWith("256 " + key.keyid() + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519.openssh.pub", "p256.openssh.pub"})
    void sshKeygenPrintsTheKnownKeyids(String name) throws Exception {
        assumeThat(version("ssh-keygen", "-?"))
                .as("ssh-keygen is not on the PATH")
                .contains("usage: ssh-keygen");
        TestKeys.copy(name, directory);

        assertThat(run(List.of("ssh-keygen", "-lf", name)))
                .startsWith("256 " + (name.startsWith("p") ? TestKeys.P256_KEYID : TestKeys.ED25519_KEYID) + " ");
    }

    /** Put together here from the words of protocol.md, apart from the code under test. */
    private static byte[] preAuthenticated() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("DSSEv1 28 application/vnd.in-toto+json " + PAYLOAD.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(PAYLOAD);
        return out.toByteArray();
    }

    private static List<String> generate(Algorithm algorithm) {
        List<String> common = List.of("openssl", "genpkey", "-out", "key.pem", "-algorithm");
        return switch (algorithm) {
            case ED25519 -> with(common, "ed25519");
            case P256 -> with(common, "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
        };
    }

    private static List<String> sign(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 ->
                List.of("openssl", "pkeyutl", "-sign", "-rawin", "-in", "pae", "-inkey", "key.pem", "-out", "sig");
            case P256 -> List.of("openssl", "dgst", "-sha256", "-sign", "key.pem", "-out", "sig", "pae");
        };
    }

    private static List<String> verify(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 ->
                List.of(
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-rawin",
                        "-in",
                        "pae",
                        "-pubin",
                        "-inkey",
                        "signing.pub.pem",
                        "-sigfile",
                        "sig");
            case P256 ->
                List.of("openssl", "dgst", "-sha256", "-verify", "signing.pub.pem", "-signature", "sig", "pae");
        };
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    private static String version(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "absent: " + e.getMessage();
        }
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", String.join(" ", command), Files.readString(errors))
                .isZero();
        return output;
    }
}
