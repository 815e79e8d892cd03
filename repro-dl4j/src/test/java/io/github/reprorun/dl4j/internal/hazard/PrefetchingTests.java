package io.github.reprorun.dl4j.internal.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.dl4j.Networks;
import io.github.reprorun.dl4j.internal.hazard.Prefetching.End;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.AsyncMultiDataSetIterator;

class PrefetchingTests {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(3);
    private final AtomicInteger read = new AtomicInteger();

    private Prefetching prefetching(Runnable reading) {
        Thread thread = new Thread(reading);
        thread.start();
        return new Prefetching(thread, queue);
    }

    private void fill(int numbers) {
        try {
            for (int i = 0; i < numbers; i++) {
                queue.put(read.incrementAndGet());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void endsWhenItsQueueIsFullHavingReadOneMore() {
        Prefetching prefetching = prefetching(() -> fill(1000));

        assertThat(prefetching.end(LONG)).isEqualTo(End.WITH_FULL_QUEUE);
        assertThat(prefetching.thread().isAlive()).isFalse();
        assertThat(read).hasValue(4);
    }

    @Test
    void endsByItselfAtTheEndOfTheData() {
        assertThat(prefetching(() -> fill(3)).end(LONG)).isEqualTo(End.BY_ITSELF);
        assertThat(read).hasValue(3);
    }

    @Test
    void isLeftAloneIfItReadsTooLong() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Prefetching prefetching = prefetching(() -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(prefetching.end(Duration.ZERO)).isEqualTo(End.NOT_YET);
        assertThat(prefetching.thread().isAlive()).isTrue();
        ended.countDown();
        prefetching.thread().join();
    }

    @Test
    void isFoundInAsynchronousIterators() {
        AsyncDataSetIterator tables = new AsyncDataSetIterator(Networks.table(), 2);
        AsyncMultiDataSetIterator pairs = new AsyncMultiDataSetIterator(Networks.pairs(), 2);

        assertThat(Prefetching.of(tables).queue().remainingCapacity()).isLessThanOrEqualTo(2);
        assertThat(Prefetching.of(pairs).thread().isDaemon()).isTrue();
        tables.shutdown();
        pairs.shutdown();
    }

    @Test
    void isNotFoundElsewhere() {
        assertThatThrownBy(() -> Prefetching.of("text"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("java.lang.String has no field thread: it is of another version than is known");
    }
}
