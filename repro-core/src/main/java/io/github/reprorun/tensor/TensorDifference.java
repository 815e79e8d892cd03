package io.github.reprorun.tensor;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How two arrays differ. Immutable, hence safe to share between threads.
 *
 * @param elements the number of elements of the one that was expected
 * @param differing how many have different bits; all of them where the types or shapes are not the same
 * @param firstIndex the first of these in C order, along each dimension; empty where types or shapes are not the same
 * @param largestAbsolute the largest distance of two elements, infinite where only one is a number; empty as above
 * @param largestUlps the largest distance in units in the last place, at most {@link Long#MAX_VALUE}; empty as above, for
 *     whole numbers, and where no two are numbers
 * @param rounding whether a different order of summation can cause this: it is small compared to the largest element
 * @param expected the value at the first index, with its bits; the type and shape where they are not the same
 * @param actual the value in the other array
 */
public record TensorDifference(
        long elements,
        long differing,
        List<Long> firstIndex,
        OptionalDouble largestAbsolute,
        OptionalLong largestUlps,
        boolean rounding,
        String expected,
        String actual) {
    /** In units of the type's epsilon: sums of thousands of terms stay below. */
    private static final double ROUNDING = 1024;

    /** Copies {@code firstIndex}. */
    public TensorDifference {
        firstIndex = List.copyOf(firstIndex);
    }

    /**
     * Compares the arrays in two files, in constant memory.
     *
     * @return how they differ, or empty if type, shape and all bits are the same
     * @throws io.github.reprorun.failure.UnreadableException if a file cannot be read
     */
    public static Optional<TensorDifference> between(Path expected, Path actual) {
        try (NpyFile first = NpyFile.open(expected);
                NpyFile second = NpyFile.open(actual)) {
            NpyHeader header = first.header();
            if (!header.equals(second.header())) {
                return Optional.of(new TensorDifference(
                        header.elements(),
                        header.elements(),
                        List.of(),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        false,
                        header.toString(),
                        second.header().toString()));
            }
            Accumulation differences = new Accumulation(header);
            ByteBuffer left = first.next();
            while (left.hasRemaining()) {
                differences.add(left, second.next());
                left = first.next();
            }
            return differences.result();
        }
    }

    /** What is known of the elements so far. */
    private static final class Accumulation {
        private final NpyHeader header;
        private final NpyFile.ElementType type;
        private long seen;
        private long differing;
        private long first;
        private long firstExpected;
        private long firstActual;
        private double largest;
        private double magnitude;
        private OptionalLong ulps = OptionalLong.empty();

        Accumulation(NpyHeader header) {
            this.header = header;
            this.type = header.type();
        }

        void add(ByteBuffer left, ByteBuffer right) {
            for (int at = 0; at < left.limit(); at += type.width()) {
                add(type.bits(left, at), type.bits(right, at));
            }
        }

        private void add(long left, long right) {
            double before = type.value(left);
            magnitude = Math.max(magnitude, Double.isFinite(before) ? Math.abs(before) : 0);
            if (left != right) {
                if (differing == 0) {
                    first = seen;
                    firstExpected = left;
                    firstActual = right;
                }
                differing++;
                double distance = Math.abs(before - type.value(right));
                largest = Math.max(largest, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
                OptionalLong these = type.ulps(left, right);
                if (these.isPresent() && these.getAsLong() >= ulps.orElse(0)) {
                    ulps = these;
                }
            }
            seen++;
        }

        Optional<TensorDifference> result() {
            if (differing == 0) {
                return Optional.empty();
            }
            return Optional.of(new TensorDifference(
                    seen,
                    differing,
                    index(first),
                    OptionalDouble.of(largest),
                    ulps,
                    type.isFloating() && largest <= ROUNDING * type.epsilon() * magnitude,
                    type.text(firstExpected),
                    type.text(firstActual)));
        }

        private List<Long> index(long position) {
            List<Long> index = new ArrayList<>();
            long rest = position;
            for (int i = header.shape().size() - 1; i >= 0; i--) {
                long size = header.shape().get(i);
                index.add(0, rest % size);
                rest /= size;
            }
            return index;
        }
    }
}
