package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTests {
    private static final byte[] PAYLOAD = "{\"a\": 1}\n".getBytes(StandardCharsets.US_ASCII);
    private static final SigningKey FIRST = TestKeys.ed25519();
    private static final SigningKey SECOND = TestKeys.p256();
    private static final SigningKey STRANGER = SigningKey.generate(Algorithm.ED25519, new SecureRandom());
    private static final String BOTH = TestKeys.ED25519_KEYID + ", " + TestKeys.P256_KEYID;

    @TempDir
    Path directory;

    private Path first;
    private Path second;

    @BeforeEach
    void writePublicKeys() throws Exception {
        first = Files.writeString(
                directory.resolve("first.pem"), FIRST.publicKey().pem());
        second = Files.writeString(
                directory.resolve("second.pem"), SECOND.publicKey().pem());
    }

    @Nested
    class Accepting {
        @Test
        void yieldsThePayloadAndWhoSigned() throws Exception {
            VerifiedPayload payload = TrustPolicy.of(List.of(first), 1).verify(Envelope.sign(PAYLOAD, FIRST));

            assertThat(payload.bytes()).isEqualTo(PAYLOAD);
            assertThat(payload.stream().readAllBytes()).isEqualTo(PAYLOAD);
            assertThat(payload.keyids()).containsExactly(TestKeys.ED25519_KEYID);
            assertThat(payload).hasToString("9 bytes signed by " + TestKeys.ED25519_KEYID);
            assertThat(payload.matches(PAYLOAD)).isTrue();
            assertThat(payload.matches(new byte[9])).isFalse();
        }

        @Test
        void handsOutCopies() {
            VerifiedPayload payload = TrustPolicy.of(List.of(first), 1).verify(Envelope.sign(PAYLOAD, FIRST));
            payload.bytes()[0] = 0;

            assertThat(payload.bytes()).isEqualTo(PAYLOAD);
        }

        @Test
        void acceptsAnyOneOfTheTrustedKeys() {
            TrustPolicy policy = TrustPolicy.of(List.of(first, second), 1);

            assertThat(policy.verify(Envelope.sign(PAYLOAD, SECOND)).keyids()).containsExactly(TestKeys.P256_KEYID);
        }

        @Test
        void acceptsAsManyAsTheThreshold() {
            TrustPolicy policy = TrustPolicy.of(List.of(first, second), 2);
            Envelope envelope = Envelope.sign(PAYLOAD, SECOND).withSignature(FIRST);

            assertThat(policy.verify(envelope).keyids()).containsExactly(TestKeys.ED25519_KEYID, TestKeys.P256_KEYID);
            assertThat(policy.keyids()).containsExactly(TestKeys.ED25519_KEYID, TestKeys.P256_KEYID);
            assertThat(policy.threshold()).isEqualTo(2);
            assertThat(policy.requirements()).isEqualTo(TrustPolicy.Requirements.none());
        }

        @Test
        void acceptsAForeignSignatureOnlyIfThePolicyIgnoresThose() {
            TrustPolicy ignoring =
                    TrustPolicy.of("policy", List.of(FIRST.publicKey()), 1, true, TrustPolicy.Requirements.none());
            Envelope envelope = Envelope.sign(PAYLOAD, FIRST).withSignature(STRANGER);

            assertThat(ignoring.verify(envelope).keyids()).containsExactly(TestKeys.ED25519_KEYID);
        }
    }

    @Nested
    class Refusing {
        @Test
        void refusesAForeignSignature() {
            TrustPolicy policy = TrustPolicy.of(List.of(first), 1);
            String expected = "envelope: expected signatures by trusted keys alone (" + TestKeys.ED25519_KEYID
                    + "), found one by ";

            assertRefused(policy, Envelope.sign(PAYLOAD, SECOND), expected + TestKeys.P256_KEYID);
            assertRefused(policy, Envelope.sign(PAYLOAD, FIRST).withSignature(SECOND), expected + TestKeys.P256_KEYID);
        }

        @Test
        void refusesFewerThanTheThreshold() {
            assertRefused(
                    TrustPolicy.of(List.of(first, second), 2),
                    Envelope.sign(PAYLOAD, FIRST),
                    "envelope: expected signatures by 2 of the trusted keys (" + BOTH + "), found 1 ("
                            + TestKeys.ED25519_KEYID + ")");
        }

        @Test
        void refusesForeignSignaturesAloneEvenWhenIgnoringThem() {
            assertRefused(
                    TrustPolicy.of("policy", List.of(FIRST.publicKey()), 1, true, TrustPolicy.Requirements.none()),
                    Envelope.sign(PAYLOAD, STRANGER),
                    "envelope: expected signatures by 1 of the trusted keys (" + TestKeys.ED25519_KEYID
                            + "), found none");
        }

        @Test
        void refusesAnInvalidSignatureByATrustedKeyThoughTheThresholdIsMet() {
            Envelope other = Envelope.sign("other".getBytes(StandardCharsets.US_ASCII), SECOND);
            Envelope good = Envelope.sign(PAYLOAD, FIRST);
            Envelope mixed = new Envelope(
                    "x.json",
                    good.message(),
                    List.of(good.signatures().get(0), other.signatures().get(0)));

            assertRefused(
                    TrustPolicy.of(List.of(first, second), 1),
                    mixed,
                    "x.json: expected a valid signature by " + TestKeys.P256_KEYID
                            + ", found one that does not verify");
        }

        @Test
        void refusesASignatureUnderTheNameOfAnotherKey() {
            Envelope signed = Envelope.sign(PAYLOAD, STRANGER);
            Envelope renamed = new Envelope(
                    "x.json",
                    signed.message(),
                    List.of(new EnvelopeSignature(
                            TestKeys.ED25519_KEYID, signed.signatures().get(0).signature())));

            assertRefused(
                    TrustPolicy.of(List.of(first), 1),
                    renamed,
                    "x.json: expected a valid signature by " + TestKeys.ED25519_KEYID
                            + ", found one that does not verify");
        }

        @Test
        void tellsExpectedFromActual() {
            TrustPolicy policy = TrustPolicy.of(List.of(first), 1);

            assertThatThrownBy(() -> policy.verify(Envelope.sign(PAYLOAD, SECOND)))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.subject()).isEqualTo("envelope");
                        assertThat(refused.expected())
                                .isEqualTo("signatures by trusted keys alone (" + TestKeys.ED25519_KEYID + ")");
                        assertThat(refused.actual()).isEqualTo("one by " + TestKeys.P256_KEYID);
                    });
        }

        private void assertRefused(TrustPolicy policy, Envelope envelope, String message) {
            assertThatThrownBy(() -> policy.verify(envelope))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class Composing {
        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 3})
        void refusesAThresholdThatIsNoneOrCannotBeMet(int threshold) {
            assertThatThrownBy(() -> TrustPolicy.of(List.of(first, second), threshold))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("trusted keys: a threshold of " + threshold
                            + " is not between 1 and the number of keys, 2");
        }

        @Test
        void refusesNoKeyAndTheSameKeyTwice() throws Exception {
            Path copy = Files.copy(first, directory.resolve("copy.pem"));

            assertThatThrownBy(() -> TrustPolicy.of(List.of(), 1))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("trusted keys: there is none; without one nothing can be verified");
            assertThatThrownBy(() -> TrustPolicy.of(List.of(first, copy), 2))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("trusted keys: the key " + TestKeys.ED25519_KEYID + " is given twice");
        }
    }
}
