package io.github.reprorun.dl4j.internal.hazard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.NDArrayFactory;

/**
 * A symmetric shuffle of arrays of which some share memory, such as those of {@code new DataSet(x, x)}. In ND4J a
 * separate native thread exchanges the rows of each array, and threads that exchange the same rows at once lose some of
 * them.
 */
final class SharedShuffle {
    private final List<INDArray> arrays;
    private final List<int[]> dimensions;

    private SharedShuffle(List<INDArray> arrays, List<int[]> dimensions) {
        this.arrays = arrays;
        this.dimensions = dimensions;
    }

    /**
     * The shuffle, if two of the arrays share memory or may do so; empty also if ND4J would refuse it. Columns of one
     * table are known to share none; other interlaced parts are assumed to share some, which costs only that they are
     * shuffled one after the other.
     *
     * @param arrays the arrays to shuffle in the same order
     * @param dimensions those that stay together, for each array or one for all
     */
    static Optional<SharedShuffle> of(List<INDArray> arrays, List<int[]> dimensions) {
        boolean isAccepted = arrays != null
                && dimensions != null
                && !dimensions.isEmpty()
                && (dimensions.size() == 1 || dimensions.size() == arrays.size());
        if (!isAccepted || !areShared(arrays)) {
            return Optional.empty();
        }
        SharedShuffle shuffle = new SharedShuffle(arrays, dimensions);
        return shuffle.isOfAsManyParts() ? Optional.of(shuffle) : Optional.empty();
    }

    private static boolean areShared(List<INDArray> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            for (INDArray other : arrays.subList(0, i)) {
                if (Extent.of(arrays.get(i)).overlaps(Extent.of(other))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isOfAsManyParts() {
        for (int i = 1; i < arrays.size(); i++) {
            if (parts(i) != parts(0)) {
                return false;
            }
        }
        return true;
    }

    private long parts(int index) {
        INDArray array = arrays.get(index);
        long length = 1;
        if (array.rank() > 1) {
            for (int dimension : keptTogether(index)) {
                length *= array.size(dimension);
            }
        }
        return array.length() / length;
    }

    private int[] keptTogether(int index) {
        return dimensions.get(dimensions.size() == 1 ? 0 : index);
    }

    /** Shuffles one array after another, each in the order that {@code random} gives the first. */
    void by(NDArrayFactory factory, Random random) {
        RepeatedDraws draws = new RepeatedDraws(random);
        for (int i = 0; i < arrays.size(); i++) {
            draws.fromTheStart();
            factory.shuffle(List.of(arrays.get(i)), draws, List.of(keptTogether(i)));
        }
    }

    /** Draws from another generator, and can repeat the same numbers from the start; only for shuffles of a list. */
    @SuppressWarnings("serial")
    private static final class RepeatedDraws extends Random {
        private final Random source;
        private final List<Integer> drawn = new ArrayList<>();
        private int next;

        RepeatedDraws(Random source) {
            super(1); // Its own state is never used.
            this.source = source;
        }

        void fromTheStart() {
            next = 0;
        }

        @Override
        public int nextInt(int bound) {
            if (next == drawn.size()) {
                drawn.add(source.nextInt(bound));
            }
            return drawn.get(next++);
        }
    }

    /**
     * The memory range of an array's elements.
     *
     * @param from address of the first, in bytes
     * @param to address after the last
     * @param pitch bytes from one row to the next
     * @param row bytes from a row's first element to the end of its last
     */
    private record Extent(long from, long to, long pitch, long row) {
        static Extent of(INDArray array) {
            if (array.isEmpty()) {
                return new Extent(0, 0, 0, 0);
            }
            long size = array.data().getElementSize();
            long row = size;
            for (int i = 1; i < array.rank(); i++) {
                row += (array.size(i) - 1) * array.stride(i) * size;
            }
            long pitch = array.rank() == 0 ? size : array.stride(0) * size;
            long rows = array.rank() == 0 ? 1 : array.size(0);
            long from = array.data().addressPointer().address(); // The buffer's own forgets the offset of a view.
            return new Extent(from, from + (rows - 1) * pitch + row, pitch, row);
        }

        boolean overlaps(Extent other) {
            return from < other.to && other.from < to && !liesBeside(other);
        }

        /** Whether each row of one lies in the gap between two of the other's, as with columns of one table. */
        private boolean liesBeside(Extent other) {
            long after = pitch == 0 ? 0 : Math.floorMod(other.from - from, pitch);
            return pitch == other.pitch && row <= after && after + other.row <= pitch;
        }
    }
}
