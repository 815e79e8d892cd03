package io.github.reprorun.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.RandomGenerator;

/** A named stream beside {@link Random}, which says in its documentation what it draws. */
class NamedStreamTests {
    /** Every kind of draw that {@link Random} had before Java 17, whose other defaults are built on these. */
    private enum Draw {
        INT,
        BOUND,
        POWER_OF_TWO,
        LONG,
        BOOLEAN,
        FLOAT,
        DOUBLE,
        GAUSSIAN,
        BYTES,
        INTS,
        SHUFFLE;

        Object of(Random random) {
            return switch (this) {
                case INT -> random.nextInt();
                case BOUND -> random.nextInt(1_500_000_000);
                case POWER_OF_TWO -> random.nextInt(64);
                case LONG -> random.nextLong();
                case BOOLEAN -> random.nextBoolean();
                case FLOAT -> random.nextFloat();
                case DOUBLE -> random.nextDouble();
                case GAUSSIAN -> random.nextGaussian();
                case BYTES -> {
                    byte[] bytes = new byte[7];
                    random.nextBytes(bytes);
                    yield new ArrayList<>(List.of(bytes[0], bytes[3], bytes[6]));
                }
                case INTS -> random.ints(3).boxed().toList();
                case SHUFFLE -> {
                    List<Integer> list =
                            new ArrayList<>(IntStream.range(0, 10).boxed().toList());
                    Collections.shuffle(list, random);
                    yield list;
                }
            };
        }
    }

    @Property
    void drawsWhatRandomDraws(@ForAll long seed, @ForAll @Size(max = 50) List<Draw> draws) {
        NamedStream stream = new NamedStream(seed);
        Random random = new Random(seed);

        for (Draw draw : draws) {
            assertThat(draw.of(stream)).as(draw.name()).isEqualTo(draw.of(random));
        }
    }

    @Property
    void drawsTheSameGaussians(@ForAll long seed) {
        NamedStream stream = new NamedStream(seed);
        Random random = new Random(seed);

        for (int i = 0; i < 101; i++) {
            assertThat(Double.doubleToRawLongBits(stream.nextGaussian()))
                    .isEqualTo(Double.doubleToRawLongBits(random.nextGaussian()));
        }
    }

    /** What JDK 17 draws; a JDK that draws otherwise from {@link Random} would show here. */
    @Example
    void drawsTheValuesItAlwaysDid() {
        NamedStream stream = new NamedStream(42);

        assertThat(stream.nextInt()).isEqualTo(-1170105035);
        assertThat(stream.nextLong()).isEqualTo(1008396158678580193L);
        assertThat(stream.nextDouble()).isEqualTo(0.047939305137387644);
        assertThat(stream.nextGaussian()).isEqualTo(0.27686040089698144);
    }

    @Property
    void goesOnFromAnyPosition(
            @ForAll long seed, @ForAll @Size(max = 20) List<Draw> before, @ForAll @Size(max = 20) List<Draw> after) {
        NamedStream stream = new NamedStream(seed);
        before.forEach(draw -> draw.of(stream));
        NamedStream.Position position = stream.position();
        List<Object> expected = drawAll(after, stream);

        NamedStream other = new NamedStream(~seed);
        other.nextGaussian();
        other.moveTo(position);

        assertThat(other.position()).isEqualTo(position);
        assertThat(drawAll(after, other)).isEqualTo(expected);
    }

    @Property
    void beginsAgainWhenItIsSeeded(@ForAll long first, @ForAll long second) {
        NamedStream stream = new NamedStream(first);
        stream.nextGaussian();
        stream.setSeed(second);

        assertThat(stream.nextGaussian()).isEqualTo(new Random(second).nextGaussian());
    }

    @Property
    void isSeededAsAGeneratorOfCommonsMath(@ForAll int seed, @ForAll @IntRange(min = 1) int bound) {
        RandomGenerator stream = new NamedStream(1);
        stream.setSeed(seed);
        assertThat(stream.nextInt(bound)).isEqualTo(new Random(seed).nextInt(bound));

        stream.setSeed(new int[] {seed});
        assertThat(stream.nextLong()).isEqualTo(new Random(seed).nextLong());
        stream.setSeed(new int[] {1, seed});
        assertThat(stream.nextLong()).isEqualTo(new Random(4294967291L + seed).nextLong());
    }

    @Example
    void servesTheDistributionsOfCommonsMath() {
        double[] first = new NormalDistribution(new NamedStream(7), 1, 2).sample(5);
        double[] second = new NormalDistribution(new NamedStream(7), 1, 2).sample(5);

        assertThat(first).isEqualTo(second).doesNotHaveDuplicates();
    }

    @Example
    void isOneStreamForEachName() {
        StreamSeeds seeds = new StreamSeeds(new Seed(42));
        NamedStream shuffle = seeds.stream("shuffle");

        assertThat(seeds.stream("shuffle")).isSameAs(shuffle);
        assertThat(shuffle.nextLong()).isEqualTo(new Random(5713196291440503434L).nextLong());
        assertThat(seeds.seed("weights")).isEqualTo(new Seed(42).derive("weights"));
        assertThat(seeds.seeds()).containsOnlyKeys("shuffle", "weights");
        assertThat(seeds.streams()).containsOnlyKeys("shuffle");
    }

    private static List<Object> drawAll(List<Draw> draws, Random random) {
        return draws.stream().map(draw -> draw.of(random)).toList();
    }
}
