package io.github.reprorun.dl4j.bench;

import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceHeader;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes a pair of traces that part at one step, or finds that step; for JVMs with little heap. */
final class LongTraces {
    private static final TraceHeader HEADER = TraceHeader.of(
            Column.whole(Quantity.BATCH, 1),
            Column.whole(Quantity.GENERATOR, 1),
            Column.perLayer(Quantity.PARAMETERS_IN, 1),
            Column.whole(Quantity.SCORE, 1),
            Column.whole(Quantity.UPDATER_STATE, 1));
    private static final List<String> LAYERS = List.of("conv1", "conv2", "dense", "out");

    private LongTraces() {}

    /**
     * Arguments: {@code write}, {@code verified} for a pair whose digests were just verified, or {@code checked} for one of
     * which nothing is known; the two files; the number of steps; the step at which they part.
     */
    public static void main(String[] args) {
        Path first = Path.of(args[1]);
        Path second = Path.of(args[2]);
        int parting = Integer.parseInt(args[4]);
        long start = System.nanoTime();
        if (args[0].equals("write")) {
            write(first, Integer.parseInt(args[3]), -1);
            write(second, Integer.parseInt(args[3]), parting);
        } else {
            boolean verified = args[0].equals("verified");
            try (TraceReader expected = verified ? TraceReader.openVerified(first) : TraceReader.open(first);
                    TraceReader actual = verified ? TraceReader.openVerified(second) : TraceReader.open(second)) {
                int found = TraceComparison.firstDivergence(expected, actual)
                        .map(Divergence::iteration)
                        .orElse(-1);
                if (found != parting) {
                    throw new IllegalStateException("they part at " + parting + ", not at " + found);
                }
            }
        }
        Child.tell((System.nanoTime() - start) / 1e9);
    }

    private static void write(Path path, int steps, int parting) {
        try (TraceWriter writer = TraceWriter.open(path, HEADER)) {
            TraceRecord record = new TraceRecord(HEADER, writer.network("network0", LAYERS));
            long[] layers = new long[LAYERS.size()];
            for (int i = 0; i < steps; i++) {
                long value = i * 0x9e3779b97f4a7c15L;
                Arrays.fill(layers, i == parting ? ~value : value);
                writer.append(record.at(i, i / 1000, 0)
                        .set(Quantity.BATCH, value)
                        .set(Quantity.GENERATOR, value)
                        .set(Quantity.PARAMETERS_IN, layers)
                        .score(value)
                        .set(Quantity.UPDATER_STATE, value));
            }
            writer.seal();
        }
    }
}
