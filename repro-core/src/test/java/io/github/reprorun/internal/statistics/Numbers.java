package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Samples to try, and what is in a result. */
final class Numbers {
    private Numbers() {}

    static <T> T value(Evidence<T> evidence) {
        return evidence.fold(value -> value, reason -> {
            throw new AssertionError("unavailable: " + reason);
        });
    }

    static String reason(Evidence<?> evidence) {
        return evidence.fold(
                value -> {
                    throw new AssertionError("available: " + value);
                },
                reason -> reason);
    }

    static Pairs pairs(double[] first, double[] second) {
        return new Pairs(Sample.of(first), Sample.of(second));
    }

    /** Pairs with these differences. */
    static Pairs differing(double... differences) {
        return pairs(differences, new double[differences.length]);
    }

    static Sample normal(Random random, int size) {
        return Sample.of(
                IntStream.range(0, size).mapToDouble(i -> random.nextGaussian()).toArray());
    }

    /** Samples of whole numbers, many of them equal. */
    static Arbitrary<Sample> wholeNumbers(int least, int most) {
        return Arbitraries.integers()
                .between(-20, 20)
                .map(Integer::doubleValue)
                .list()
                .ofMinSize(least)
                .ofMaxSize(most)
                .map(Sample::new);
    }

    /** Each value times {@code factor}, plus {@code shift}. */
    static Sample moved(Sample sample, double factor, double shift) {
        return new Sample(
                sample.values().stream().map(value -> value * factor + shift).toList());
    }
}
