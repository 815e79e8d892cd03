package io.github.reprorun.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.seed.StreamSeeds;
import io.github.reprorun.spi.RunState;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state of a run's records and outputs. Safe for use by several threads. */
final class CheckpointedLedger implements RunState {
    private static final String METRIC = "metric.";
    private static final String SERIES = "series";
    private static final String HAZARD = "hazard.";
    private static final String BYPRODUCT = "byproduct.";
    private static final String OUTPUT = "output.";

    private final StreamSeeds streams;
    private final MetricLedger metrics;
    private final SeriesLedger series;
    private final HazardLedger hazards;
    private final ByproductLedger byproducts;
    private final RunDirectory directory;
    private final CheckpointedOutputs outputs;

    CheckpointedLedger(
            StreamSeeds streams,
            MetricLedger metrics,
            SeriesLedger series,
            HazardLedger hazards,
            ByproductLedger byproducts,
            RunDirectory directory,
            CheckpointedOutputs outputs) {
        this.streams = streams;
        this.metrics = metrics;
        this.series = series;
        this.hazards = hazards;
        this.byproducts = byproducts;
        this.directory = directory;
        this.outputs = outputs;
    }

    @Override
    public StreamSeeds streams() {
        return streams;
    }

    @Override
    public SortedMap<String, String> save() {
        SortedMap<String, String> saved = new TreeMap<>();
        for (Metric metric : metrics.metrics()) {
            saved.put(METRIC + metric.name(), FloatText.bits(metric.value()));
        }
        series.save().ifPresent(state -> saved.put(SERIES, state));
        int number = 0;
        for (Hazard hazard : hazards.hazards()) {
            saved.put(HAZARD + number++, text(hazard));
        }
        for (Resource byproduct : byproducts.byproducts()) {
            saved.put(BYPRODUCT + byproduct.name(), text(byproduct));
        }
        outputs.save().forEach((name, output) -> saved.put(OUTPUT + name, output));
        return saved;
    }

    @Override
    public Optional<String> obstacle(SortedMap<String, String> saved) {
        return outputs.obstacle(below(OUTPUT, saved)).or(() -> series.obstacle(series(saved)));
    }

    @Override
    public void restore(SortedMap<String, String> saved) {
        try {
            below(METRIC, saved)
                    .forEach((name, bits) -> metrics.add(new Metric(name, FloatText.fromBits("saved state", bits))));
            for (String hazard : below(HAZARD, saved).values()) {
                hazards.countAtLeast(hazard(JsonTree.parse(hazard)));
            }
            for (String byproduct : below(BYPRODUCT, saved).values()) {
                byproducts.add(byproduct(JsonTree.parse(byproduct)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableException("saved state", "is not what was saved: " + e.getMessage(), e);
        }
        series.restore(series(saved));
        outputs.restore(below(OUTPUT, saved));
    }

    @Override
    public void restored() {
        try {
            directory.removeKept();
        } catch (IOException e) {
            throw new UnreadableException(
                    directory.checkpoints().toString(), "what the run made before cannot be removed (" + e + ")", e);
        }
    }

    private static Optional<String> series(SortedMap<String, String> saved) {
        return Optional.ofNullable(saved.get(SERIES));
    }

    private static SortedMap<String, String> below(String prefix, SortedMap<String, String> saved) {
        SortedMap<String, String> below = new TreeMap<>();
        saved.tailMap(prefix).forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), value);
            }
        });
        return below;
    }

    private static String text(Hazard hazard) {
        return JsonText.compact(JsonNodeFactory.instance
                .objectNode()
                .put("kind", hazard.kind())
                .put("class", hazard.className())
                .put("line", hazard.line())
                .put("count", hazard.count())
                .put("treatment", hazard.treatment().name())
                .put("advice", hazard.advice()));
    }

    private static Hazard hazard(JsonNode node) {
        return new Hazard(
                node.path("kind").asText(),
                node.path("class").asText(),
                node.path("line").asInt(),
                node.path("count").asLong(),
                Hazard.Treatment.valueOf(node.path("treatment").asText()),
                node.path("advice").asText());
    }

    private static String text(Resource resource) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", resource.name())
                .put("uri", resource.uri());
        ObjectNode digest = node.putObject("digest");
        resource.digest().forEach(digest::put);
        ObjectNode annotations = node.putObject("annotations");
        resource.annotations().forEach(annotations::put);
        return JsonText.compact(node);
    }

    private static Resource byproduct(JsonNode node) {
        return new Resource(
                node.path("name").asText(),
                node.path("uri").asText(),
                texts(node.path("digest")),
                texts(node.path("annotations")));
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> text : node.properties()) {
            texts.put(text.getKey(), text.getValue().asText());
        }
        return texts;
    }
}
