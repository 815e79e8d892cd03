package io.github.reprorun.internal.agent.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlaceRandomTests {
    private static final TaskPlace HERE = TaskPlace.current();
    private static final TaskPlace ELSEWHERE = TaskPlace.ordered("elsewhere");

    @Property
    void isRandomInThePlaceOfItsOwner(@ForAll long seed) {
        assertSame(new PlaceRandom(seed, TaskPlace.current()), new Random(seed));
    }

    @Property
    void isRandomOnceTheUserSeedsIt(@ForAll long seed) {
        PlaceRandom random = new PlaceRandom(1, TaskPlace.current());
        double unused = random.nextGaussian();
        random.setSeed(seed);
        assertSame(random, new Random(seed));
    }

    @Test
    void hasAStateForEachPlace() {
        Random alone = new PlaceRandom(5, ELSEWHERE);
        long first = alone.nextLong();
        long second = alone.nextLong();
        PlaceRandom shared = new PlaceRandom(5, ELSEWHERE);
        TaskPlace.enter(TaskPlace.ordered("another"));
        long other = shared.nextLong();
        TaskPlace.leave();
        assertThat(shared.nextLong()).isEqualTo(first);
        TaskPlace.enter(TaskPlace.ordered("a third"));
        assertThat(shared.nextLong()).isNotIn(first, second, other);
        TaskPlace.leave();
        assertThat(shared.nextLong()).isEqualTo(second);
    }

    @Test
    void keepsTheSecondGaussianInThePlaceThatDrewTheFirst() {
        PlaceRandom random = new PlaceRandom(5, ELSEWHERE);
        PlaceRandom same = new PlaceRandom(5, ELSEWHERE);
        double first = random.nextGaussian();
        TaskPlace.enter(TaskPlace.ordered("another"));
        double unused = random.nextGaussian();
        TaskPlace.leave();
        assertThat(new double[] {first, random.nextGaussian()})
                .containsExactly(same.nextGaussian(), same.nextGaussian());
    }

    @Test
    void drawsForEachLineOfAClassOtherNumbers() {
        DerivedSeeds.root(42);
        Random first = SiteSeeds.shared(Sites.entry(ChanceSource.MATH_RANDOM, "com.acme.TwoLines", 1));
        Random second = SiteSeeds.shared(Sites.entry(ChanceSource.MATH_RANDOM, "com.acme.TwoLines", 2));

        assertThat(first.nextDouble()).isNotEqualTo(second.nextDouble());
    }

    @Test
    void isPutToWhereItWasWhenItIsDrawnFromAgain() {
        TaskPlace then = TaskPlace.ordered("training");
        TaskPlace.enter(then);
        PlaceRandom random = new PlaceRandom(11, then);
        double unusedBefore = random.nextDouble();
        assertThat(TrainingGenerators.positions()).doesNotContainKey("b");
        TrainingGenerators.nextStep();
        double unused = random.nextGaussian();
        SortedMap<String, List<Long>> saved = TrainingGenerators.positions();
        double next = random.nextGaussian();
        TaskPlace.leave();

        TaskPlace now = TaskPlace.ordered("training");
        TaskPlace.enter(now);
        PlaceRandom again = new PlaceRandom(11, now);
        TrainingGenerators.nextStep();
        TrainingGenerators.moveTo("b", saved.get("b"));
        assertThat(TrainingGenerators.positions()).containsEntry("b", saved.get("b"));
        assertThat(again.nextGaussian()).isEqualTo(next);
        TrainingGenerators.moveTo("b", List.of());
        assertThat(again.nextDouble()).isEqualTo(new Random(11).nextDouble());
        TaskPlace.leave();
    }

    /** As while a network is measured, after which the next of that site gets the same name. */
    @Test
    void isNotMistakenForOneThatGetsItsNameWhenItIsPutBackToItsStart() {
        TaskPlace place = TaskPlace.ordered("training");
        for (TaskPlace owner : List.of(place, ELSEWHERE)) {
            TaskPlace.enter(place);
            PlaceRandom passing = new PlaceRandom(16, owner);
            TrainingGenerators.nextStep();
            long first = passing.nextLong();
            TrainingGenerators.moveTo("10", List.of());
            assertThat(TrainingGenerators.positions()).doesNotContainKey("10");

            PlaceRandom kept = new PlaceRandom(16, owner);
            TrainingGenerators.nextStep();
            long unused = kept.nextLong();
            List<Long> position = TrainingGenerators.positions().get("10");
            TrainingGenerators.moveTo("10", position);
            assertThat(passing.nextLong()).isEqualTo(first);
            assertThat(kept.nextLong()).isNotEqualTo(first);
            TrainingGenerators.moveTo("10", List.of());
            TaskPlace.leave();
        }
    }

    @Test
    void keepsTheSeedThatTheUserGaveItRatherThanWhereItWas() {
        TaskPlace place = TaskPlace.ordered("training");
        TaskPlace.enter(place);
        PlaceRandom random = new PlaceRandom(12, place);
        TrainingGenerators.nextStep();
        TrainingGenerators.moveTo("c", List.of(1L, 0L, 0L, 0L));
        random.setSeed(5);
        assertThat(random.nextDouble()).isEqualTo(new Random(5).nextDouble());
        TaskPlace.leave();
    }

    @Test
    void isNamedIfATrainingMadeItAndKeepsIt() {
        TaskPlace place = TaskPlace.ordered("training");
        TaskPlace.enter(place);
        TrainingGenerators.training(true);
        PlaceRandom kept = new PlaceRandom(13, place, Sites.entry(ChanceSource.RANDOM, "com.acme.Lazy", 3));
        PlaceRandom dropped = new PlaceRandom(14, place, Sites.entry(ChanceSource.RANDOM, "com.acme.Passing", 4));
        TrainingGenerators.training(false);
        PlaceRandom ofData = new PlaceRandom(15, place, Sites.entry(ChanceSource.RANDOM, "com.acme.Data", 5));
        double unused = kept.nextDouble() + dropped.nextDouble() + ofData.nextDouble();
        assertThat(TrainingGenerators.madeInTraining()).isEmpty();
        TrainingGenerators.nextStep();
        double unusedToo = kept.nextDouble() + ofData.nextDouble();

        assertThat(TrainingGenerators.madeInTraining())
                .extracting(Hazard::className, Hazard::line)
                .containsExactly(tuple("com.acme.Lazy", 3));
        TaskPlace.leave();
    }

    @Test
    void isSerialisedAsARandomThatGoesOn() throws Exception {
        PlaceRandom random = new PlaceRandom(5, HERE);
        int unused = random.nextInt();
        assertGoesOn(random);
        random.setSeed(9);
        int unusedToo = random.nextInt();
        assertGoesOn(random);
    }

    private static void assertGoesOn(PlaceRandom random) throws Exception {
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
