package io.github.reprorun.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The differences between the signature schemes. Keys are passed as their raw octets: the secret's 32, and the public
 * key's as RFC 8032 (32) or SEC 1 uncompressed (65) encode it. Implementations are stateless, hence safe for use by
 * several threads.
 */
sealed interface Scheme permits Ed25519, P256 {
    /** The JCA name of the signature algorithm. */
    String signatureAlgorithm();

    /** Draws a secret. */
    Octets draw(SecureRandom random) throws GeneralSecurityException;

    /** The public key of {@code secret}. */
    Octets derive(Octets secret) throws GeneralSecurityException;

    PrivateKey privateKey(Octets secret) throws MalformedException, GeneralSecurityException;

    /** A point on the curve, not of small order, in its one encoding. */
    PublicKey publicKey(Octets encoded) throws MalformedException, GeneralSecurityException;

    /** PKCS#8 (RFC 5208), as openssl writes it. */
    byte[] pkcs8(Octets secret, Octets encoded);

    /** SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). */
    byte[] subjectPublicKeyInfo(Octets encoded);

    /** The OpenSSH public key blob (RFC 8709, section 4; RFC 5656, section 3.1). */
    byte[] opensshBlob(Octets encoded);

    /**
     * The flaw that disqualifies {@code signature} before any arithmetic on the message: its length, encoding or range.
     * The JDK's {@code Signature.verify} is laxer than the standards and varies between releases.
     */
    Optional<String> flaw(Octets signature);
}
