package io.github.reprorun.signing;

import io.github.reprorun.failure.OversizedException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A DSSE v1 envelope (<a href="https://github.com/secure-systems-lab/dsse">protocol.md, envelope.md</a>) around an in-toto
 * statement, with at least one signature. It has no accessor for its payload: {@link TrustPolicy#verify} has.
 *
 * <p>Its file has one form, which JavaScript's {@code JSON.stringify(envelope, null, 2)} and a final line feed give: ASCII,
 * the members {@code payload}, {@code payloadType} and {@code signatures} in this order, signatures in the order of their
 * {@code keyid}, standard base64 with padding. After these members, and after {@code keyid} and {@code sig}, a newer
 * version may have others: no signature covers them, and they are kept, named and otherwise ignored. A file in any
 * other form is refused, so that no byte of it can be changed unnoticed and no JSON parser meets anything that is not
 * yet verified.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class Envelope {
    /** The largest file that is written and read, in bytes. */
    public static final int LIMIT = 96 * 1024 * 1024;

    /** The largest payload that is signed, in bytes. */
    public static final int PAYLOAD_LIMIT = 70 * 1024 * 1024;

    private final String subject;
    private final PreAuthenticated message;
    private final List<EnvelopeSignature> signatures;
    private final List<UnknownMember> unknown;

    /** {@code signatures} in strictly ascending order of keyid, not empty. */
    Envelope(
            String subject,
            PreAuthenticated message,
            Collection<EnvelopeSignature> signatures,
            List<UnknownMember> unknown) {
        this.subject = subject;
        this.message = message;
        this.signatures = List.copyOf(signatures);
        this.unknown = List.copyOf(unknown);
    }

    /** An envelope of which this version knows every member. */
    Envelope(String subject, PreAuthenticated message, Collection<EnvelopeSignature> signatures) {
        this(subject, message, signatures, List.of());
    }

    /**
     * Wraps {@code payload}, the bytes of an in-toto statement, and signs it.
     *
     * @throws UsageException if {@code payload} is larger than {@link #PAYLOAD_LIMIT}
     */
    public static Envelope sign(byte[] payload, SigningKey key) {
        if (payload.length > PAYLOAD_LIMIT) {
            throw new UsageException(
                    "payload", "has " + payload.length + " bytes, and at most " + PAYLOAD_LIMIT + " are signed");
        }
        PreAuthenticated message = new PreAuthenticated(Octets.of(payload));
        return new Envelope("envelope", message, List.of(key.sign(message)));
    }

    /**
     * Reads {@code file}; believes nothing in it yet.
     *
     * @throws UnreadableException if there is no such file, or it cannot be read
     * @throws RefusedException if its content is not exactly what {@link #bytes()} writes for some envelope
     */
    public static Envelope read(Path file) {
        String subject = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new UnreadableException(subject, Files.exists(file) ? "is not a regular file" : "no such file");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            requireSmall(subject, Files.size(file));
            content = in.readNBytes(LIMIT + 1);
        } catch (IOException e) {
            throw new UnreadableException(
                    subject, "cannot be read: " + e.getClass().getSimpleName(), e);
        }
        requireSmall(subject, content.length);
        return parse(subject, content);
    }

    private static void requireSmall(String subject, long size) {
        if (size > LIMIT) {
            throw new RefusedException(subject, "an envelope of at most " + LIMIT + " bytes", size + " bytes or more");
        }
    }

    /**
     * As {@link #read}, from memory; {@code subject} names the envelope in failures.
     *
     * @throws RefusedException if {@code content} is not exactly what {@link #bytes()} writes for some envelope
     */
    static Envelope parse(String subject, byte[] content) {
        return new EnvelopeForm.Reader(subject, content).envelope();
    }

    /**
     * This envelope with a signature by {@code key} besides the others.
     *
     * @throws UsageException if {@code key} has signed it already
     */
    public Envelope withSignature(SigningKey key) {
        SortedMap<String, EnvelopeSignature> all = new TreeMap<>();
        signatures.forEach(signature -> all.put(signature.keyid(), signature));
        if (all.putIfAbsent(key.keyid(), key.sign(message)) != null) {
            throw new UsageException(subject, "is signed by " + key.keyid() + " already; one key signs once");
        }
        return new Envelope(subject, message, all.values(), unknown);
    }

    /** Whether the payload is exactly {@code payload}; says nothing about the signatures. */
    public boolean hasPayload(byte[] payload) {
        return message.payload().equals(Octets.of(payload));
    }

    /** The key IDs of the claimed signers, in ascending order; unverified. */
    public List<String> claimedKeyids() {
        return signatures.stream().map(EnvelopeSignature::keyid).toList();
    }

    /**
     * The members that this version does not know, such as {@code signatures[].cert}, each name once. No signature covers
     * them: anybody may have put them there.
     */
    public SortedSet<String> unknownFields() {
        SortedSet<String> names = new TreeSet<>();
        unknown.forEach(member -> names.add(member.name()));
        for (EnvelopeSignature signature : signatures) {
            signature.unknown().forEach(member -> names.add("signatures[]." + member.name()));
        }
        return names;
    }

    /**
     * The one form of this envelope's file.
     *
     * @throws OversizedException if it has more than {@link #LIMIT} bytes
     */
    public byte[] bytes() {
        byte[] bytes = EnvelopeForm.bytes(message, signatures, unknown);
        if (bytes.length > LIMIT) {
            throw new OversizedException(subject, LIMIT, bytes.length);
        }
        return bytes;
    }

    String subject() {
        return subject;
    }

    PreAuthenticated message() {
        return message;
    }

    List<EnvelopeSignature> signatures() {
        return signatures;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope envelope
                && message.equals(envelope.message)
                && signatures.equals(envelope.signatures)
                && unknown.equals(envelope.unknown);
    }

    @Override
    public int hashCode() {
        return Objects.hash(message, signatures, unknown);
    }

    /** The claimed signers. */
    @Override
    public String toString() {
        return subject + " said to be signed by " + String.join(", ", claimedKeyids());
    }
}
