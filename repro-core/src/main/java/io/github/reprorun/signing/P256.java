package io.github.reprorun.signing;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;

/** ECDSA over P-256 with SHA-256 (FIPS 186-5). Stateless, hence safe for use by several threads. */
final class P256 implements Scheme {
    static final P256 SCHEME = new P256();

    private static final int SIZE = 32;
    private static final int UNCOMPRESSED = 4;
    private static final String CURVE = "secp256r1";
    private static final String PKCS8_PREFIX =
            "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420";
    private static final String PKCS8_PUBLIC_KEY = "a144034200";
    private static final String SPKI_PREFIX = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

    private P256() {}

    @Override
    public String signatureAlgorithm() {
        return "SHA256withECDSA";
    }

    @Override
    public Octets draw(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        return fixed(((ECPrivateKey) generator.generateKeyPair().getPrivate()).getS());
    }

    /**
     * Multiplies the base point. The time this takes depends on the secret, which matters only to someone who measures
     * this process; a key file that holds its public key, as those of {@code keygen} and openssl do, never comes here.
     */
    @Override
    public Octets derive(Octets secret) throws GeneralSecurityException {
        ECPoint point = WeierstrassCurve.of(parameters()).multiply(scalar(secret));
        return Encoding.of()
                .hex("04")
                .bytes(fixed(point.getAffineX()))
                .bytes(fixed(point.getAffineY()))
                .octets();
    }

    @Override
    public PrivateKey privateKey(Octets secret) throws MalformedException, GeneralSecurityException {
        if (secret.size() != SIZE) {
            throw new MalformedException("has a P-256 secret of " + secret.size() + " bytes instead of 32");
        }
        ECParameterSpec parameters = parameters();
        if (!inRange(scalar(secret), parameters.getOrder())) {
            throw new MalformedException("has a P-256 secret that is 0 or not below the group's order");
        }
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(scalar(secret), parameters));
    }

    @Override
    public PublicKey publicKey(Octets encoded) throws MalformedException, GeneralSecurityException {
        byte[] bytes = encoded.toArray();
        if (bytes.length == 1 + SIZE && (bytes[0] == 2 || bytes[0] == 3)) {
            throw new MalformedException("has its P-256 public key in compressed form; the uncompressed one is read, as"
                    + " openssl pkey -ec_conv_form uncompressed writes it");
        }
        if (bytes.length != 1 + 2 * SIZE || bytes[0] != UNCOMPRESSED) {
            throw new MalformedException("has a P-256 public key that is not an uncompressed point of 65 bytes");
        }
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + SIZE)),
                new BigInteger(1, Arrays.copyOfRange(bytes, 1 + SIZE, bytes.length)));
        ECParameterSpec parameters = parameters();
        if (!WeierstrassCurve.of(parameters).contains(point)) {
            throw new MalformedException("has a public key that is not a point of the curve");
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
    }

    @Override
    public byte[] pkcs8(Octets secret, Octets encoded) {
        return Encoding.of()
                .hex(PKCS8_PREFIX)
                .bytes(secret)
                .hex(PKCS8_PUBLIC_KEY)
                .bytes(encoded)
                .toArray();
    }

    @Override
    public byte[] subjectPublicKeyInfo(Octets encoded) {
        return Encoding.of().hex(SPKI_PREFIX).bytes(encoded).toArray();
    }

    @Override
    public byte[] opensshBlob(Octets encoded) {
        return Encoding.of()
                .sshString("ecdsa-sha2-nistp256")
                .sshString("nistp256")
                .sshString(encoded)
                .toArray();
    }

    /** Ecdsa-Sig-Value of RFC 3279, section 2.2.3, in DER, with both numbers in the range FIPS 186-5 gives. */
    @Override
    public Optional<String> flaw(Octets signature) {
        try {
            Der outer = Der.of(signature.toArray());
            Der pair = outer.enter(Der.SEQUENCE);
            BigInteger r = pair.natural();
            BigInteger s = pair.natural();
            pair.requireEnd();
            outer.requireEnd();
            BigInteger order = parameters().getOrder();
            return inRange(r, order) && inRange(s, order)
                    ? Optional.empty()
                    : Optional.of("one whose r or s is 0 or not below the group's order");
        } catch (MalformedException e) {
            return Optional.of("one that " + e.problem());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has P-256", e);
        }
    }

    private static boolean inRange(BigInteger number, BigInteger order) {
        return number.signum() > 0 && number.compareTo(order) < 0;
    }

    private static BigInteger scalar(Octets secret) {
        return new BigInteger(1, secret.toArray());
    }

    private static Octets fixed(BigInteger number) {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[SIZE - 1 - i] = number.shiftRight(8 * i).byteValue();
        }
        return Octets.of(bytes);
    }

    private static ECParameterSpec parameters() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
