package io.github.reprorun.trace;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes a pair of long traces that part at one step, and reads, compares and bisects them; prints what it took of CPU time. Run in a
 * JVM with little heap, to show that memory does not grow with the traces.
 */
final class LongTrace {
    private static final TraceHeader HEADER = TraceHeader.of(
            Column.whole(Quantity.BATCH, 1),
            Column.whole(Quantity.GENERATOR, 1),
            Column.whole(Quantity.SCORE, 1),
            Column.whole(Quantity.GRADIENT, 1),
            Column.whole(Quantity.UPDATER_STATE, 1),
            Column.perLayer(Quantity.PARAMETERS, 1));
    private static final List<String> LAYERS = List.of("conv1", "pool1", "conv2", "pool2", "dense", "out");

    private LongTrace() {}

    /** Arguments: a folder, the number of steps, the step that differs. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int steps = Integer.parseInt(args[1]);
        int parting = Integer.parseInt(args[2]);
        Path first = folder.resolve("first.rrt");
        Path second = folder.resolve("second.rrt");
        write(first, steps, -1);
        long start = cpu();
        write(second, steps, parting);
        print("append, ns of CPU a step", (double) (cpu() - start) / steps);
        print("bytes a step", (double) Files.size(first) / steps);
        start = cpu();
        try (TraceReader left = TraceReader.openVerified(first);
                TraceReader right = TraceReader.openVerified(second)) {
            System.out.println(TraceComparison.firstDivergence(left, right).orElseThrow());
        }
        print("bisect a verified pair, ms of CPU", millis(start));
        start = cpu();
        try (TraceReader left = TraceReader.open(first);
                TraceReader right = TraceReader.open(second)) {
            print("check a pair, ms of CPU", millis(start));
            TraceComparison comparison = TraceComparison.of(left, right);
            System.out.println(comparison.firstDivergence().orElseThrow());
            System.out.println(comparison.steps() + " of " + right.steps());
        }
        print("check and bisect a pair, ms of CPU", millis(start));
        start = cpu();
        try (TraceReader left = TraceReader.openTorn(first)) {
            long sum = 0;
            for (TraceCursor cursor = left.cursor(); cursor.next(); ) {
                sum += cursor.step().iteration();
            }
            System.out.println("sum " + sum);
        }
        print("check and read one, ms of CPU", millis(start));
    }

    private static void write(Path path, int steps, int parting) {
        try (TraceWriter writer = TraceWriter.open(path, HEADER)) {
            TraceRecord record = new TraceRecord(HEADER, writer.network("lenet", LAYERS));
            long[] layers = new long[LAYERS.size()];
            for (int i = 0; i < steps; i++) {
                long value = i * 0x9e3779b97f4a7c15L;
                Arrays.fill(layers, value);
                layers[4] = i == parting ? value + 1 : value;
                writer.append(record.at(i, i / 1000, 0)
                        .set(Quantity.BATCH, value)
                        .set(Quantity.GENERATOR, value)
                        .score(value)
                        .set(Quantity.GRADIENT, value)
                        .set(Quantity.UPDATER_STATE, value)
                        .set(Quantity.PARAMETERS, layers));
            }
            writer.seal();
        }
    }

    /** CPU time, since the machine may be busy with something else. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double millis(long start) {
        return (cpu() - start) / 1e6;
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%s: %.1f%n", what, value);
    }
}
