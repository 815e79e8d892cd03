package io.github.reprorun.programs.agent;

import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.internal.agent.place.Sites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Hands tasks that draw numbers to every kind of pool, each task after a pause of its own, and prints what they drew. */
public final class Pools {
    private static final int TASKS = 40;
    private static final Random SHARED = new Random();

    private Pools() {}

    public static void main(String[] arguments) throws Exception {
        print("threads", threads());
        print("fixed pool", submit(Executors.newFixedThreadPool(4)));
        print("cached pool", submit(Executors.newCachedThreadPool()));
        print("work stealing pool", submit(Executors.newWorkStealingPool(4)));
        print("invokeAll", invokeAll());
        print("execute one object", executeOneObject());
        print("scheduled", scheduled());
        print("completable", completable());
        print("completable on a pool", completableOnPool());
        print("parallel stream", parallelStream());
        print("fork and join", new ForkJoinPool(4).invoke(new Sum(0, 64)));
        print("submitted by tasks", submittedByTasks());
        print("after all that", draw());
        Sites.all().stream()
                .filter(site -> site.treatment() == Treatment.UNCONTROLLED)
                .forEach(site -> System.out.println("site\t" + site));
    }

    private static void print(String name, Object drawn) {
        System.out.println(name + '\t' + drawn);
    }

    private static long draw() {
        pause();
        long drawn = new Random().nextLong() ^ ThreadLocalRandom.current().nextLong() ^ SHARED.nextLong();
        pause();
        return drawn
                ^ Double.doubleToLongBits(Math.random())
                ^ ThreadLocalRandom.current().nextInt();
    }

    // as long as the lowest bits of the clock say: the order in which workers take tasks is to differ
    private static void pause() {
        LockSupport.parkNanos((System.nanoTime() & 0xFF) * 1000);
    }

    private static List<Long> threads() throws InterruptedException {
        long[] drawn = new long[TASKS];
        Thread[] threads = new Thread[TASKS];
        for (int i = 0; i < TASKS; i++) {
            int index = i;
            threads[i] = new Thread(() -> drawn[index] = draw());
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Arrays.stream(drawn).boxed().toList();
    }

    private static List<Long> submit(ExecutorService pool) throws Exception {
        List<Future<Long>> futures = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            futures.add(pool.submit(Pools::draw));
        }
        return finish(pool, futures);
    }

    private static List<Long> invokeAll() throws Exception {
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(Pools::draw);
        }
        ExecutorService pool = Executors.newFixedThreadPool(3);
        return finish(pool, pool.invokeAll(tasks));
    }

    private static List<Long> executeOneObject() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Long> drawn = new ArrayList<>();
        Runnable task = () -> {
            long number = draw();
            synchronized (drawn) {
                drawn.add(number);
            }
        };
        for (int i = 0; i < TASKS; i++) {
            pool.execute(task);
        }
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.MINUTES);
        drawn.sort(null);
        return drawn;
    }

    private static List<Long> scheduled() throws Exception {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(3);
        List<Future<Long>> futures = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            futures.add(pool.schedule(Pools::draw, (i * 7L) % 5, TimeUnit.MILLISECONDS));
        }
        return finish(pool, futures);
    }

    private static List<Long> completable() {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            CompletableFuture<Long> first = CompletableFuture.supplyAsync(Pools::draw);
            CompletableFuture<Long> second =
                    CompletableFuture.runAsync(Pools::draw).thenApplyAsync(unused -> draw());
            futures.add(first.thenCombineAsync(second, (left, right) -> left ^ right ^ draw())
                    .thenComposeAsync(number -> CompletableFuture.supplyAsync(() -> number ^ draw())));
        }
        return futures.stream().map(CompletableFuture::join).toList();
    }

    private static List<Long> completableOnPool() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            futures.add(CompletableFuture.supplyAsync(Pools::draw, pool)
                    .thenApplyAsync(number -> number ^ draw(), pool)
                    .handleAsync((number, problem) -> number ^ draw(), pool));
        }
        return finish(pool, futures);
    }

    private static List<Long> parallelStream() {
        AtomicReferenceArray<Long> drawn = new AtomicReferenceArray<>(TASKS);
        IntStream.range(0, TASKS).parallel().forEach(i -> drawn.set(i, draw()));
        return IntStream.range(0, TASKS).mapToObj(drawn::get).toList();
    }

    private static List<Long> submittedByTasks() throws Exception {
        ExecutorService inner = Executors.newFixedThreadPool(2);
        ExecutorService outer = Executors.newFixedThreadPool(4);
        List<Future<Long>> futures = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            futures.add(outer.submit(() -> {
                long before = draw();
                Future<Long> first = inner.submit(Pools::draw);
                Future<Long> second = inner.submit(Pools::draw);
                return before ^ 3 * first.get() ^ 5 * second.get() ^ 7 * draw();
            }));
        }
        List<Long> drawn = finish(outer, futures);
        inner.shutdown();
        return drawn;
    }

    private static List<Long> finish(ExecutorService pool, List<? extends Future<Long>> futures) throws Exception {
        List<Long> drawn = new ArrayList<>();
        for (Future<Long> future : futures) {
            drawn.add(future.get());
        }
        pool.shutdown();
        return drawn;
    }

    /** Sums what its leaves draw. */
    private static final class Sum extends RecursiveTask<Long> {
        private static final long serialVersionUID = 1L;

        private final int from;
        private final int to;

        Sum(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Long compute() {
            if (to - from == 1) {
                return from * draw();
            }
            int middle = (from + to) / 2;
            Sum left = new Sum(from, middle);
            left.fork();
            return new Sum(middle, to).compute() + left.join();
        }
    }
}
