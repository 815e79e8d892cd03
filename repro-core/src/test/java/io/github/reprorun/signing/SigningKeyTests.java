package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTests {
    @TempDir
    Path directory;

    @Nested
    class Reading {
        @ParameterizedTest
        @ValueSource(strings = {"ed25519.pem", "ed25519-v2.pem"})
        void derivesTheEd25519PublicKeyOfRfc8032(String name) {
            SigningKey key = SigningKey.read(TestKeys.copy(name, directory));

            assertThat(key.keyid()).isEqualTo(TestKeys.ED25519_KEYID);
            assertThat(key.publicKey().pem())
                    .isEqualTo(new String(TestKeys.content("ed25519.pub.pem"), StandardCharsets.US_ASCII));
        }

        @ParameterizedTest
        @ValueSource(strings = {"p256.pem", "p256-without-public.pem"})
        void findsOrDerivesTheP256PublicKeyOfRfc6979(String name) {
            SigningKey key = SigningKey.read(TestKeys.copy(name, directory));

            assertThat(key.keyid()).isEqualTo(TestKeys.P256_KEYID);
            assertThat(key.publicKey().pem())
                    .isEqualTo(new String(TestKeys.content("p256.pub.pem"), StandardCharsets.US_ASCII));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\r\n", " \n", "\t\r\n", "\n\n"})
        void toleratesOtherLineEndsAndTrailingWhitespace(String end) {
            String text = new String(TestKeys.content("p256.pem"), StandardCharsets.US_ASCII);

            assertThat(read("\n" + text.replace("\n", end) + "\n").keyid()).isEqualTo(TestKeys.P256_KEYID);
        }

        /** The JDK leaves out the leading zeros of a secret, which RFC 5915 has it keep. */
        @Test
        void readsAP256SecretWithoutItsLeadingZeros() {
            SigningKey whole = read(p256("3041", "27", "3025", "20" + "00".repeat(30) + "abcd"));
            SigningKey brief = read(p256("3023", "09", "3007", "02" + "abcd"));

            assertThat(brief.keyid()).isEqualTo(whole.keyid());
        }

        private String p256(String outer, String wrapped, String inner, String secret) {
            String algorithm = "020100301306072a8648ce3d020106082a8648ce3d030107";
            return new Pem(
                            "PRIVATE KEY",
                            Encoding.of()
                                    .hex(outer + algorithm + "04" + wrapped + inner + "02010104" + secret)
                                    .octets())
                    .text();
        }

        @Test
        void keepsTheSecretToItself() {
            assertThat(TestKeys.ed25519()).hasToString(TestKeys.ED25519_KEYID);
        }
    }

    @Nested
    class RefusingAnotherForm {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                sec1.pem | is an EC key in SEC1 form; convert it to PKCS#8: openssl pkcs8 -topk8 -nocrypt -in @/sec1.pem -out @/sec1.pkcs8.pem
                sec1-parameters.pem | is an EC key in SEC1 form; convert it to PKCS#8: openssl pkcs8 -topk8 -nocrypt -in @/sec1-parameters.pem -out @/sec1-parameters.pkcs8.pem
                sec1-encrypted.pem | is an EC key in SEC1 form; convert it to PKCS#8: openssl pkcs8 -topk8 -nocrypt -in @/sec1-encrypted.pem -out @/sec1-encrypted.pkcs8.pem
                encrypted.pem | is an encrypted key, and only plain PKCS#8 is read; decrypt it: openssl pkey -in @/encrypted.pem -out @/encrypted.pkcs8.pem
                encrypted-scrypt.pem | is an encrypted key, and only plain PKCS#8 is read; decrypt it: openssl pkey -in @/encrypted-scrypt.pem -out @/encrypted-scrypt.pkcs8.pem
                sigstore.pem | is a key that cosign encrypted with scrypt, which no openssl command decrypts; make one with keygen, and give it to cosign with cosign import-key-pair --key signing.pem
                cosign.pem | is a key that cosign encrypted with scrypt, which no openssl command decrypts; make one with keygen, and give it to cosign with cosign import-key-pair --key signing.pem
                openssh-ed25519.pem | is a key in OpenSSH form; make one with keygen, or convert a copy of an unencrypted ECDSA one to PKCS#8: ssh-keygen -p -m PKCS8 -f COPY
                openssh-ecdsa.pem | is a key in OpenSSH form; make one with keygen, or convert a copy of an unencrypted ECDSA one to PKCS#8: ssh-keygen -p -m PKCS8 -f COPY
                rsa.pem | is an RSA key; Ed25519 and ECDSA P-256 keys are read
                rsa-traditional.pem | is an RSA key; Ed25519 and ECDSA P-256 keys are read
                rsa-pss.pem | is an RSA-PSS key; Ed25519 and ECDSA P-256 keys are read
                dsa.pem | is a DSA key; Ed25519 and ECDSA P-256 keys are read
                ed448.pem | is an Ed448 key; Ed25519 and ECDSA P-256 keys are read
                x25519.pem | is an X25519 key; Ed25519 and ECDSA P-256 keys are read
                x448.pem | is an X448 key; Ed25519 and ECDSA P-256 keys are read
                ec-p-224.pem | is an EC key on P-224; Ed25519 and ECDSA P-256 keys are read
                ec-p-384.pem | is an EC key on P-384; Ed25519 and ECDSA P-256 keys are read
                ec-p-521.pem | is an EC key on P-521; Ed25519 and ECDSA P-256 keys are read
                ec-secp256k1.pem | is an EC key on secp256k1; Ed25519 and ECDSA P-256 keys are read
                explicit.pem | is an EC key that spells its curve out instead of naming it; Ed25519 and ECDSA P-256 keys are read
                p256-compressed.pem | has its P-256 public key in compressed form; the uncompressed one is read, as openssl pkey -ec_conv_form uncompressed writes it
                p256-mismatch.pem | holds a public key that does not belong to its private key
                ed25519-mismatch.pem | holds a public key that does not belong to its private key
                ed25519.pub.pem | is a public key; the private key is needed here, PKCS#8 in PEM as keygen writes it to signing.pem
                rsa-traditional.pub.pem | is a public key; the private key is needed here, PKCS#8 in PEM as keygen writes it to signing.pem
                certificate.pem | is a certificate; the private key is needed here, PKCS#8 in PEM as keygen writes it to signing.pem
                ed25519.openssh.pub | is not a PEM file: it has no line -----BEGIN ...-----
                """)
        void saysWhatItIsAndHowToConvertIt(String name, String problem) {
            Path file = TestKeys.copy(name, directory);

            assertThatThrownBy(() -> SigningKey.read(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": " + problem.replace("@", directory.toString()));
        }

        @Test
        void quotesAFileNameThatTheShellWouldTakeApart() {
            Path file = TestKeys.file(directory.resolve("it's $HOME.pem"), TestKeys.content("sec1.pem"));

            assertThatThrownBy(() -> SigningKey.read(file))
                    .hasMessage(
                            file + ": is an EC key in SEC1 form; convert it to PKCS#8: openssl pkcs8 -topk8 -nocrypt"
                                    + " -in '" + directory + "/it'\\''s $HOME.pem'"
                                    + " -out '" + directory + "/it'\\''s $HOME.pkcs8.pem'");
        }
    }

    @Nested
    class RefusingWhatIsBroken {
        private static final String BODY = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";

        @Test
        void saysWhatIsWrongWithThePem() {
            assertProblem("hello\n", "is not a PEM file: it has no line -----BEGIN ...-----");
            assertProblem("\u00ef\u00bb\u00bf" + pem(BODY), "is not a PEM file: it has bytes that are not ASCII");
            assertProblem("key:\n" + pem(BODY), "has text before its PEM block");
            assertProblem(pem(BODY) + "key\n", "has text after its PEM block");
            assertProblem(
                    pem(BODY) + pem(BODY), "holds 2 PEM blocks (PRIVATE KEY, PRIVATE KEY); one file holds one key");
            assertProblem(
                    "-----BEGIN PRIVATE KEY-----\n" + BODY + "\n",
                    "is cut short: its PEM block has no line -----END PRIVATE KEY-----");
            assertProblem(pem(BODY + "?"), "has a PEM block whose content is not base64");
            assertProblem(
                    pem(BODY + "AA"),
                    "has a PEM block whose content is not base64 in canonical form (RFC 4648, sections 3.2 and 3.5)");
            assertProblem(
                    "-----BEGIN PGP MESSAGE-----\n-----END PGP MESSAGE-----\n",
                    "is a PEM file that holds PGP MESSAGE; PKCS#8 in PEM (PRIVATE KEY) is read");
        }

        @Test
        void saysWhatIsWrongWithTheDer() {
            assertProblem(pem(""), "is not DER: expected tag 0x30 at byte 0");
            assertProblem(pem(BODY.substring(0, 60)), "is cut short: an element of 46 bytes has 43");
            assertProblem(pem(BODY + "AAAA"), "goes on after the end of its DER encoding");
            assertProblem(pem(BODY.replace("MC4CAQAw", "MC4CAQIw")), "is PKCS#8 of the unknown version 2");
            assertProblem(
                    pem(BODY.replace("K2Vw", "K2V4")),
                    "is a key of an unknown algorithm; Ed25519 and ECDSA P-256 keys are read");
            assertProblem(
                    pem("MC0CAQAwBQYDK2VwBCEEH51hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn8="),
                    "has an Ed25519 secret of 31 bytes instead of 32");
            assertProblem(
                    pem("MC8CAQAwBQYDK2VwBCMEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9gAA=="),
                    "goes on after the end of its DER encoding");
        }

        @Test
        void refusesAP256SecretOutOfRange() {
            assertProblem(
                    p256("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
                    "has a P-256 secret that is 0 or not below the group's order");
            assertProblem(
                    p256("0000000000000000000000000000000000000000000000000000000000000000"),
                    "has a P-256 secret that is 0 or not below the group's order");
        }

        @Test
        void refusesWhatIsNoFileOfAKeysSize() throws IOException {
            Path absent = directory.resolve("absent.pem");
            Path huge = TestKeys.file(directory.resolve("huge.pem"), new byte[64 * 1024 + 1]);
            Path empty = TestKeys.file(directory.resolve("empty.pem"), new byte[0]);

            assertUnreadable(absent, "no such file");
            assertUnreadable(directory, "is a directory; a file is read");
            assertUnreadable(huge, "is larger than 64 KiB");
            assertUnreadable(empty, "is empty");
            assertUnreadable(Path.of("/dev/null"), "is not a regular file");
        }

        @Test
        void saysWhenReadingFails() {
            Path unreadable = Path.of("/proc/self/mem");
            assumeTrue(Files.isRegularFile(unreadable), "no /proc/self/mem, whose first bytes cannot be read");

            assertUnreadable(unreadable, "cannot be read: IOException");
        }

        private String p256(String secret) {
            return new Pem(
                            "PRIVATE KEY",
                            Encoding.of()
                                    .hex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
                                            + secret)
                                    .octets())
                    .text();
        }

        private void assertProblem(String text, String problem) {
            Path file = directory.resolve("key.pem");
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": " + problem);
        }

        private void assertUnreadable(Path file, String problem) {
            assertThatThrownBy(() -> SigningKey.read(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": " + problem);
        }

        private String pem(String body) {
            return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
        }
    }

    @Nested
    class Permissions {
        @ParameterizedTest
        @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-r-----", "rw--w----", "rwx-----x"})
        void refusesAKeyThatOthersCanGetAt(String permissions) throws IOException {
            assumeTrue(TestKeys.posix(directory), "the file system has no POSIX permissions");
            Path file = TestKeys.copy("ed25519.pem", directory);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

            assertThatThrownBy(() -> SigningKey.read(file))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(file + ": is a private key that others can get at (" + permissions + "); run chmod 600 "
                            + file);
        }

        @Test
        void complainsAboutPermissionsBeforeContent() throws IOException {
            assumeTrue(TestKeys.posix(directory), "the file system has no POSIX permissions");
            Path file = TestKeys.file(directory.resolve("key.pem"), new byte[] {'x'});
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            assertThatThrownBy(() -> SigningKey.read(file)).isInstanceOf(UsageException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
        void acceptsAKeyOfItsOwnerAlone(String permissions) throws IOException {
            assumeTrue(TestKeys.posix(directory), "the file system has no POSIX permissions");
            Path file = TestKeys.copy("ed25519.pem", directory);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

            assertThat(SigningKey.read(file).keyid()).isEqualTo(TestKeys.ED25519_KEYID);
        }
    }

    @Nested
    class Generating {
        @ParameterizedTest
        @EnumSource(Algorithm.class)
        void writesWhatIsReadAgain(Algorithm algorithm) throws IOException {
            SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
            Path target = directory.resolve("a/b");

            key.writeTo(target);

            Path privateFile = target.resolve("signing.pem");
            Path publicFile = target.resolve("signing.pub.pem");
            assertThat(target).isDirectoryContaining(privateFile::equals).isDirectoryContaining(publicFile::equals);
            assertThat(SigningKey.read(privateFile).keyid()).isEqualTo(key.keyid());
            assertThat(TrustedKey.read(publicFile)).isEqualTo(key.publicKey());
            if (TestKeys.posix(directory)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(privateFile)))
                        .isEqualTo("rw-------");
            }
        }

        @Test
        void writesPkcs8ByteForByteAsOpensslDoes() {
            TestKeys.ed25519().writeTo(directory.resolve("ed25519"));
            TestKeys.p256().writeTo(directory.resolve("p256"));

            assertThat(directory.resolve("ed25519/signing.pem")).hasBinaryContent(TestKeys.content("ed25519.pem"));
            assertThat(directory.resolve("p256/signing.pem")).hasBinaryContent(TestKeys.content("p256.pem"));
            assertThat(directory.resolve("ed25519/signing.pub.pem"))
                    .hasBinaryContent(TestKeys.content("ed25519.pub.pem"));
            assertThat(directory.resolve("p256/signing.pub.pem")).hasBinaryContent(TestKeys.content("p256.pub.pem"));
        }

        @ParameterizedTest
        @EnumSource(Algorithm.class)
        void drawsAnotherKeyEachTime(Algorithm algorithm) {
            SecureRandom random = new SecureRandom();

            assertThat(SigningKey.generate(algorithm, random).keyid())
                    .isNotEqualTo(SigningKey.generate(algorithm, random).keyid());
        }

        @ParameterizedTest
        @EnumSource(Algorithm.class)
        void drawsFromTheGivenRandomness(Algorithm algorithm) {
            AtomicInteger draws = new AtomicInteger();
            SecureRandom random = new SecureRandom() {
                private static final long serialVersionUID = 1L;

                @Override
                public void nextBytes(byte[] bytes) {
                    draws.incrementAndGet();
                    super.nextBytes(bytes);
                }
            };

            SigningKey.generate(algorithm, random);

            assertThat(draws).hasPositiveValue();
        }

        @Test
        void takesEd25519SecretsAsTheyComeFromTheRandomness() {
            SecureRandom zeros = new SecureRandom() {
                private static final long serialVersionUID = 1L;

                @Override
                public void nextBytes(byte[] bytes) {
                    Arrays.fill(bytes, (byte) 0);
                }
            };

            assertThat(SigningKey.generate(Algorithm.ED25519, zeros).publicKey().pem())
                    .contains("MCowBQYDK2VwAyEAO2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=");
        }

        @ParameterizedTest
        @CsvSource({"signing.pem,signing.pub.pem", "signing.pub.pem,signing.pem"})
        void neverOverwrites(String existing, String other) throws IOException {
            Path file = Files.writeString(directory.resolve(existing), "precious");

            assertThatThrownBy(() -> SigningKey.generate(Algorithm.ED25519, new SecureRandom())
                            .writeTo(directory))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(file + ": exists, and is never overwritten; choose another directory");
            assertThat(file).hasContent("precious");
            assertThat(directory.resolve(other)).doesNotExist();
        }

        @Test
        void saysWhenTheDirectoryCannotBeMade() throws IOException {
            Path file = Files.createFile(directory.resolve("file"));
            Path target = file.resolve("keys");

            assertThatThrownBy(() -> SigningKey.generate(Algorithm.P256, new SecureRandom())
                            .writeTo(target))
                    .isInstanceOf(ReproException.class)
                    .isInstanceOf(UnwritableException.class)
                    .hasMessage(target + ": a key cannot be written here: FileSystemException");
        }

        @Test
        void isNamedAsOnTheCommandLine() {
            assertThat(Algorithm.values()).extracting(Algorithm::toString).containsExactly("ed25519", "p256");
        }
    }

    private SigningKey read(String text) {
        return SigningKey.read(TestKeys.file(directory.resolve("key.pem"), text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
