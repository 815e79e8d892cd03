package io.github.reprorun.signing;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key, Ed25519 or P-256, whose signatures are trusted. Two are equal if they are the same key. Immutable,
 * hence safe to share between threads.
 */
public final class TrustedKey {
    private final Scheme scheme;
    private final Octets encoded;
    private final PublicKey key;
    private final String keyid;

    private TrustedKey(Scheme scheme, Octets encoded, PublicKey key) {
        this.scheme = scheme;
        this.encoded = encoded;
        this.key = key;
        this.keyid = fingerprint(scheme.opensshBlob(encoded));
    }

    /**
     * Reads SubjectPublicKeyInfo in PEM, at most 64 KiB.
     *
     * @throws UnreadableException if {@code file} cannot be read or holds anything else
     */
    public static TrustedKey read(Path file) {
        return parse(file.toString(), file, KeyFile.shared(file));
    }

    /**
     * Reads SubjectPublicKeyInfo in PEM.
     *
     * @param subject what {@code pem} is, for messages
     * @throws UnreadableException if it is anything else
     */
    public static TrustedKey parse(String subject, String pem) {
        return parse(subject, Path.of("KEY.pem"), pem.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads {@code pem}; {@code subject} names it in failures and {@code file} stands for it in commands. */
    static TrustedKey parse(String subject, Path file, byte[] pem) {
        try {
            Der outer = Der.of(KeyForm.publicKey(file, pem).toArray());
            Der info = outer.enter(Der.SEQUENCE);
            outer.requireEnd();
            Scheme scheme = KeyAlgorithm.read(info);
            Octets encoded = Octets.of(info.bits(Der.BIT_STRING));
            info.requireEnd();
            return of(scheme, encoded);
        } catch (MalformedException e) {
            throw new UnreadableException(subject, e.problem(), e);
        } catch (GeneralSecurityException e) {
            throw new UnreadableException(subject, "cannot be used by this JVM: " + e.getMessage(), e);
        }
    }

    static TrustedKey of(Scheme scheme, Octets encoded) throws MalformedException, GeneralSecurityException {
        return new TrustedKey(scheme, encoded, scheme.publicKey(encoded));
    }

    /**
     * {@code SHA256:} and the unpadded base64 of the SHA-256 of the OpenSSH public key blob: what {@code ssh-keygen -lf}
     * prints for this key.
     */
    public String keyid() {
        return keyid;
    }

    /** SubjectPublicKeyInfo in PEM, ASCII, as {@link #read} takes it. */
    public String pem() {
        return new Pem(KeyForm.PUBLIC, Octets.of(scheme.subjectPublicKeyInfo(encoded))).text();
    }

    Octets encoded() {
        return encoded;
    }

    /** What is wrong with {@code signature} over {@code message}; empty if this key made it. */
    Optional<String> flaw(Message message, Octets signature) {
        Optional<String> flaw = scheme.flaw(signature);
        if (flaw.isPresent()) {
            return flaw;
        }
        try {
            Signature verifier = Signature.getInstance(scheme.signatureAlgorithm());
            verifier.initVerify(key);
            message.feed(verifier);
            return verifier.verify(signature.toArray()) ? Optional.empty() : Optional.of("one that does not verify");
        } catch (GeneralSecurityException e) {
            return Optional.of("one that cannot be verified: " + e.getMessage());
        }
    }

    private static String fingerprint(byte[] blob) {
        byte[] digest = HexFormat.of().parseHex(Sha256.of(blob).hex());
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedKey trusted && keyid.equals(trusted.keyid);
    }

    @Override
    public int hashCode() {
        return keyid.hashCode();
    }

    /** The {@link #keyid()}. */
    @Override
    public String toString() {
        return keyid;
    }
}
