package io.github.reprorun.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program that has never heard of the library; its numbers are drawn from a generator that nobody seeded. */
final class Plain {
    private Plain() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "draw" -> System.out.println(new Random().nextLong());
            case "exit" -> System.exit(Integer.parseInt(args[1]));
            case "throw" -> throw new IOException("no data");
            case "thread" -> {
                Path file = Path.of(args[1]);
                Thread thread = new Thread(() -> write(file), "writer");
                thread.start();
            }
            case "worker" -> drawOutsideAnyTask();
            default -> System.out.println(String.join("|", args));
        }
    }

    /** Which worker begins first, and so draws what, is not known; no other thread draws. */
    private static void drawOutsideAnyTask() {
        ExecutorService pool = Executors.newFixedThreadPool(
                1,
                task -> new Thread(() -> {
                    System.out.println(new Random().nextLong());
                    task.run();
                }));
        pool.execute(() -> {});
        pool.shutdown();
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "written by a thread that outlives main");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
