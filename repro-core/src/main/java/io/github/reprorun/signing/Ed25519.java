package io.github.reprorun.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Ed25519 (RFC 8032), pure: no prehash, no context. Stateless, hence safe for use by several threads. */
final class Ed25519 implements Scheme {
    static final Ed25519 SCHEME = new Ed25519();

    private static final int SIZE = 32;
    private static final String PKCS8_PREFIX = "302e020100300506032b657004220420";
    private static final String SPKI_PREFIX = "302a300506032b6570032100";

    /** p of RFC 8032, section 5.1. */
    private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** L of RFC 8032, section 5.1. */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** d of RFC 8032, section 5.1. */
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(FIELD))
            .mod(FIELD);

    /** A y-coordinate of the four points of order eight. */
    private static final BigInteger OF_ORDER_EIGHT =
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

    /** The y-coordinates of the eight points whose order divides the cofactor; x decides nothing further. */
    private static final Set<BigInteger> OF_SMALL_ORDER = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            FIELD.subtract(BigInteger.ONE),
            OF_ORDER_EIGHT,
            FIELD.subtract(OF_ORDER_EIGHT));

    private Ed25519() {}

    @Override
    public String signatureAlgorithm() {
        return "Ed25519";
    }

    @Override
    public Octets draw(SecureRandom random) {
        byte[] secret = new byte[SIZE];
        random.nextBytes(secret);
        return Octets.of(secret);
    }

    /** The JDK derives a public key only while it generates a pair, so a generator is given the secret to draw. */
    @Override
    public Octets derive(Octets secret) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(secret.toArray()));
        KeyPair pair = generator.generateKeyPair();
        byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        if (!secret.equals(Octets.of(used))) {
            throw new GeneralSecurityException("the key pair generator of "
                    + generator.getProvider().getName() + " did not take the secret from its source of randomness");
        }
        EdECPoint point = ((EdECPublicKey) pair.getPublic()).getPoint();
        byte[] encoded = littleEndian(point.getY());
        if (point.isXOdd()) {
            encoded[SIZE - 1] |= (byte) 0x80;
        }
        return Octets.of(encoded);
    }

    @Override
    public PrivateKey privateKey(Octets secret) throws MalformedException, GeneralSecurityException {
        if (secret.size() != SIZE) {
            throw new MalformedException("has an Ed25519 secret of " + secret.size() + " bytes instead of 32");
        }
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret.toArray()));
    }

    @Override
    public PublicKey publicKey(Octets encoded) throws MalformedException, GeneralSecurityException {
        if (encoded.size() != SIZE) {
            throw new MalformedException("has an Ed25519 public key of " + encoded.size() + " bytes instead of 32");
        }
        byte[] bytes = encoded.toArray();
        Optional<String> flaw = pointFlaw(bytes);
        if (flaw.isPresent()) {
            throw new MalformedException("has a public key that is " + flaw.get());
        }
        if (!onCurve(y(bytes))) {
            throw new MalformedException("has a public key that is not a point of the curve");
        }
        EdECPoint point = new EdECPoint((bytes[SIZE - 1] & 0x80) != 0, y(bytes));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    @Override
    public byte[] pkcs8(Octets secret, Octets encoded) {
        return Encoding.of().hex(PKCS8_PREFIX).bytes(secret).toArray();
    }

    @Override
    public byte[] subjectPublicKeyInfo(Octets encoded) {
        return Encoding.of().hex(SPKI_PREFIX).bytes(encoded).toArray();
    }

    @Override
    public byte[] opensshBlob(Octets encoded) {
        return Encoding.of().sshString("ssh-ed25519").sshString(encoded).toArray();
    }

    /** RFC 8032, section 5.1.7, step 1, and stricter: R must not be of small order. */
    @Override
    public Optional<String> flaw(Octets signature) {
        if (signature.size() != 2 * SIZE) {
            return Optional.of(signature.size() + " bytes long instead of 64");
        }
        byte[] bytes = signature.toArray();
        Optional<String> flaw = pointFlaw(Arrays.copyOf(bytes, SIZE));
        if (flaw.isPresent()) {
            return Optional.of("one whose R is " + flaw.get());
        }
        BigInteger s = natural(Arrays.copyOfRange(bytes, SIZE, 2 * SIZE));
        return s.compareTo(ORDER) < 0 ? Optional.empty() : Optional.of("one whose S is not below the group's order");
    }

    private static Optional<String> pointFlaw(byte[] encoded) {
        BigInteger y = y(encoded);
        if (y.compareTo(FIELD) >= 0) {
            return Optional.of("a point not in its canonical form");
        }
        return OF_SMALL_ORDER.contains(y) ? Optional.of("a point of small order") : Optional.empty();
    }

    /** Whether x² = (y² − 1) / (dy² + 1) has a solution. */
    private static boolean onCurve(BigInteger y) {
        BigInteger square = y.multiply(y).mod(FIELD);
        BigInteger divisor = D.multiply(square).add(BigInteger.ONE).mod(FIELD);
        BigInteger candidate = square.subtract(BigInteger.ONE)
                .multiply(divisor.modInverse(FIELD))
                .mod(FIELD);
        BigInteger half = FIELD.subtract(BigInteger.ONE).shiftRight(1);
        return candidate.signum() == 0 || candidate.modPow(half, FIELD).equals(BigInteger.ONE);
    }

    private static BigInteger y(byte[] encoded) {
        return natural(encoded).clearBit(255);
    }

    private static BigInteger natural(byte[] littleEndian) {
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }

    private static byte[] littleEndian(BigInteger y) {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = y.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    /** Yields given bytes instead of random ones. */
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] next;

        FixedRandom(byte[] next) {
            this.next = next;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
            System.arraycopy(next, 0, bytes, 0, Math.min(next.length, bytes.length));
        }
    }
}
