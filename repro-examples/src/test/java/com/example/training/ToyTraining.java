package com.example.training;

import com.example.toy.Toy;
import com.example.toy.repro.ToySession;
import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Trains in the main thread and in the tasks of a pool, and asks the framework for a number that nobody has seeded. */
public final class ToyTraining {
    private static final int TASKS = 8;

    private ToyTraining() {}

    public static void main(String[] args) {
        ReproducibleRun.of("toy").seed(7).launch(args, ToyTraining::train);
    }

    private static void train(RunContext run) throws Exception {
        run.extension(ToySession.class).train(Path.of("values.txt"));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Double>> sums = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                sums.add(pool.submit(() -> Toy.noisySum(1, 0)));
            }
            for (int i = 0; i < TASKS; i++) {
                run.metric("task" + i, sums.get(i).get());
            }
        } finally {
            pool.shutdown();
        }
        run.metric("jitter", Toy.jitter());
    }
}
