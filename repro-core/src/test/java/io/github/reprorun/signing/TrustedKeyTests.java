package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedKeyTests {
    @TempDir
    Path directory;

    @Nested
    class Reading {
        @Test
        void namesTheKeyAsSshKeygenDoes() {
            assertThat(read("ed25519.pub.pem").keyid()).isEqualTo(TestKeys.ED25519_KEYID);
            assertThat(read("p256.pub.pem").keyid()).isEqualTo(TestKeys.P256_KEYID);
            assertThat(read("p256.pub.pem")).hasToString(TestKeys.P256_KEYID);
        }

        @Test
        void writesWhatItRead() {
            for (String name : new String[] {"ed25519.pub.pem", "p256.pub.pem"}) {
                assertThat(read(name).pem()).isEqualTo(new String(TestKeys.content(name), StandardCharsets.US_ASCII));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"Ed25519", "EC"})
        void readsWhatTheJdkWrites(String algorithm) throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            for (int i = 0; i < 20; i++) {
                KeyPair pair = generator.generateKeyPair();
                Path publicFile = directory.resolve("public" + i + ".pem");
                Files.writeString(
                        publicFile,
                        new Pem("PUBLIC KEY", Octets.of(pair.getPublic().getEncoded())).text());
                Path privateFile = TestKeys.file(
                        directory.resolve("private" + i + ".pem"),
                        new Pem("PRIVATE KEY", Octets.of(pair.getPrivate().getEncoded()))
                                .text()
                                .getBytes(StandardCharsets.US_ASCII));

                assertThat(SigningKey.read(privateFile).publicKey()).isEqualTo(TrustedKey.read(publicFile));
            }
        }
    }

    @Nested
    class Refusing {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                rsa.pub.pem | is an RSA key; Ed25519 and ECDSA P-256 keys are read
                rsa-traditional.pub.pem | is an RSA key; Ed25519 and ECDSA P-256 keys are read
                p256-compressed.pub.pem | has its P-256 public key in compressed form; the uncompressed one is read, as openssl pkey -ec_conv_form uncompressed writes it
                ed25519.pem | is a private key; the public key is needed here: openssl pkey -in @/ed25519.pem -pubout -out @/ed25519.pub.pem
                sec1.pem | is a private key; the public key is needed here: openssl pkey -in @/sec1.pem -pubout -out @/sec1.pub.pem
                certificate.pem | is a certificate; take the public key out of it: openssl x509 -pubkey -noout -in @/certificate.pem > @/certificate.pub.pem
                ed25519.openssh.pub | is an Ed25519 public key in OpenSSH form, which ssh-keygen cannot convert; make a key pair with keygen
                p256.openssh.pub | is a public key in OpenSSH form; convert it: ssh-keygen -e -m PKCS8 -f @/p256.openssh.pub > @/p256.openssh.pub.pub.pem
                """)
        void saysWhatItIsAndHowToConvertIt(String name, String problem) {
            Path file = TestKeys.copy(name, directory);

            assertThatThrownBy(() -> TrustedKey.read(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": " + problem.replace("@", directory.toString()));
        }

        /** The eight points of small order, and their encodings that RFC 8032 forbids. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0000000000000000000000000000000000000000000000000000000000000080",
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                    "0100000000000000000000000000000000000000000000000000000000000080",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                })
        void refusesPointsOfSmallOrder(String point) {
            assertProblem(ed25519(point), "has a public key that is a point of small order");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                })
        void refusesPointsThatAreNotInCanonicalForm(String point) {
            assertProblem(ed25519(point), "has a public key that is a point not in its canonical form");
        }

        @Test
        void refusesWhatIsNotOnTheCurve() {
            assertProblem(
                    ed25519("0200000000000000000000000000000000000000000000000000000000000000"),
                    "has a public key that is not a point of the curve");
            byte[] content = TestKeys.content("p256.pub.pem");
            byte[] flipped = new String(content, StandardCharsets.US_ASCII)
                    .replace("imQ==", "imA==")
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(flipped).isNotEqualTo(content);
            assertProblem(flipped, "has a public key that is not a point of the curve");
        }

        @Test
        void refusesAnotherLengthOfPoint() {
            assertProblem(
                    pem(Encoding.of().hex("3029300506032b6570032000" + "01".repeat(31))),
                    "has an Ed25519 public key of 31 bytes instead of 32");
            assertProblem(
                    pem(Encoding.of().hex("3019301306072a8648ce3d020106082a8648ce3d0301070302" + "0000")),
                    "has a P-256 public key that is not an uncompressed point of 65 bytes");
        }

        @Test
        void refusesAHybridPoint() {
            byte[] content = TestKeys.content("p256.pub.pem");
            byte[] hybrid = new String(content, StandardCharsets.US_ASCII)
                    .replace("DQgAEYP7U", "DQgAGYP7U")
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(hybrid).isNotEqualTo(content);

            assertProblem(hybrid, "has a P-256 public key that is not an uncompressed point of 65 bytes");
        }

        private byte[] ed25519(String point) {
            return pem(Encoding.of().hex("302a300506032b6570032100" + point));
        }

        private byte[] pem(Encoding key) {
            return new Pem("PUBLIC KEY", key.octets()).text().getBytes(StandardCharsets.US_ASCII);
        }

        private void assertProblem(byte[] pem, String problem) {
            Path file = TestKeys.file(directory.resolve("key.pem"), pem);
            assertThatThrownBy(() -> TrustedKey.read(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": " + problem);
        }
    }

    @Nested
    class Verifying {
        private final Message message = Octets.of(new byte[] {1, 2, 3})::feed;
        private final SigningKey ed25519 = TestKeys.ed25519();
        private final SigningKey p256 = TestKeys.p256();

        @Test
        void findsNoFlawInWhatItsPrivateKeySigned() {
            assertThat(ed25519.publicKey().flaw(message, ed25519.sign(message).signature()))
                    .isEmpty();
            assertThat(p256.publicKey().flaw(message, p256.sign(message).signature()))
                    .isEmpty();
        }

        @Test
        void findsTheFlawOfATrailingZeroWhichTheJdkOverlooks() {
            assertThat(ed25519.publicKey().flaw(message, longer(ed25519))).contains("65 bytes long instead of 64");
            assertThat(p256.publicKey().flaw(message, longer(p256)))
                    .contains("one that goes on after the end of its DER encoding");
        }

        @Test
        void namesTheFlawOfANumberOutOfRange() {
            Octets beyond = Encoding.of()
                    .hex("5866666666666666666666666666666666666666666666666666666666666666")
                    .hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
                    .octets();

            assertThat(ed25519.publicKey().flaw(message, beyond))
                    .contains("one whose S is not below the group's order");
            assertThat(p256.publicKey()
                            .flaw(message, Encoding.of().hex("3006020100020101").octets()))
                    .contains("one whose r or s is 0 or not below the group's order");
        }

        @Test
        void namesTheFlawOfAPointOrOfAThirdNumber() {
            Octets smallOrder =
                    Encoding.of().hex("01" + "00".repeat(31) + "00".repeat(32)).octets();
            Octets three = Encoding.of().hex("3009020101020101020101").octets();

            assertThat(ed25519.publicKey().flaw(message, smallOrder)).contains("one whose R is a point of small order");
            assertThat(p256.publicKey().flaw(message, three))
                    .contains("one that goes on after the end of its DER encoding");
        }

        @Test
        void namesTheFlawOfAnotherMessage() {
            Message other = Octets.of(new byte[] {1, 2, 4})::feed;

            assertThat(ed25519.publicKey().flaw(other, ed25519.sign(message).signature()))
                    .contains("one that does not verify");
            assertThat(p256.publicKey().flaw(other, p256.sign(message).signature()))
                    .contains("one that does not verify");
        }

        private Octets longer(SigningKey key) {
            byte[] signature = key.sign(message).signature().toArray();
            return Octets.of(Arrays.copyOf(signature, signature.length + 1));
        }
    }

    private TrustedKey read(String name) {
        return TrustedKey.read(TestKeys.copy(name, directory));
    }
}
