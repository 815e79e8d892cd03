package io.github.reprorun.internal.agent.place;

/** The arithmetic by which seeds are derived: MurmurHash3's 64-bit finalizer (Appleby) and FNV-1a for names. */
final class SeedMixing {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private SeedMixing() {}

    /** A bijection of 64 bits whose every input bit reaches every output bit. */
    static long mix(long value) {
        long z = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return z ^ (z >>> 33);
    }

    /** Mixes both values; their order matters. */
    static long combine(long left, long right) {
        return mix(mix(left + GOLDEN) * 31 + right + GOLDEN);
    }

    /** A name, over its UTF-16 code units. */
    static long name(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** {@code value}, or a constant if it is 0, because numerical libraries read the clock for a seed of 0. */
    static long nonZero(long value) {
        return value == 0 ? GOLDEN : value;
    }
}
