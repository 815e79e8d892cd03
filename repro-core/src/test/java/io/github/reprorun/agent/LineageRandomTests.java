package io.github.reprorun.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LineageRandomTests {
    private static final Context HERE = Context.current();
    private static final Context ELSEWHERE = Context.ordered("elsewhere");

    @Property
    void isRandomInThePlaceOfItsOwner(@ForAll long seed) {
        assertSame(new LineageRandom(seed, Context.current()), new Random(seed));
    }

    @Property
    void isRandomOnceTheUserSeedsIt(@ForAll long seed) {
        LineageRandom random = new LineageRandom(1, Context.current());
        double unused = random.nextGaussian();
        random.setSeed(seed);
        assertSame(random, new Random(seed));
    }

    @Test
    void hasAStateForEachPlace() {
        Random alone = new LineageRandom(5, ELSEWHERE);
        long first = alone.nextLong();
        long second = alone.nextLong();
        LineageRandom shared = new LineageRandom(5, ELSEWHERE);
        Context.enter(Context.ordered("another"));
        long other = shared.nextLong();
        Context.leave();
        assertThat(shared.nextLong()).isEqualTo(first);
        Context.enter(Context.ordered("a third"));
        assertThat(shared.nextLong()).isNotIn(first, second, other);
        Context.leave();
        assertThat(shared.nextLong()).isEqualTo(second);
    }

    @Test
    void keepsTheSecondGaussianInThePlaceThatDrewTheFirst() {
        LineageRandom random = new LineageRandom(5, ELSEWHERE);
        LineageRandom same = new LineageRandom(5, ELSEWHERE);
        double first = random.nextGaussian();
        Context.enter(Context.ordered("another"));
        double unused = random.nextGaussian();
        Context.leave();
        assertThat(new double[] {first, random.nextGaussian()})
                .containsExactly(same.nextGaussian(), same.nextGaussian());
    }

    @Test
    void isSerialisedAsARandomThatGoesOn() throws Exception {
        LineageRandom random = new LineageRandom(5, HERE);
        int unused = random.nextInt();
        assertGoesOn(random);
        random.setSeed(9);
        int unusedToo = random.nextInt();
        assertGoesOn(random);
    }

    private static void assertGoesOn(LineageRandom random) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(random);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Random copy = (Random) in.readObject();
            assertThat(copy.getClass()).isEqualTo(Random.class);
            assertThat(copy.nextLong()).isEqualTo(random.nextLong());
        }
    }

    private static void assertSame(Random actual, Random expected) {
        assertThat(actual.nextLong()).isEqualTo(expected.nextLong());
        assertThat(actual.nextInt(1000)).isEqualTo(expected.nextInt(1000));
        assertThat(actual.nextGaussian()).isEqualTo(expected.nextGaussian());
        assertThat(actual.nextDouble()).isEqualTo(expected.nextDouble());
        assertThat(actual.nextGaussian()).isEqualTo(expected.nextGaussian());
        assertThat(actual.nextBoolean()).isEqualTo(expected.nextBoolean());
    }
}
