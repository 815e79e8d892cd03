package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeygenAndSignCommandTests {
    @TempDir
    private Path folder;

    @Nested
    class Keygen {
        private Path keys;

        @BeforeEach
        void chooseFolder() {
            keys = folder.resolve("a/keys");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ed25519", "p256"})
        void makesAPairAndPrintsItsName(String algorithm) {
            Verb verb = Verb.run("keygen", "--out", keys, "--algorithm", algorithm)
                    .assertStatus(0)
                    .assertSilent();

            SigningKey key = SigningKey.read(keys.resolve("signing.pem"));
            assertThat(verb.out()).isEqualTo(key.keyid() + "\n");
            assertThat(TrustedKey.read(keys.resolve("signing.pub.pem"))).isEqualTo(key.publicKey());
            assertThat(keys)
                    .isDirectoryNotContaining(
                            file -> !file.getFileName().toString().startsWith("signing."));
        }

        @Test
        void letsNobodyElseReadThePrivateKey() throws IOException {
            assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
            Verb.run("keygen", "--out", keys).assertStatus(0);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("signing.pem"))))
                    .isEqualTo("rw-------");
        }

        @ParameterizedTest
        @ValueSource(strings = {"signing.pem", "signing.pub.pem"})
        void overwritesNothing(String name) throws IOException {
            Files.createDirectories(keys);
            Path precious = Files.writeString(keys.resolve(name), "precious");

            Verb verb = Verb.run("keygen", "--out", keys).assertStatus(2);

            assertThat(verb.err()).startsWith("reprorun: " + precious + ": ");
            assertThat(verb.err().lines()).hasSize(1);
            assertThat(keys).isDirectoryContaining(precious::equals);
            assertThat(precious).hasContent("precious");
            assertThat(keys.toFile().list()).containsExactly(name);
        }

        @Test
        void refusesAnAlgorithmThatItHasNot() {
            Verb.run("keygen", "--out", keys, "--algorithm", "rsa")
                    .assertStatus(2)
                    .assertError("reprorun: --algorithm: \"rsa\" is neither ed25519 nor p256");
            assertThat(keys).doesNotExist();
        }

        @Test
        void refusesAFileInThePlaceOfTheFolder() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "precious");

            Verb verb = Verb.run("keygen", "--out", file).assertStatus(2);
            assertThat(verb.err()).startsWith("reprorun: ");
            assertThat(verb.err().lines()).hasSize(1);
            assertThat(file).hasContent("precious");
        }
    }

    @Nested
    class Sign {
        @Test
        void addsASignatureToThoseThatThereAre() {
            TrainedRun run = TrainedRun.in(folder);
            Path second = folder.resolve("second");
            String keyid = Verb.run("keygen", "--out", second, "--algorithm", "p256")
                    .out()
                    .strip();

            Verb verb = Verb.run("sign", run.directory(), "--key", second.resolve("signing.pem"))
                    .assertStatus(0)
                    .assertSilent();

            assertThat(verb.out()).isEqualTo("signed by " + keyid + "\n");
            Verb.run(
                            "verify",
                            run.directory(),
                            "--trusted-key",
                            run.publicKey(),
                            second.resolve("signing.pub.pem"),
                            "--threshold",
                            2)
                    .assertStatus(0);
        }

        @Test
        void makesTheEnvelopeOfAnUnsignedRun() throws IOException {
            TrainedRun run = TrainedRun.in(folder).withoutEnvelope();

            Verb.run("sign", run.directory(), "--key", run.key()).assertStatus(0);
            Verb.run("verify", run.directory(), "--trusted-key", run.publicKey())
                    .assertStatus(0);
        }

        @Test
        void signsNothingThatIsNotWhatItSays() throws IOException {
            TrainedRun run = TrainedRun.in(folder).withoutEnvelope();
            Files.writeString(run.file("outputs/weights.txt"), "better");

            Verb verb = Verb.run("sign", run.directory(), "--key", run.key()).assertStatus(1);
            assertThat(verb.err()).startsWith("reprorun: outputs/weights.txt: expected sha256 ");
            assertThat(run.file("manifest.dsse.json")).doesNotExist();
        }

        @Test
        void addsNothingToTheEnvelopeOfAnotherRun() throws IOException {
            TrainedRun run = TrainedRun.in(folder);
            TrainedRun other = TrainedRun.in(folder);
            Files.delete(run.file("manifest.dsse.json"));
            Path foreign = Files.copy(other.file("manifest.dsse.json"), run.file("manifest.dsse.json"));
            byte[] before = Files.readAllBytes(foreign);
            Path second = folder.resolve("second");
            Verb.run("keygen", "--out", second);

            Verb.run("sign", run.directory(), "--key", second.resolve("signing.pem"))
                    .assertStatus(1)
                    .assertError("reprorun: " + foreign
                            + ": expected an envelope over this run's manifest, found a different payload");
            assertThat(foreign).hasBinaryContent(before);
        }
    }
}
