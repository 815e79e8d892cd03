package io.github.reprorun.dl4j.internal.feed;

import io.github.reprorun.trace.Digest64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * The data of one call of {@code fit}: calls the program's iterator exactly as a network's own {@code fit} does, with
 * the same threads, and can do so again without training, up to a given batch. The internal state of the iterator, such
 * as an order, a generator or the position in a file, is then the same as it was there. Confined to the training
 * thread.
 *
 * @param <B> the type of a batch
 */
public final class ReplayableData<B> {
    private final Supplier<BatchSource<B>> sources;
    private final boolean resetsFirst;
    private final Draws draws;
    private final DrawLog log;
    private final Digest64 digest = new Digest64();
    private Runnable between = () -> {};
    private @Nullable BatchSource<B> source;
    private boolean prefetched;
    private boolean more;
    private boolean asked;
    private long batches;
    private long batchesOfEpoch;

    private ReplayableData(Supplier<BatchSource<B>> sources, boolean resetsFirst, Draws draws) {
        this.sources = sources;
        this.resetsFirst = resetsFirst;
        this.draws = draws;
        this.log = new DrawLog(draws);
    }

    /**
     * The data of a {@code MultiLayerNetwork}.
     *
     * @param iterators gives the iterator of each epoch
     */
    public static ReplayableData<DataSet> ofLayers(Supplier<DataSetIterator> iterators, Draws draws) {
        return new ReplayableData<>(() -> new DataSets(iterators.get()), false, draws);
    }

    /**
     * The data of a {@code ComputationGraph}.
     *
     * @param iterators gives the iterator of each epoch
     */
    public static ReplayableData<MultiDataSet> ofGraph(Supplier<MultiDataSetIterator> iterators, Draws draws) {
        return new ReplayableData<>(() -> new MultiDataSets(iterators.get()), true, draws);
    }

    /**
     * Calls {@code callback} between any two batches of an epoch, after the training has finished the first of them.
     */
    public void between(Runnable callback) {
        between = callback;
    }

    /** Begins an epoch; the iterator that the network gets then takes its batches. */
    public void beginEpoch() {
        draws.beginEpoch();
        BatchSource<B> raw = sources.get();
        if (resetsFirst && !prepare(raw::hasNext) && raw.isResettable()) {
            prepare(reset(raw));
        }
        prefetched = raw.isPrefetchable();
        source = prefetched ? handOver(raw) : raw;
        asked = false;
        batchesOfEpoch = 0;
    }

    /** Ends the current epoch, also if it failed. */
    public void endEpoch() {
        if (source != null && prefetched) {
            source.shutdown();
            log.takeBack();
        }
        source = null;
    }

    /**
     * Takes the data of {@code epochs} whole epochs again and, if {@code batchesAfter} is not 0, that many batches of
     * the next one, which continues from there.
     *
     * @param afterEach called after each whole epoch
     */
    public void replay(int epochs, long batchesAfter, Runnable afterEach) {
        Runnable callback = between;
        between = () -> {};
        for (int epoch = 0; epoch < epochs; epoch++) {
            beginEpoch();
            takeAgain(Long.MAX_VALUE);
            endEpoch();
            afterEach.run();
        }
        if (batchesAfter > 0) {
            beginEpoch();
            takeAgain(batchesAfter);
        }
        between = callback;
    }

    private void takeAgain(long count) {
        if (!hasNext() && isResettable()) {
            reset();
        }
        while (batchesOfEpoch < count && hasNext()) {
            B batch = next();
            if (source().isEnd(batch)) {
                return;
            }
        }
    }

    /** The facts that are needed, besides the program, to take the same data again. */
    public byte[] noted() {
        return log.bytes();
    }

    /** Takes over the facts that {@link #noted} returned in an earlier process, before any data is taken. */
    public void load(byte[] noted) {
        log.load(noted);
    }

    /** Whether another thread may be some batches ahead. */
    public boolean isAhead() {
        return source != null && prefetched;
    }

    /** A digest of all batches so far, over samples of each. */
    public String digest() {
        return Digest64.hex(digest.value());
    }

    /** The number of batches so far. */
    public long batches() {
        return batches;
    }

    /** The number of batches of this epoch so far. */
    public long batchesOfEpoch() {
        return source == null ? 0 : batchesOfEpoch;
    }

    /** Whether the epoch has a further batch. */
    public boolean hasNext() {
        if (!asked) {
            if (batchesOfEpoch > 0) {
                between.run();
            }
            more = prefetched ? source().hasNext() : prepare(source()::hasNext);
            asked = true;
        }
        return more;
    }

    /** The next batch. */
    public B next() {
        B batch = prefetched ? source().next() : prepare(source()::next);
        asked = false;
        batches++;
        batchesOfEpoch++;
        source().arrays(batch).forEach(array -> BatchDigest.digest(digest, array));
        return batch;
    }

    /**
     * Whether an epoch without data may begin again; an epoch that was resumed in its middle must not begin again at
     * its end.
     */
    public boolean isResettable() {
        return !resetsFirst && batchesOfEpoch == 0 && source().isResettable();
    }

    /** Begins the epoch again. */
    public void reset() {
        prepare(reset(source()));
        asked = false;
    }

    private static <B> Supplier<Boolean> reset(BatchSource<B> source) {
        return () -> {
            source.reset();
            return true;
        };
    }

    private BatchSource<B> source() {
        if (source == null) {
            throw new IllegalStateException("the epoch has ended");
        }
        return source;
    }

    private <T> T prepare(Supplier<T> call) {
        draws.prepareData();
        Map<String, List<Long>> before = log.before();
        try {
            return call.get();
        } finally {
            log.after(before);
            draws.train();
        }
    }

    private BatchSource<B> handOver(BatchSource<B> raw) {
        draws.prepareData();
        Map<String, List<Long>> before = log.before();
        try {
            return raw.prefetched();
        } finally {
            log.handOver(before);
            draws.train();
        }
    }
}
