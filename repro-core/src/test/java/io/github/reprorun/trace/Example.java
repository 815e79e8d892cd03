package io.github.reprorun.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A training to be traced: a header, two networks and steps with values that a seed determines. */
record Example(TraceHeader header, List<Step> steps) {
    private static final List<List<String>> LAYERS = List.of(List.of("conv1", "dense", "out"), List.of("0"));

    /** A step; {@code values} has a row per column, empty where the record has none. */
    record Step(int network, int iteration, int epoch, int substep, List<List<Long>> values) {
        Step with(int column, int index, long value) {
            List<List<Long>> changed = new ArrayList<>(values);
            List<Long> row = new ArrayList<>(changed.get(column));
            row.set(index, value);
            changed.set(column, row);
            return new Step(network, iteration, epoch, substep, changed);
        }

        Step without(int column) {
            List<List<Long>> changed = new ArrayList<>(values);
            changed.set(column, List.of());
            return new Step(network, iteration, epoch, substep, changed);
        }

        Step at(int otherIteration, int otherEpoch, int otherSubstep) {
            return new Step(network, otherIteration, otherEpoch, otherSubstep, values);
        }

        Step of(int otherNetwork) {
            return new Step(otherNetwork, iteration, epoch, substep, values);
        }
    }

    static final TraceHeader HEADER = new TraceHeader(
            List.of(
                    Column.whole(Quantity.BATCH, 1),
                    Column.whole(Quantity.GENERATOR, 1),
                    Column.whole(Quantity.SCORE, 1),
                    Column.whole(Quantity.GRADIENT, 1),
                    Column.whole(Quantity.UPDATER_STATE, 2),
                    Column.perLayer(Quantity.PARAMETERS, 1),
                    Column.whole(Quantity.PARAMETERS, 1)),
            256);

    static Example of(int steps) {
        return of(HEADER, steps, 42);
    }

    /** Steps in which every column is present when it is due, and the second network joins in at the fourth step. */
    static Example of(TraceHeader header, int steps, long seed) {
        Random random = new Random(seed);
        List<Step> drawn = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int network = i >= 3 && i % 4 == 3 ? 1 : 0;
            List<List<Long>> values = new ArrayList<>();
            for (Column column : header.columns()) {
                List<Long> row = new ArrayList<>();
                int width = column.layered() ? LAYERS.get(network).size() : 1;
                for (int k = 0; k < width && column.due(i); k++) {
                    row.add(random.nextLong());
                }
                values.add(row);
            }
            drawn.add(new Step(network, i, i / 8, i % 2, values));
        }
        return new Example(header, drawn);
    }

    Example with(int index, Step step) {
        List<Step> changed = new ArrayList<>(steps);
        changed.set(index, step);
        return new Example(header, changed);
    }

    Example first(int count) {
        return new Example(header, steps.subList(0, count));
    }

    Path sealedAt(Path path) {
        try (TraceWriter writer = TraceWriter.open(path, header)) {
            append(writer, 0, steps.size());
            writer.seal();
        }
        return path;
    }

    byte[] sealed(Path folder) {
        try {
            Path path = Files.createTempFile(folder, "example", ".rrt");
            Files.delete(path);
            byte[] bytes = Files.readAllBytes(sealedAt(path));
            Files.delete(path);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(TraceWriter writer, int from, int to) {
        for (Step step : steps.subList(from, to)) {
            writer.append(record(writer, step));
        }
    }

    static TraceRecord record(TraceWriter writer, Step step) {
        TracedNetwork network = writer.network("network-" + step.network(), LAYERS.get(step.network()));
        return fill(new TraceRecord(writer.header(), network), writer.header(), step);
    }

    private static TraceRecord fill(TraceRecord record, TraceHeader header, Step step) {
        record.at(step.iteration(), step.epoch(), step.substep());
        for (int i = 0; i < header.columns().size(); i++) {
            Column column = header.columns().get(i);
            List<Long> row = step.values().get(i);
            if (row.isEmpty()) {
                continue;
            }
            if (column.layered()) {
                record.set(
                        column.quantity(),
                        row.stream().mapToLong(Long::longValue).toArray());
            } else {
                record.set(column.quantity(), row.get(0));
            }
        }
        return record;
    }

    /** All that {@code reader} yields, in the form of {@link #steps}. */
    static List<Step> read(TraceReader reader) {
        return read(reader, reader.cursor());
    }

    static List<Step> read(TraceReader reader, TraceCursor cursor) {
        List<Step> read = new ArrayList<>();
        while (cursor.next()) {
            TraceRecord record = cursor.step();
            List<List<Long>> values = new ArrayList<>();
            for (int i = 0; i < reader.header().columns().size(); i++) {
                List<Long> row = new ArrayList<>();
                for (int k = 0; k < record.width(i) && record.has(i); k++) {
                    row.add(record.value(i, k));
                }
                values.add(row);
            }
            read.add(new Step(record.network().id(), record.iteration(), record.epoch(), record.substep(), values));
        }
        return read;
    }
}
