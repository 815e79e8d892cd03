package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Draws from every kind of generator, in threads too, while a listener does the same, if there is one. */
public final class Listened {
    private static final CountDownLatch DRAWN = new CountDownLatch(1);

    private Listened() {}

    public static void main(String[] args) {
        ReproducibleRun run = ReproducibleRun.of("listened").seed(7).threads(1);
        if (args.length == 0) {
            DRAWN.countDown();
        } else {
            run.listener(new Drawing(Path.of(args[0])));
        }
        run.launch(args, Listened::train);
    }

    private static void train(RunContext run) throws Exception {
        List<String> drawn = draws();
        run.metric("begun", 1);
        DRAWN.await();
        drawn.addAll(draws());
        Files.write(run.output("drawn.txt"), drawn);
    }

    private static List<String> draws() throws Exception {
        List<String> drawn = Collections.synchronizedList(new ArrayList<>());
        draw(drawn);
        Thread thread = new Thread(() -> draw(drawn));
        thread.start();
        thread.join();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> draw(drawn)).get();
        pool.shutdown();
        return drawn;
    }

    private static void draw(List<String> drawn) {
        drawn.add("Random " + new Random().nextLong());
        drawn.add("Math.random " + Math.random());
        drawn.add("ThreadLocalRandom " + ThreadLocalRandom.current().nextLong());
        drawn.add("UUID " + UUID.randomUUID());
        drawn.add("SecureRandom " + new SecureRandom().nextLong());
        drawn.add("clock " + new Random(System.nanoTime()).nextLong());
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        Collections.shuffle(numbers);
        drawn.add("shuffle " + numbers);
    }

    /** Draws as the training does and where it does, writes down what, and dies in a thread. */
    private static final class Drawing implements RunListener {
        private final Path file;

        private Drawing(Path file) {
            this.file = file;
        }

        @Override
        public void metric(RunEvent.Metric metric) {
            try {
                Files.write(file, draws());
                Thread dying = new Thread(() -> {
                    throw new IllegalStateException("a thread of the listener's");
                });
                dying.start();
                dying.join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                DRAWN.countDown();
            }
        }
    }
}
