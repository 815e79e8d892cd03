package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.dl4j.internal.hazard.ProgramFrame;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.RunScope;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Decides which seed a native generator gets: the one the program chose, unless that seed would mean the clock. Safe for
 * use by several threads.
 */
public final class GeneratorSeeds {
    /**
     * The constant that libnd4j combines with its second word of state; as an int constant in ND4J it is sign-extended.
     */
    private static final long NODE_MASK = 0xdeadbeef;

    private final RunScope run;
    private final ClockWindow clock;

    public GeneratorSeeds(RunScope run, ClockWindow clock) {
        this.run = run;
        this.clock = clock;
    }

    /** The seed of the stream {@code name}; neither it nor the node state that ND4J derives from it is 0. */
    long derive(String name) {
        return derive(run.seed(), name);
    }

    static long derive(Seed root, String name) {
        long seed = root.derive(name);
        for (int i = 1; !isUsable(seed); i++) {
            seed = root.derive(name + "~" + i);
        }
        return seed;
    }

    static boolean isUsable(long seed) {
        return seed != 0 && (seed ^ NODE_MASK) != 0;
    }

    boolean isClock(long seed) {
        return clock.contains(seed);
    }

    /**
     * The seed to use for {@code chosen}: itself, or the seed of {@code fallbackStream} if it is the clock or makes the
     * native side read the clock. The latter is recorded as a hazard.
     */
    long checked(long chosen, Supplier<String> fallbackStream) {
        if (!isUsable(chosen)) {
            seeded("ND4J generator seeded with " + chosen, "ND4J takes this seed for the clock; choose another.");
            return derive(fallbackStream.get());
        }
        if (isClock(chosen)) {
            seeded("ND4J generator seeded from the clock", "Give a fixed seed; in a configuration, by seed(long).");
            return derive(fallbackStream.get());
        }
        return chosen;
    }

    /**
     * A seed for {@code setSeed(int[])}, which in ND4J always computes 0, meaning the clock, whatever the array holds.
     */
    long ofArray(int[] parts) {
        seeded("ND4J generator seeded with an int[]", "ND4J ignores the array and reads the clock; use setSeed(long).");
        return derive("nd4j/array/" + Arrays.toString(parts));
    }

    /** Records that the calling code requested a generator of {@code kind} that does not use the caller's seed. */
    void seeded(String kind, String advice) {
        record(kind, Treatment.SEEDED, advice);
    }

    void record(String kind, Treatment treatment, String advice) {
        ProgramFrame site = ProgramFrame.ofProgram();
        run.hazard(new Hazard(kind, site.className(), site.line(), 1, treatment, advice));
    }
}
