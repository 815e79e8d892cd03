package io.github.reprorun.examples.fraud;

import java.util.Random;

/** Draws from the distributions that claims are made of. Safe for use by several threads. */
final class Chance {
    private Chance() {}

    static boolean happens(Random random, double probability) {
        return random.nextDouble() < probability;
    }

    /** One of {@code values}, each as often as its weight says. */
    static <T> T pick(Random random, T[] values, double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = random.nextDouble() * sum;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return values[i];
            }
        }
        return values[weights.length - 1];
    }

    static int between(Random random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Exponential with {@code mean}, rounded down and cut at {@code most}. */
    static int exponential(Random random, double mean, int most) {
        return (int) Math.min(most, -mean * StrictMath.log(1 - random.nextDouble()));
    }

    /** Poisson by multiplication of uniforms (Knuth, The Art of Computer Programming 2, 3.4.1 F). */
    static int poisson(Random random, double mean) {
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    static double normal(Random random, double mean, double deviation) {
        return mean + deviation * random.nextGaussian();
    }

    static double logNormal(Random random, double median, double sigma) {
        return median * StrictMath.exp(sigma * random.nextGaussian());
    }
}
