package io.github.reprorun.dl4j.internal.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.Networks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedNetworksTests {
    private final SharedNetworks networks = new SharedNetworks();
    private final Object network = new Object();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void isNotContestedByOneThread() {
        assertThat(networks.isContested(network)).isFalse();
        assertThat(networks.isContested(network)).isFalse();
    }

    @Test
    void isNotContestedByAThreadThatStartsWhenTheOtherHasEnded() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(inNewThread(() -> networks.isContested(network))).isFalse();
        }
    }

    @Test
    void isNotContestedByAThreadForWhichTheFirstWaits() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(networks.isContested(network)).isFalse();
            assertThat(inNewThread(() -> networks.isContested(network))).isFalse();
        }
    }

    @Test
    void isNotContestedByTasksOfAPoolOfWhichEachIsAwaited() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(pool.submit(() -> networks.isContested(network)).get()).isFalse();
        }
    }

    @Test
    void isNotContestedIfEachThreadHasItsOwn() throws Exception {
        Object other = new Object();
        CountDownLatch mine = new CountDownLatch(1);
        CountDownLatch theirs = new CountDownLatch(1);
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            boolean contested = networks.isContested(other);
            theirs.countDown();
            mine.await();
            return contested | networks.isContested(other);
        });
        new Thread(task).start();
        theirs.await();
        assertThat(networks.isContested(network)).isFalse();
        mine.countDown();
        assertThat(networks.isContested(network)).isFalse();
        assertThat(task.get()).isFalse();
    }

    @Test
    void isContestedOnceIfTheFirstWaitsForAMonitor() throws Exception {
        Object monitor = new Object();
        Thread first = trainedBy(() -> {
            synchronized (monitor) {
                return null;
            }
        });
        synchronized (monitor) {
            first.start();
            awaitState(first, Thread.State.BLOCKED);
            assertThat(networks.isContested(network)).isTrue();
            assertThat(inNewThread(() -> networks.isContested(network))).isFalse();
        }
        first.join();
    }

    @Test
    void isContestedIfTheFirstWaitsForALock() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        assertContested(lock::lock, lock::unlock);
        ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        assertContested(both.writeLock()::lock, both.writeLock()::unlock);
        Semaphore permits = new Semaphore(1);
        assertContested(permits::acquireUninterruptibly, permits::release);
    }

    @Test
    void isContestedIfTheFirstIsTraining() throws Exception {
        CountDownLatch isTraining = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        MultiLayerNetwork trained = Networks.mlp();
        trained.setListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                isTraining.countDown();
                uninterruptibly(goOn);
            }
        });
        Thread first = new Thread(() -> {
            networks.isContested(trained);
            trained.fit(Networks.table().next());
        });
        first.start();
        isTraining.await();
        assertThat(networks.isContested(trained)).isTrue();
        goOn.countDown();
        first.join();
    }

    /** Two threads that take turns by time take them in any order on a busy machine. */
    @Test
    void isContestedIfTheFirstWaitsForATime() throws Exception {
        assertContestedWhile(() -> Thread.sleep(Long.MAX_VALUE));
        assertContestedWhile(() -> LockSupport.parkNanos(Long.MAX_VALUE));
        assertContestedWhile(() -> new DelayQueue<Never>(List.of(new Never())).take());
    }

    /** Neither may have told the other. */
    @Test
    void isContestedIfTheFirstGoesOnWithSomethingElse() throws Exception {
        SharedNetworks impatient = new SharedNetworks(Duration.ofMillis(10));
        AtomicBoolean end = new AtomicBoolean();
        CountDownLatch hasTrained = new CountDownLatch(1);
        Thread first = new Thread(() -> {
            impatient.isContested(network);
            hasTrained.countDown();
            while (!end.get()) {
                Thread.onSpinWait();
            }
        });
        first.start();
        hasTrained.await();
        assertThat(impatient.isContested(network)).isTrue();
        end.set(true);
        first.join();
    }

    @Test
    void isNotContestedIfTheFirstWaitsForWorkForAtMostSomeTime() throws Exception {
        LinkedBlockingQueue<Object> work = new LinkedBlockingQueue<>();
        Thread first = trainedBy(() -> work.poll(1, TimeUnit.HOURS));
        first.start();
        awaitState(first, Thread.State.TIMED_WAITING);
        assertThat(networks.isContested(network)).isFalse();
        work.add(network);
        first.join();
    }

    private void assertContestedWhile(Waiting waiting) throws InterruptedException {
        Object own = new Object();
        Thread first = new Thread(() -> {
            networks.isContested(own);
            try {
                waiting.begin();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        first.start();
        awaitState(first, Thread.State.TIMED_WAITING);
        assertThat(networks.isContested(own)).isTrue();
        first.interrupt();
        first.join();
    }

    private interface Waiting {
        void begin() throws InterruptedException;
    }

    /** Never comes. */
    private static final class Never implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @Test
    void isNotContestedByTheWorkerOfAWrapper() throws Exception {
        Object monitor = new Object();
        Thread first = trainedBy(() -> {
            networks.isWorker();
            synchronized (monitor) {
                return null;
            }
        });
        synchronized (monitor) {
            first.start();
            awaitState(first, Thread.State.BLOCKED);
            assertThat(networks.isContested(network)).isFalse();
        }
        first.join();
    }

    private void assertContested(Runnable lock, Runnable unlock) throws InterruptedException {
        Object own = new Object();
        lock.run();
        Thread first = new Thread(() -> {
            networks.isContested(own);
            lock.run();
            unlock.run();
        });
        first.start();
        awaitState(first, Thread.State.WAITING);
        assertThat(networks.isContested(own)).isTrue();
        unlock.run();
        first.join();
    }

    /** A thread that trains the network and does something thereafter. */
    private Thread trainedBy(Callable<?> thereafter) {
        return new Thread(new FutureTask<>(() -> {
            networks.isContested(network);
            return thereafter.call();
        }));
    }

    private static boolean inNewThread(Callable<Boolean> body) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(body);
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return task.get();
    }

    private static void awaitState(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
