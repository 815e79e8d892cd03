package io.github.reprorun.seed;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * The root seed of a run: 64 bits, never zero, because libraries of numerics take a zero for "use the clock".
 * Immutable, hence safe to share between threads.
 *
 * @param value the seed
 */
public record Seed(long value) {
    private static final byte[] DOMAIN = "reprorun/seed/v1".getBytes(StandardCharsets.US_ASCII);

    /** @throws UsageException if {@code value} is 0 */
    public Seed {
        if (value == 0) {
            throw new UsageException(
                    "seed",
                    "0 is refused, because libraries of numerics take a seed of 0 for the clock; choose any other"
                            + " number");
        }
    }

    /**
     * Reads a seed written in decimal.
     *
     * @throws UsageException if {@code text} is not a decimal number of 64 bits, or is 0
     */
    public static Seed parse(String text) {
        try {
            return new Seed(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "seed", String.format(Locale.ROOT, "\"%s\" is not a decimal number of 64 bits", text), e);
        }
    }

    /** A seed drawn from {@code entropy}. */
    public static Seed draw(SecureRandom entropy) {
        long value = entropy.nextLong();
        return value == 0 ? new Seed(1) : new Seed(value);
    }

    /**
     * The seed of the stream called {@code name}: the first eight bytes, big-endian, of SHA-256 over the ASCII bytes of
     * {@code reprorun/seed/v1}, the root seed (eight bytes, big-endian), a counter (four bytes, big-endian, 0) and the
     * name in UTF-8. A digest that begins with eight zero bytes is passed over by counting up. It depends on the root
     * seed and the name alone, so that a new consumer shifts no other; it is never 0.
     *
     * @throws UsageException if {@code name} holds half a surrogate pair, which UTF-8 cannot tell from others
     */
    public long derive(String name) {
        for (int counter = 0; ; counter++) {
            MessageDigest sha256 = Sha256.algorithm();
            sha256.update(DOMAIN);
            sha256.update(ByteBuffer.allocate(12).putLong(value).putInt(counter).array());
            sha256.update(utf8(name));
            long derived = ByteBuffer.wrap(sha256.digest()).getLong();
            if (derived != 0) {
                return derived;
            }
        }
    }

    private static ByteBuffer utf8(String name) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
        } catch (CharacterCodingException e) {
            throw new UsageException("stream name", "\"" + name + "\" holds half a surrogate pair", e);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
