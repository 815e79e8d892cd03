package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Digest64Tests {
    private static final String CHECK = "cbf43926e3069283";

    @Test
    void isTheTwoChecksumsOfTheirStandardsTestString() {
        ByteBuffer bytes = ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(Digest64.hex(Digest64.of(bytes))).isEqualTo(CHECK);
    }

    @Test
    void ofNothingIsZero() {
        assertThat(Digest64.hex(new Digest64().value())).isEqualTo("0000000000000000");
    }

    @Test
    void startsAnewAfterAReset() {
        Digest64 digest = new Digest64().update(7L);

        digest.reset().update(ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII)));

        assertThat(Digest64.hex(digest.value())).isEqualTo(CHECK);
    }

    @Test
    void takesALongAsEightBytesLowestFirst() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {8, 7, 6, 5, 4, 3, 2, 1});

        assertThat(new Digest64().update(0x0102030405060708L).value()).isEqualTo(Digest64.of(bytes));
    }

    @Test
    void readsFromPositionToLimitAndLeavesThemAlone() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(11).put("x123456789y".getBytes(StandardCharsets.US_ASCII));
        bytes.limit(10).position(1);

        assertThat(Digest64.hex(Digest64.of(bytes))).isEqualTo(CHECK);
        assertThat(bytes.position()).isEqualTo(1);
        assertThat(bytes.limit()).isEqualTo(10);
    }

    @Property(tries = 50)
    void dependsNeitherOnWhereTheBytesLieNorOnHowTheyAreCut(
            @ForAll @IntRange(max = 200_000) int size, @ForAll @IntRange(max = 200_000) int cut, @ForAll long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(size).put(bytes).flip();
        int at = Math.min(cut, size);

        assertThat(Digest64.of(direct))
                .isEqualTo(Digest64.of(ByteBuffer.wrap(bytes)))
                .isEqualTo(Digest64.of(ByteBuffer.wrap(bytes, 0, at), ByteBuffer.wrap(bytes, at, size - at)));
    }

    @Property(tries = 200)
    void seesEverySingleBit(@ForAll @IntRange(min = 1, max = 100_000) int size, @ForAll long seed) {
        Random random = new Random(seed);
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        long before = Digest64.of(bytes);
        int at = random.nextInt(size);
        bytes.put(at, (byte) (1 << random.nextInt(8)));

        assertThat(Digest64.of(bytes)).isNotEqualTo(before);
    }
}
