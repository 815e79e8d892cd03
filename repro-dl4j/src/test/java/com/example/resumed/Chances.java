package com.example.resumed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.random.MersenneTwister;
import org.jspecify.annotations.Nullable;

/** What a listener draws from in programs that knew nothing of checkpoints. */
final class Chances {
    private static final Random STATIC = new Random(5);
    private static final Random UNSEEDED_STATIC = new Random();

    private final Random unseeded = new Random();
    private final Random seeded = new Random(7);
    private final Random seededLater = new Random();
    private final Random rare = new Random();
    private final SplittableRandom splittable = new SplittableRandom();
    private final SplittableRandom seededSplittable = new SplittableRandom(7);
    private final boolean isLazy;
    private @Nullable Random lazy;
    private final RandomGenerator algorithm =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final MersenneTwister twister = new MersenneTwister(7);
    private @Nullable Pairs pairs;

    Chances(boolean isLazy) {
        this.isLazy = isLazy;
        seededLater.setSeed(3);
        seeded.nextGaussian();
        if (isLazy) {
            pairs = new Pairs();
        }
    }

    /** One number of each, each after a comma. */
    String draw(int iteration) {
        StringBuilder drawn = new StringBuilder();
        add(drawn, Math.random());
        add(drawn, Math.random());
        add(drawn, ThreadLocalRandom.current().nextDouble());
        add(drawn, unseeded.nextGaussian());
        add(drawn, seeded.nextGaussian());
        add(drawn, seededLater.nextGaussian());
        add(drawn, splittable.nextDouble());
        add(drawn, seededSplittable.nextDouble());
        add(drawn, algorithm.nextDouble());
        add(drawn, twister.nextGaussian());
        add(drawn, Elsewhere.draw());
        add(drawn, STATIC.nextDouble());
        add(drawn, UNSEEDED_STATIC.nextDouble());
        add(drawn, new Random().nextDouble());
        if (iteration % 5 == 4) {
            add(drawn, rare.nextDouble());
        }
        if (isLazy) {
            if (lazy == null) {
                lazy = new Random();
            }
            add(drawn, lazy.nextDouble());
        }
        if (pairs != null) {
            add(drawn, pairs.nextDouble());
        }
        return drawn.toString();
    }

    private static void add(StringBuilder drawn, double number) {
        drawn.append(',').append(number);
    }

    /** To which no field leads, and that is initialised in the training. */
    private static final class Elsewhere {
        private static final Random OF_A_CLASS = new Random(9);

        static double draw() {
            return OF_A_CLASS.nextDouble();
        }
    }

    /** Not made of numbers alone. */
    private static final class Pairs implements RandomGenerator {
        private final Deque<Long> drawn = new ArrayDeque<>();
        private long state;

        @Override
        public long nextLong() {
            if (drawn.isEmpty()) {
                drawn.add(state += 0x9E3779B97F4A7C15L);
                drawn.add(state * 31);
            }
            return drawn.remove();
        }
    }
}
