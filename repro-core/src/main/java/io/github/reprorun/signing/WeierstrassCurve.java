package io.github.reprorun.signing;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/**
 * Affine arithmetic on y² = x³ + ax + b over a prime field (SEC 1, section 2.2.1). Immutable, hence safe to share between
 * threads.
 *
 * @param p the field's prime
 * @param a the coefficient of x
 * @param b the constant
 * @param generator the base point
 */
record WeierstrassCurve(BigInteger p, BigInteger a, BigInteger b, ECPoint generator) {
    private static final BigInteger THREE = BigInteger.valueOf(3);

    /** The curve of {@code parameters}, which must be over a prime field. */
    static WeierstrassCurve of(ECParameterSpec parameters) {
        BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        return new WeierstrassCurve(
                p, parameters.getCurve().getA(), parameters.getCurve().getB(), parameters.getGenerator());
    }

    /** Whether {@code point}, in affine coordinates below p, satisfies the equation. */
    boolean contains(ECPoint point) {
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.multiply(x).add(a).multiply(x).add(b).mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
    }

    /** The base point times {@code scalar}. */
    ECPoint multiply(BigInteger scalar) {
        ECPoint product = ECPoint.POINT_INFINITY;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            product = add(product, product);
            if (scalar.testBit(bit)) {
                product = add(product, generator);
            }
        }
        return product;
    }

    private ECPoint add(ECPoint left, ECPoint right) {
        if (left.equals(ECPoint.POINT_INFINITY)) {
            return right;
        }
        if (right.equals(ECPoint.POINT_INFINITY)) {
            return left;
        }
        BigInteger x = left.getAffineX();
        BigInteger y = left.getAffineY();
        BigInteger rise;
        BigInteger run;
        if (!x.equals(right.getAffineX())) {
            rise = right.getAffineY().subtract(y);
            run = right.getAffineX().subtract(x);
        } else if (y.equals(right.getAffineY()) && y.signum() != 0) {
            rise = THREE.multiply(x).multiply(x).add(a);
            run = y.shiftLeft(1);
        } else {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger slope = rise.multiply(run.mod(p).modInverse(p)).mod(p);
        BigInteger sumX =
                slope.multiply(slope).subtract(x).subtract(right.getAffineX()).mod(p);
        return new ECPoint(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(p));
    }
}
