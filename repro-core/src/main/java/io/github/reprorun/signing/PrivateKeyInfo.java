package io.github.reprorun.signing;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The content of a PKCS#8 file (RFC 5208, RFC 5958, RFC 8410, RFC 5915). Immutable, hence safe to share between
 * threads.
 *
 * @param scheme the kind of key
 * @param secret its 32 bytes
 * @param publicKey the public key the file claims to go with it, if it does
 */
record PrivateKeyInfo(Scheme scheme, Octets secret, Optional<Octets> publicKey) {
    private static final int SECRET = 32;

    static PrivateKeyInfo parse(Octets encoded) throws MalformedException {
        Der outer = Der.of(encoded.toArray());
        Der info = outer.enter(Der.SEQUENCE);
        outer.requireEnd();
        BigInteger version = info.natural();
        if (version.compareTo(BigInteger.ONE) > 0) {
            throw new MalformedException("is PKCS#8 of the unknown version " + version);
        }
        Scheme scheme = KeyAlgorithm.read(info);
        Der inner = info.enter(Der.OCTET_STRING);
        if (info.next(Der.constructed(0))) {
            info.enter(Der.constructed(0));
        }
        Optional<Octets> claimed = Optional.empty();
        if (info.next(Der.primitive(1))) {
            claimed = Optional.of(Octets.of(info.bits(Der.primitive(1))));
        }
        info.requireEnd();
        PrivateKeyInfo parsed = scheme == P256.SCHEME ? sec1(inner) : curvePrivateKey(inner);
        if (claimed.isPresent() && parsed.publicKey().isPresent() && !claimed.equals(parsed.publicKey())) {
            throw new MalformedException("holds two public keys that differ");
        }
        return claimed.isPresent() ? new PrivateKeyInfo(scheme, parsed.secret(), claimed) : parsed;
    }

    /** CurvePrivateKey of RFC 8410, section 7. */
    private static PrivateKeyInfo curvePrivateKey(Der inner) throws MalformedException {
        byte[] secret = inner.content(Der.OCTET_STRING);
        inner.requireEnd();
        return new PrivateKeyInfo(Ed25519.SCHEME, Octets.of(secret), Optional.empty());
    }

    /** ECPrivateKey of RFC 5915, section 3; the JDK leaves leading zeros of the secret out, contrary to it. */
    private static PrivateKeyInfo sec1(Der inner) throws MalformedException {
        Der key = inner.enter(Der.SEQUENCE);
        inner.requireEnd();
        BigInteger version = key.natural();
        if (!version.equals(BigInteger.ONE)) {
            throw new MalformedException("holds an EC key of the unknown version " + version);
        }
        Octets secret = padded(key.content(Der.OCTET_STRING));
        if (key.next(Der.constructed(0))) {
            Der parameters = key.enter(Der.constructed(0));
            KeyAlgorithm.requireP256(parameters);
            parameters.requireEnd();
        }
        Optional<Octets> publicKey = Optional.empty();
        if (key.next(Der.constructed(1))) {
            Der bits = key.enter(Der.constructed(1));
            publicKey = Optional.of(Octets.of(bits.bits(Der.BIT_STRING)));
            bits.requireEnd();
        }
        key.requireEnd();
        return new PrivateKeyInfo(P256.SCHEME, secret, publicKey);
    }

    private static Octets padded(byte[] secret) {
        if (secret.length >= SECRET) {
            return Octets.of(secret);
        }
        byte[] padded = new byte[SECRET];
        System.arraycopy(secret, 0, padded, SECRET - secret.length, secret.length);
        return Octets.of(padded);
    }
}
