package io.github.reprorun.dl4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finding where two long trainings part, each time in a JVM with a heap of 32 MiB, however long they are. */
final class LongTraceBenchmarks implements Section {
    private static final int ROUNDS = 5;
    private static final Map<String, String> LITTLE_HEAP = Map.of("JAVA_TOOL_OPTIONS", "-Xmx32m");

    private final Programs programs;
    private final Path folder;

    /** @param folder for the traces */
    LongTraceBenchmarks(Programs programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    @Override
    public String title() {
        return "Long traces";
    }

    @Override
    public String explanation() {
        return "Pairs of traces that part at one step, three quarters in, bisected in a fresh JVM with -Xmx32m.";
    }

    @Override
    public void measure(Report report) throws Exception {
        measure(report, 1_000_000);
        measure(report, 10_000_000);
    }

    private void measure(Report report, int steps) throws Exception {
        Path first = folder.resolve("first.rrt");
        Path second = folder.resolve("second.rrt");
        Timed writing = program("write", first, second, steps);
        report.count(
                "append a step of a network of four layers", Math.round(writing.seconds() * 1e9 / 2 / steps), "ns");
        report.count("a step of it", Files.size(first) / steps, "bytes");
        Rounds rounds = new Contest(program("verified", first, second, steps), program("checked", first, second, steps))
                .run(ROUNDS);
        String pair = "bisect a pair of " + steps / 1_000_000 + " million iterations, ";
        report.seconds(pair + "just verified", rounds.of(0), Report.NO_BUDGET);
        report.seconds(pair + "checking every byte first", rounds.of(1), Report.NO_BUDGET);
        delete(first, second);
    }

    private Timed program(String what, Path first, Path second, int steps) {
        return programs.javaWithoutNd4j(
                        LongTraces.class,
                        what,
                        first.toString(),
                        second.toString(),
                        Integer.toString(steps),
                        Integer.toString(steps / 4 * 3))
                .with(LITTLE_HEAP)
                .tellingItsTime();
    }

    private static void delete(Path... files) throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
