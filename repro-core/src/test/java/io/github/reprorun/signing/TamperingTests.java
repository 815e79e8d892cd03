package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** No byte of an envelope can be changed, added or removed unnoticed, whoever signed and however many. */
class TamperingTests {
    private static final SigningKey ED25519 = TestKeys.ed25519();
    private static final SigningKey P256 = TestKeys.p256();
    private static final SigningKey STRANGER = SigningKey.generate(Algorithm.ED25519, new SecureRandom());
    private static final byte[] PAYLOAD = "{\n  \"_type\": 1\n}\n".getBytes(StandardCharsets.US_ASCII);

    /** One signature by either scheme, and two. */
    private enum Subject {
        ED25519_ALONE(Envelope.sign(PAYLOAD, ED25519), ED25519),
        P256_ALONE(Envelope.sign(PAYLOAD, P256), P256),
        BOTH(Envelope.sign(PAYLOAD, ED25519).withSignature(P256), ED25519, P256);

        private final byte[] bytes;
        private final TrustPolicy policy;

        Subject(Envelope envelope, SigningKey... signers) {
            this.bytes = envelope.bytes();
            this.policy = policy(1, signers);
        }

        void assertRefused(byte[] mutant) {
            assertThatThrownBy(() -> policy.verify(Envelope.parse("mutant", mutant)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("mutant: expected ")
                    .hasMessageContaining(", found ");
        }
    }

    @Property
    void whatIsSignedIsVerified(
            @ForAll @Size(max = 300) byte[] payload,
            @ForAll("keys") SigningKey first,
            @ForAll("keys") SigningKey second) {
        Envelope envelope = Envelope.sign(payload, first);
        if (!second.keyid().equals(first.keyid())) {
            envelope = envelope.withSignature(second);
        }
        Envelope read = Envelope.parse("x.json", envelope.bytes());

        assertThat(read).isEqualTo(envelope);
        assertThat(read.bytes()).isEqualTo(envelope.bytes());
        assertThat(policy(envelope.claimedKeyids().size(), ED25519, P256, STRANGER)
                        .verify(read)
                        .bytes())
                .isEqualTo(payload);
    }

    @Example
    void everyBitOfAnEnvelopeCounts() {
        for (Subject subject : Subject.values()) {
            byte[] mutant = subject.bytes.clone();
            for (int i = 0; i < mutant.length; i++) {
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    mutant[i] ^= (byte) (1 << bit);
                    subject.assertRefused(mutant);
                    mutant[i] = subject.bytes[i];
                }
            }
        }
    }

    @Property
    void anyOtherByteInAnyPlaceIsRefused(
            @ForAll Subject subject, @ForAll @IntRange(max = 100_000) int place, @ForAll byte value) {
        byte[] mutant = subject.bytes.clone();
        int at = place % mutant.length;
        Assume.that(mutant[at] != value);
        mutant[at] = value;

        subject.assertRefused(mutant);
    }

    @Example
    void everyTruncationIsRefused() {
        for (Subject subject : Subject.values()) {
            for (int length = 0; length < subject.bytes.length; length++) {
                subject.assertRefused(Arrays.copyOf(subject.bytes, length));
            }
        }
    }

    @Property
    void anyInsertionIsRefused(
            @ForAll Subject subject,
            @ForAll @IntRange(max = 100_000) int place,
            @ForAll @Size(min = 1, max = 5) byte[] added) {
        int at = place % (subject.bytes.length + 1);
        byte[] mutant = Arrays.copyOf(subject.bytes, subject.bytes.length + added.length);
        System.arraycopy(added, 0, mutant, at, added.length);
        System.arraycopy(subject.bytes, at, mutant, at + added.length, subject.bytes.length - at);

        subject.assertRefused(mutant);
    }

    @Property
    void anyDeletionIsRefused(
            @ForAll Subject subject,
            @ForAll @IntRange(max = 100_000) int place,
            @ForAll @IntRange(min = 1, max = 5) int length) {
        int at = place % (subject.bytes.length - length + 1);
        byte[] mutant = new byte[subject.bytes.length - length];
        System.arraycopy(subject.bytes, 0, mutant, 0, at);
        System.arraycopy(subject.bytes, at + length, mutant, at, mutant.length - at);

        subject.assertRefused(mutant);
    }

    @Property
    void anyBytesAtAllAreRefused(@ForAll Subject subject, @ForAll @Size(max = 400) byte[] bytes) {
        subject.assertRefused(bytes);
    }

    @Provide
    Arbitrary<SigningKey> keys() {
        return Arbitraries.of(ED25519, P256, STRANGER);
    }

    private static TrustPolicy policy(int threshold, SigningKey... signers) {
        List<TrustedKey> keys =
                Arrays.stream(signers).map(SigningKey::publicKey).toList();
        return TrustPolicy.of("trusted keys", keys, threshold, false, TrustPolicy.Requirements.none());
    }
}
