package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.trace.Digest64;
import java.lang.ref.Cleaner;
import java.util.List;
import org.nd4j.linalg.api.rng.Random;

/**
 * The ND4J generator of one place in the program: the backend's own generator, with the values that it keeps besides
 * its two words of state. Used by one thread at a time.
 */
public final class PlaceGenerator {
    private static final Cleaner CLEANER = Cleaner.create();

    private final String stream;
    private final GeneratorSeeds seeds;
    private final Random backend;
    private int replacedSeeds;
    private long seed;
    private double spareGaussian;
    private boolean hasSpareGaussian;

    /**
     * @param stream the name of the stream it draws from, in the run
     * @param backend not used by others; freed with this object
     */
    PlaceGenerator(String stream, GeneratorSeeds seeds, Random backend) {
        this.stream = CurrentPlace.bequest() == 0 ? stream : stream + "?seed=" + CurrentPlace.bequest();
        this.seeds = seeds;
        this.backend = backend;
        this.seed = seeds.derive(this.stream);
        backend.setSeed(seed);
        CLEANER.register(this, () -> free(backend));
    }

    private static void free(Random backend) {
        try {
            backend.close();
        } catch (Exception e) {
            throw new IllegalStateException("a generator of ND4J cannot be freed", e);
        }
    }

    Random backend() {
        return backend;
    }

    long seed() {
        return seed;
    }

    void setSeed(long chosen) {
        use(seeds.checked(chosen, this::nextStream), chosen);
    }

    void setSeed(int[] parts) {
        use(seeds.ofArray(parts), 0);
    }

    void seedFromClock() {
        seeds.seeded("ND4J generator reseeded from the clock", "Call setSeed(long) instead of reSeed().");
        use(seeds.derive(nextStream()), 0);
    }

    /** The name of a stream that this place has not used yet. */
    String nextStream() {
        return stream + "/" + replacedSeeds++;
    }

    private void use(long used, long chosen) {
        seed = used;
        if (used == chosen) {
            CurrentPlace.bequeath(chosen);
        }
        backend.setSeed(used);
    }

    /** Its complete position, as {@link #moveTo} takes it. */
    List<Long> position() {
        return List.of(
                backend.rootState(),
                backend.nodeState(),
                seed,
                (long) replacedSeeds,
                Double.doubleToRawLongBits(spareGaussian),
                hasSpareGaussian ? 1L : 0L);
    }

    /** Continues from {@code position}; only the sequence of numbers matters, not how it arose. */
    void moveTo(List<Long> position) {
        backend.setSeed(position.get(2));
        backend.setStates(position.get(0), position.get(1));
        seed = position.get(2);
        replacedSeeds = position.get(3).intValue();
        spareGaussian = Double.longBitsToDouble(position.get(4));
        hasSpareGaussian = position.get(5) != 0;
    }

    /** Adds the whole state to the digest. */
    public void digest(Digest64 digest) {
        digest.update(backend.rootState());
        digest.update(backend.nodeState());
        digest.update(hasSpareGaussian ? Double.doubleToRawLongBits(spareGaussian) : 0);
        digest.update(hasSpareGaussian ? 1 : 0);
    }

    /**
     * The next gaussian by ND4J's formula (the Box-Muller transform), with {@link StrictMath} so that it is the same on
     * every processor. Like ND4J's, the second value of a pair survives a change of seed.
     */
    double nextGaussian() {
        if (hasSpareGaussian) {
            hasSpareGaussian = false;
            return spareGaussian;
        }
        double u0;
        double u1;
        do {
            u0 = backend.nextDouble();
            u1 = backend.nextDouble();
        } while (u0 <= 1e-15);
        double radius = StrictMath.sqrt(-2.0 * StrictMath.log(u0));
        double angle = 2.0 * Math.PI * u1;
        spareGaussian = radius * StrictMath.sin(angle);
        hasSpareGaussian = true;
        return radius * StrictMath.cos(angle);
    }
}
