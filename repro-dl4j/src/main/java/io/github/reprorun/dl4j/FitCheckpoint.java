package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFile;
import io.github.reprorun.dl4j.internal.checkpoint.Part;
import io.github.reprorun.dl4j.internal.network.NetworkImage;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The saved state of one training, between two of its batches. Its parts hold memory until it is closed. Confined to
 * one thread at a time.
 *
 * @param facts by dotted name
 * @param parts the arrays, what the data's preparation found, and what the listeners keep
 */
record FitCheckpoint(SortedMap<String, String> facts, List<Part> parts) {
    static final String FIT = "fit";
    static final String END = "end";
    static final String ASKED = "asked";
    static final String EPOCHS = "epochs";
    static final String BATCHES = "batches";
    static final String BATCHES_OF_EPOCH = "batchesOfEpoch";
    static final String DATA = "data";
    static final String TRACE_OFFSET = "trace.offset";
    static final String TRACE_HEAD = "trace.head";
    static final String RUN = "run.";
    static final String DRAW = "draw.";
    static final String NUMERICS = "numerics.";
    static final String LOST = "lost.";
    static final String HELD = "held.";
    static final String NOTED = "noted";
    static final String LISTENERS = "listeners";

    private static final String ITERATION = "iteration";
    private static final String EPOCH = "epoch";

    FitCheckpoint {
        facts = new TreeMap<>(facts);
        parts = List.copyOf(parts);
    }

    int fit() {
        return Integer.parseInt(facts.get(FIT));
    }

    boolean isEnd() {
        return Boolean.parseBoolean(facts.get(END));
    }

    long batches() {
        return Long.parseLong(facts.get(BATCHES));
    }

    /** Where training stood, for people. */
    static SortedMap<String, String> where(SortedMap<String, String> facts) {
        SortedMap<String, String> where = new TreeMap<>();
        where.put(ITERATION, facts.getOrDefault(NetworkImage.ITERATION, "?"));
        where.put(EPOCH, facts.getOrDefault(NetworkImage.EPOCH, "?"));
        return where;
    }

    static SortedMap<String, String> where(CheckpointFile checkpoint) {
        SortedMap<String, String> where = where(checkpoint.facts());
        where.put("file", String.valueOf(checkpoint.path().getFileName()));
        return where;
    }

    static String text(List<Long> position) {
        return position.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    static List<Long> position(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ", -1)).map(Long::valueOf).toList();
    }

    /** Frees what the parts hold. */
    void close() {
        parts.forEach(Part::close);
    }
}
