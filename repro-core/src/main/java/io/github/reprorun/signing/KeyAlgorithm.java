package io.github.reprorun.signing;

import java.util.HexFormat;
import java.util.Map;

/** AlgorithmIdentifier (RFC 5280, section 4.1.1.2) of the keys that are read, and names for those that are not. */
final class KeyAlgorithm {
    private static final String EC = "2a8648ce3d0201";
    private static final String P256_CURVE = "2a8648ce3d030107";
    private static final String ED25519 = "2b6570";

    private static final Map<String, String> OTHERS = Map.of(
            "2a864886f70d010101", "an RSA key",
            "2a864886f70d01010a", "an RSA-PSS key",
            "2a8648ce380401", "a DSA key",
            "2b656e", "an X25519 key",
            "2b656f", "an X448 key",
            "2b6571", "an Ed448 key");

    private static final Map<String, String> CURVES = Map.of(
            "2b81040022", "P-384",
            "2b81040023", "P-521",
            "2b81040021", "P-224",
            "2b8104000a", "secp256k1");

    private KeyAlgorithm() {}

    /** Reads the next element of {@code outer}. */
    static Scheme read(Der outer) throws MalformedException {
        Der identifier = outer.enter(Der.SEQUENCE);
        String algorithm = oid(identifier);
        switch (algorithm) {
            case ED25519 -> {
                identifier.requireEnd();
                return Ed25519.SCHEME;
            }
            case EC -> {
                requireP256(identifier);
                identifier.requireEnd();
                return P256.SCHEME;
            }
            default -> throw notRead("is " + OTHERS.getOrDefault(algorithm, "a key of an unknown algorithm"));
        }
    }

    static void requireP256(Der identifier) throws MalformedException {
        if (!identifier.next(Der.OBJECT_IDENTIFIER)) {
            throw notRead("is an EC key that spells its curve out instead of naming it");
        }
        String curve = oid(identifier);
        if (!curve.equals(P256_CURVE)) {
            throw notRead("is an EC key on " + CURVES.getOrDefault(curve, "a curve other than P-256"));
        }
    }

    private static MalformedException notRead(String kind) {
        return new MalformedException(kind + "; Ed25519 and ECDSA P-256 keys are read");
    }

    private static String oid(Der der) throws MalformedException {
        return HexFormat.of().formatHex(der.content(Der.OBJECT_IDENTIFIER));
    }
}
