package io.github.reprorun;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.FloatText;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.seed.NamedStream;
import io.github.reprorun.spi.RunState;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state of a run's streams, metrics and outputs. Safe for use by several threads. */
final class RecordedState implements RunState {
    private static final String STREAM = "stream.";
    private static final String METRIC = "metric.";
    private static final String OUTPUT = "output.";

    private final RunRecord record;
    private final RunDirectory directory;

    RecordedState(RunRecord record, RunDirectory directory) {
        this.record = record;
        this.directory = directory;
    }

    @Override
    public SortedMap<String, String> save() {
        SortedMap<String, String> saved = new TreeMap<>();
        record.streams().streams().forEach((name, stream) -> saved.put(STREAM + name, text(stream.position())));
        for (Metric metric : record.metrics()) {
            String step =
                    metric.step().isPresent() ? Long.toString(metric.step().getAsLong()) : "";
            saved.put(METRIC + step + "." + metric.name(), FloatText.bits(metric.value()));
        }
        try {
            directory.outputSizes().forEach((name, size) -> saved.put(OUTPUT + name, Long.toString(size)));
        } catch (IOException e) {
            throw new UnreadableException(directory.path().toString(), "its outputs cannot be listed (" + e + ")", e);
        }
        return saved;
    }

    @Override
    public void restore(SortedMap<String, String> saved) {
        SortedMap<String, Long> outputs = new TreeMap<>();
        try {
            saved.forEach((key, value) -> {
                if (key.startsWith(STREAM)) {
                    record.streams().stream(key.substring(STREAM.length())).moveTo(position(value));
                } else if (key.startsWith(METRIC)) {
                    restoreMetric(key.substring(METRIC.length()), value);
                } else if (key.startsWith(OUTPUT)) {
                    outputs.put(key.substring(OUTPUT.length()), Long.parseLong(value));
                } else {
                    throw new UnreadableException("saved state", "nothing here is called \"" + key + "\"");
                }
            });
        } catch (NumberFormatException e) {
            throw new UnreadableException("saved state", "holds something that is no number: " + e.getMessage(), e);
        }
        try {
            directory.cutOutputsTo(outputs);
        } catch (IOException e) {
            throw new UnreadableException(directory.path().toString(), "its outputs cannot be cut (" + e + ")", e);
        }
    }

    private void restoreMetric(String place, String bits) {
        int dot = place.indexOf('.');
        String step = place.substring(0, dot);
        record.restore(new Metric(
                place.substring(dot + 1),
                step.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(step)),
                FloatText.fromBits("saved state", bits)));
    }

    private static String text(NamedStream.Position position) {
        return String.join(
                " ",
                List.of(
                        Long.toString(position.state()),
                        Long.toString(position.spareGaussianBits()),
                        Boolean.toString(position.hasSpareGaussian())));
    }

    private static NamedStream.Position position(String text) {
        String[] parts = text.split(" ", 3);
        return new NamedStream.Position(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Boolean.parseBoolean(parts[2]));
    }
}
