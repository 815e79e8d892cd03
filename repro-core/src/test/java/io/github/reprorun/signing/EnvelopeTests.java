package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTests {
    private static final SigningKey KEY = TestKeys.ed25519();
    private static final SigningKey SECOND = TestKeys.p256();
    private static final byte[] PAYLOAD = "{\"a\": 1}\n".getBytes(StandardCharsets.US_ASCII);

    /** Ed25519 is deterministic: openssl pkeyutl -sign -rawin gives this signature over the same bytes. */
    private static final String FILE = """
            {
              "payload": "eyJhIjogMX0K",
              "payloadType": "application/vnd.in-toto+json",
              "signatures": [
                {
                  "keyid": "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8",
                  "sig": "gAJZcKbZtpowVuQp+xyV9URzY7bqwkoH0YKKCsUlkQQb4oxpzbj4XbyCo/kkpNNSSHSMCZanlt7A5Y42MiHqDg=="
                }
              ]
            }
            """;

    @TempDir
    Path directory;

    @Nested
    class Form {
        @Test
        void isWhatJsonStringifyWritesWithTwoSpacesAndALineFeed() {
            assertThat(Envelope.sign(PAYLOAD, KEY).bytes())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(FILE);
        }

        @Test
        void ordersSignaturesByKeyidWhoeverSignedFirst() {
            Envelope one = Envelope.sign(PAYLOAD, KEY).withSignature(SECOND);
            Envelope other = Envelope.sign(PAYLOAD, SECOND).withSignature(KEY);

            assertThat(one.claimedKeyids()).containsExactly(TestKeys.ED25519_KEYID, TestKeys.P256_KEYID);
            assertThat(other.claimedKeyids()).containsExactly(TestKeys.ED25519_KEYID, TestKeys.P256_KEYID);
            assertThat(new String(one.bytes(), StandardCharsets.US_ASCII))
                    .startsWith(FILE.substring(0, FILE.length() - "\n  ]\n}\n".length()) + ",\n    {\n")
                    .endsWith("\"\n    }\n  ]\n}\n");
        }

        @Test
        void survivesWritingAndReading() throws IOException {
            Envelope envelope = Envelope.sign(PAYLOAD, KEY).withSignature(SECOND);
            Path file = Files.write(directory.resolve("manifest.dsse.json"), envelope.bytes());

            assertThat(Envelope.read(file)).isEqualTo(envelope).hasSameHashCodeAs(envelope);
        }

        @Test
        void differsWherePayloadOrSignaturesDiffer() {
            Envelope envelope = Envelope.sign(PAYLOAD, KEY);

            assertThat(envelope).isNotEqualTo(Envelope.sign(PAYLOAD, SECOND));
            assertThat(envelope).isNotEqualTo(Envelope.sign(new byte[0], KEY));
            assertThat(envelope)
                    .isNotEqualTo(new Envelope(
                            "envelope", new PreAuthenticated(Octets.of(new byte[0])), envelope.signatures()));
        }

        @Test
        void tellsWhetherItIsOverAPayloadWithoutHandingItOut() {
            Envelope envelope = Envelope.sign(PAYLOAD, KEY);

            assertThat(envelope.hasPayload(PAYLOAD)).isTrue();
            assertThat(envelope.hasPayload(new byte[PAYLOAD.length])).isFalse();
            assertThat(envelope).hasToString("envelope said to be signed by " + TestKeys.ED25519_KEYID);
        }
    }

    @Nested
    class Signing {
        @Test
        void refusesASecondSignatureByTheSameKey() {
            Envelope envelope = Envelope.sign(PAYLOAD, KEY);

            assertThatThrownBy(() -> envelope.withSignature(KEY))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("envelope: is signed by " + TestKeys.ED25519_KEYID + " already; one key signs once");
        }

        @Test
        void refusesAPayloadWhoseEnvelopeCouldNotBeRead() {
            byte[] payload = new byte[Envelope.PAYLOAD_LIMIT + 1];

            assertThatThrownBy(() -> Envelope.sign(payload, KEY))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("payload: has 73400321 bytes, and at most 73400320 are signed");
        }

        @Test
        void copiesThePayload() {
            byte[] payload = PAYLOAD.clone();
            Envelope envelope = Envelope.sign(payload, KEY);
            payload[0] = 0;

            assertThat(envelope).isEqualTo(Envelope.sign(PAYLOAD, KEY));
        }
    }

    @Nested
    class Reading {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                payload": "eyJ | payload" : "eyJ | byte 0x20 instead of 0x3a at byte 13
                eyJhIjogMX0K | eyJhIjogMX0 | a payload that is not base64 in canonical form (RFC 4648, sections 3.2 and 3.5)
                eyJhIjogMX0K | eyJhIjogMX== | a payload that is not base64 in canonical form (RFC 4648, sections 3.2 and 3.5)
                eyJhIjogMX0K | eyJhIjogMX0K= | a payload that is not base64
                eyJhIjogMX0K | eyJhIjogMX_K | a payload that is not base64
                eyJhIjogMX0K | eyJhIjogMX0\\n | a payload that is not base64
                "payload" | "payload": "", "payload" | byte 0x20 instead of 0x0a at byte 18
                vnd.in-toto+json | vnd.in-toto-json | byte 0x2d instead of 0x2b at byte 72
                "SHA256:bb | "SHA256:b | "SHA256:bXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8" for a keyid
                "SHA256:bb | "SHA512:bb | "SHA512:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8" for a keyid
                "keyid" | "keyId" | byte 0x49 instead of 0x69 at byte 114
                """)
        void refusesWhatIsNotInCanonicalForm(String from, String to, String found) {
            String text = FILE.replace(from, to);
            assertThat(text).isNotEqualTo(FILE);

            assertThatThrownBy(() -> parse(text))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("x.json: expected a DSSE envelope in canonical form, found " + found);
        }

        @Test
        void refusesAnotherEndThanItsOwn() {
            assertRefused(FILE.stripTrailing(), "its end at byte " + (FILE.length() - 1));
            assertRefused(FILE + "\n", "bytes after its end at byte " + FILE.length());
            assertRefused(FILE.replace("\n", "\r\n"), "byte 0x0d instead of 0x0a at byte 1");
            assertRefused("", "its end at byte 0");
            assertRefused("\u0000", "byte 0x00 instead of 0x7b at byte 0");
        }

        @Test
        void refusesNoSignature() {
            String signature = FILE.substring(FILE.indexOf("    {"), FILE.indexOf("\n  ]"));

            assertRefused(FILE.replace(signature + "\n", ""), "byte 0x5d instead of 0x20 at byte 100");
        }

        @Test
        void refusesOneKeyTwiceAndAnyOtherOrder() {
            String text =
                    new String(Envelope.sign(PAYLOAD, KEY).withSignature(SECOND).bytes(), StandardCharsets.US_ASCII);
            String doubled = text.replace(TestKeys.P256_KEYID, TestKeys.ED25519_KEYID);
            String swapped = doubled.replaceFirst(TestKeys.ED25519_KEYID.replace("+", "\\+"), TestKeys.P256_KEYID);

            assertRefused(doubled, "keyid " + TestKeys.ED25519_KEYID + " after " + TestKeys.ED25519_KEYID);
            assertRefused(swapped, "keyid " + TestKeys.ED25519_KEYID + " after " + TestKeys.P256_KEYID);
        }

        @Test
        void refusesAHugeFileBeforeReadingIt() throws IOException {
            Path file = directory.resolve("huge.json");
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(1L << 34);
            }

            assertThatThrownBy(() -> Envelope.read(file))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(file + ": expected an envelope of at most 100663296 bytes,"
                            + " found 17179869184 bytes or more");
        }

        @Test
        void saysWhenThereIsNoFileToRead() {
            Path absent = directory.resolve("absent.json");

            assertThatThrownBy(() -> Envelope.read(absent))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(absent + ": no such file");
            assertThatThrownBy(() -> Envelope.read(directory))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(directory + ": is not a regular file");
        }

        @Test
        void saysWhenReadingFails() {
            Path unreadable = Path.of("/proc/self/mem");
            assumeTrue(Files.isRegularFile(unreadable), "no /proc/self/mem, whose first bytes cannot be read");

            assertThatThrownBy(() -> Envelope.read(unreadable))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("/proc/self/mem: cannot be read: IOException");
        }

        private void assertRefused(String text, String found) {
            assertThatThrownBy(() -> parse(text))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("x.json: expected a DSSE envelope in canonical form, found " + found);
        }

        private Envelope parse(String text) {
            return Envelope.parse("x.json", text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
