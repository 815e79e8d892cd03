package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyFileTests {
    private static final byte[] PAYLOAD = {'{', '}'};
    private static final String SMALLEST = "{\"version\": 1, \"trustedKeys\": [{\"path\": \"keys/ed25519.pub.pem\"}]}";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeKeys() throws IOException {
        file = directory.resolve("policy.json");
        Path keys = Files.createDirectory(directory.resolve("keys"));
        TestKeys.copy("ed25519.pub.pem", keys);
        TestKeys.copy("p256.pub.pem", keys);
    }

    @Nested
    class Reading {
        @Test
        void needsAVersionAndAKeyOnly() {
            TrustPolicy policy = read(SMALLEST);

            assertThat(policy.keyids()).containsExactly(TestKeys.ED25519_KEYID);
            assertThat(policy.threshold()).isEqualTo(1);
            assertThat(policy.requirements()).isEqualTo(TrustPolicy.Requirements.none());
            assertThat(policy.verify(Envelope.sign(PAYLOAD, TestKeys.ed25519())).bytes())
                    .isEqualTo(PAYLOAD);
        }

        @Test
        void takesEverythingItCanSay() {
            String pem = new String(TestKeys.content("p256.pub.pem"), StandardCharsets.US_ASCII);
            TrustPolicy policy = read("""
                    {
                      "version": 1,
                      "trustedKeys": [{"path": "keys/ed25519.pub.pem"}, {"pem": "%s"}],
                      "threshold": 2,
                      "foreignSignatures": "ignore",
                      "requiredStatus": ["SUCCEEDED", "INTERRUPTED"],
                      "strict": true
                    }
                    """.formatted(pem.replace("\n", "\\n")));

            assertThat(policy.keyids()).containsExactly(TestKeys.ED25519_KEYID, TestKeys.P256_KEYID);
            assertThat(policy.threshold()).isEqualTo(2);
            assertThat(policy.requirements().statuses()).containsExactly("INTERRUPTED", "SUCCEEDED");
            assertThat(policy.requirements().strict()).isTrue();
            Envelope envelope = Envelope.sign(PAYLOAD, TestKeys.ed25519())
                    .withSignature(TestKeys.p256())
                    .withSignature(SigningKey.generate(Algorithm.P256, new SecureRandom()));
            assertThat(policy.verify(envelope).keyids()).hasSize(2);
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                value = {"`}`", "`, \"foreignSignatures\": \"refuse\"}`"})
        void refusesForeignSignaturesUnlessItSaysOtherwise(String rest) {
            TrustPolicy policy = read(SMALLEST.substring(0, SMALLEST.length() - 1) + rest);
            Envelope envelope = Envelope.sign(PAYLOAD, TestKeys.ed25519()).withSignature(TestKeys.p256());

            assertThatThrownBy(() -> policy.verify(envelope))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("envelope: expected signatures by trusted keys alone (" + TestKeys.ED25519_KEYID
                            + "), found one by " + TestKeys.P256_KEYID);
        }

        @Test
        void takesAnAbsolutePath() {
            Path key = directory.resolve("keys/p256.pub.pem").toAbsolutePath();
            String escaped = key.toString().replace("\\", "\\\\");

            assertThat(read(SMALLEST.replace("keys/ed25519.pub.pem", escaped)).keyids())
                    .containsExactly(TestKeys.P256_KEYID);
        }
    }

    @Nested
    class Refusing {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                [] | a policy is a JSON object
                {} | its version must be 1
                {"version": 2} | its version must be 1
                {"version": "1"} | its version must be 1
                {"version": 1.0} | its version must be 1
                {"version": 1, "threshhold": 1} | the policy has an unknown member "threshhold"; known are foreignSignatures, reproducedBy, requiredStatus, strict, threshold, trustedKeys, version
                {"version": 1} | trustedKeys must be a list that is not empty
                {"version": 1, "trustedKeys": []} | trustedKeys must be a list that is not empty
                {"version": 1, "trustedKeys": {}} | trustedKeys must be a list that is not empty
                {"version": 1, "trustedKeys": ["a"]} | trustedKeys[0] must be a JSON object
                {"version": 1, "trustedKeys": [{}]} | trustedKeys[0] must have either a path or a pem, as a string
                {"version": 1, "trustedKeys": [{"path": 1}]} | trustedKeys[0] must have either a path or a pem, as a string
                {"version": 1, "trustedKeys": [{"path": "a", "pem": "b"}]} | trustedKeys[0] must have either a path or a pem, as a string
                {"version": 1, "trustedKeys": [{"file": "a"}]} | trustedKeys[0] has an unknown member "file"; known are path, pem
                {"version": 1, "trustedKeys": [{"path": "a\\u0000"}]} | trustedKeys[0] has no valid path: Nul character not allowed
                @, "reproducedBy": []} | reproducedBy must be a JSON object
                @, "reproducedBy": {}} | reproducedBy.trustedKeys must be a list that is not empty
                @, "reproducedBy": {"threshold": 1}} | reproducedBy has an unknown member "threshold"; known are atLeast, trustedKeys
                @, "reproducedBy": {"trustedKeys": [{}]}} | reproducedBy.trustedKeys[0] must have either a path or a pem, as a string
                @, "reproducedBy": {"trustedKeys": [{"path": "keys/ed25519.pub.pem"}], "atLeast": "1"}} | atLeast must be a whole number
                @, "threshold": "1"} | threshold must be a whole number
                @, "threshold": 1.5} | threshold must be a whole number
                @, "threshold": null} | threshold must be a whole number
                @, "threshold": 99999999999} | threshold must be a whole number
                @, "foreignSignatures": "allow"} | foreignSignatures must be "refuse" or "ignore"
                @, "foreignSignatures": null} | foreignSignatures must be "refuse" or "ignore"
                @, "foreignSignatures": true} | foreignSignatures must be "refuse" or "ignore"
                @, "requiredStatus": "SUCCEEDED"} | requiredStatus must be a list that is not empty
                @, "requiredStatus": []} | requiredStatus must be a list that is not empty
                @, "requiredStatus": null} | requiredStatus must be a list that is not empty
                @, "requiredStatus": [" "]} | requiredStatus must list strings, not blank, each once
                @, "requiredStatus": [1]} | requiredStatus must list strings, not blank, each once
                @, "requiredStatus": ["A", "A"]} | requiredStatus must list strings, not blank, each once
                @, "strict": "true"} | strict must be true or false
                @, "strict": null} | strict must be true or false
                """)
        void saysWhatIsWrong(String text, String problem) {
            assertProblem(expand(text), UnreadableException.class, problem);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                @, "threshold": 0} | a threshold of 0 is not between 1 and the number of keys, 1
                @, "threshold": 2} | a threshold of 2 is not between 1 and the number of keys, 1
                """)
        void refusesAThresholdThatCannotBeMeant(String text, String problem) {
            assertProblem(expand(text), UsageException.class, problem);
        }

        @Test
        void refusesTheSameKeyTwice() {
            String key = "{\"path\": \"keys/ed25519.pub.pem\"}";

            assertProblem(
                    SMALLEST.replace(key, key + "," + key),
                    UsageException.class,
                    "the key " + TestKeys.ED25519_KEYID + " is given twice");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {"version": 1, "version": 1} | is not JSON: Duplicate field 'version'
                @} {} | is not JSON: Trailing token
                @, "threshold": NaN} | is not JSON: Non-standard token 'NaN'
                @ | is not JSON: Unexpected end-of-input
                """)
        void refusesWhatIsNoStrictJson(String text, String problem) {
            Path policy = write(expand(text));

            assertThatThrownBy(() -> TrustPolicy.read(policy))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith(policy + ": " + problem);
        }

        @Test
        void refusesBytesThatAreNotUtf8() throws IOException {
            Files.write(file, SMALLEST.replace("keys/", "k\u00ff/").getBytes(StandardCharsets.ISO_8859_1));

            assertThatThrownBy(() -> TrustPolicy.read(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": is not UTF-8");
        }

        @Test
        void refusesDepth() {
            Path policy = write("[".repeat(5000));

            assertThatThrownBy(() -> TrustPolicy.read(policy))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith(policy + ": is not JSON: Document nesting depth (1001)");
        }

        @Test
        void refusesWhatIsNoFileOfAPolicysSize() {
            assertThatThrownBy(() -> TrustPolicy.read(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": no such file");
            assertProblem("", UnreadableException.class, "is empty");
            assertProblem(" ".repeat(64 * 1024 + 1), UnreadableException.class, "is larger than 64 KiB");
        }

        @Test
        void namesTheKeyThatCannotBeRead() {
            Path absent = directory.resolve("keys/absent.pem");
            Path policy = write(SMALLEST.replace("ed25519.pub.pem", "absent.pem"));

            assertThatThrownBy(() -> TrustPolicy.read(policy))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(absent + ": no such file");
            Path inline = write("{\"version\": 1, \"trustedKeys\": [{\"pem\": \"x\"}]}");
            assertThatThrownBy(() -> TrustPolicy.read(inline))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(inline + ", trustedKeys[0]: is not a PEM file: it has no line -----BEGIN ...-----");
        }

        private String expand(String text) {
            return text.replace("@", SMALLEST.substring(0, SMALLEST.length() - 1));
        }

        private void assertProblem(String text, Class<? extends ReproException> type, String problem) {
            Path policy = write(text);
            assertThatThrownBy(() -> TrustPolicy.read(policy))
                    .isInstanceOf(type)
                    .hasMessage(policy + ": " + problem);
        }
    }

    private TrustPolicy read(String text) {
        return TrustPolicy.read(write(text));
    }

    private Path write(String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
