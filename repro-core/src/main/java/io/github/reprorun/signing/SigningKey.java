package io.github.reprorun.signing;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Optional;

/**
 * A private key, Ed25519 or P-256, that was checked to sign for its public key. Its secret never appears in a message
 * or in {@link #toString()}. Immutable, hence safe to share between threads.
 */
public final class SigningKey {
    /** The name of the file that holds the private key. */
    public static final String PRIVATE_FILE = "signing.pem";

    /** The name of the file that holds the public key. */
    public static final String PUBLIC_FILE = "signing.pub.pem";

    /** Not a DSSE message, so a signature over it is of no use to anyone. */
    private static final Message TRIAL =
            Octets.of("reprorun pairwise consistency".getBytes(StandardCharsets.US_ASCII))::feed;

    private final Scheme scheme;
    private final Octets secret;
    private final PrivateKey key;
    private final TrustedKey publicKey;

    private SigningKey(Scheme scheme, Octets secret, PrivateKey key, TrustedKey publicKey) {
        this.scheme = scheme;
        this.secret = secret;
        this.key = key;
        this.publicKey = publicKey;
    }

    /**
     * Reads PKCS#8 in PEM, unencrypted, at most 64 KiB.
     *
     * @throws UsageException if group or others have access to {@code file}
     * @throws UnreadableException if {@code file} cannot be read or holds anything else; the message says what it holds
     *     and how to convert it
     */
    public static SigningKey read(Path file) {
        byte[] text = KeyFile.secret(file);
        try {
            PrivateKeyInfo info = PrivateKeyInfo.parse(KeyForm.privateKey(file, text));
            return of(info);
        } catch (MalformedException e) {
            throw new UnreadableException(file.toString(), e.problem(), e);
        } catch (GeneralSecurityException e) {
            throw new UnreadableException(file.toString(), "cannot be used by this JVM: " + e.getMessage(), e);
        }
    }

    /** A new key, drawn from {@code random} and kept in memory until {@link #writeTo} is called. */
    public static SigningKey generate(Algorithm algorithm, SecureRandom random) {
        try {
            Scheme scheme = algorithm.scheme();
            Octets secret = scheme.draw(random);
            return of(new PrivateKeyInfo(scheme, secret, Optional.empty()));
        } catch (MalformedException | GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot make a key: " + e.getMessage(), e);
        }
    }

    /**
     * Writes {@value #PRIVATE_FILE}, readable by its owner alone from the moment it exists where the file system has
     * such permissions, and {@value #PUBLIC_FILE} into {@code directory}, which is created if need be.
     *
     * @throws UsageException if either file exists; nothing is ever overwritten
     * @throws UnwritableException if a file cannot be written; none is left behind
     */
    public void writeTo(Path directory) {
        Pem pem = new Pem(KeyForm.PRIVATE, Octets.of(scheme.pkcs8(secret, publicKey.encoded())));
        new KeyPairFiles(directory).write(pem.text(), publicKey.pem());
    }

    /** The public half. */
    public TrustedKey publicKey() {
        return publicKey;
    }

    /** The public half's {@link TrustedKey#keyid()}. */
    public String keyid() {
        return publicKey.keyid();
    }

    EnvelopeSignature sign(Message message) {
        try {
            Signature signer = Signature.getInstance(scheme.signatureAlgorithm());
            signer.initSign(key);
            message.feed(signer);
            return new EnvelopeSignature(keyid(), Octets.of(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that could sign no longer can: " + e.getMessage(), e);
        }
    }

    private static SigningKey of(PrivateKeyInfo info) throws MalformedException, GeneralSecurityException {
        Scheme scheme = info.scheme();
        PrivateKey key = scheme.privateKey(info.secret());
        Octets encoded = info.publicKey().isPresent() ? info.publicKey().get() : scheme.derive(info.secret());
        SigningKey pair = new SigningKey(scheme, info.secret(), key, TrustedKey.of(scheme, encoded));
        if (pair.publicKey.flaw(TRIAL, pair.sign(TRIAL).signature()).isPresent()) {
            throw new MalformedException("holds a public key that does not belong to its private key");
        }
        return pair;
    }

    /** The {@link #keyid()}. */
    @Override
    public String toString() {
        return keyid();
    }
}
