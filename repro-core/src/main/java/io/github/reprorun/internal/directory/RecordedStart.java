package io.github.reprorun.internal.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.internal.launch.Signing;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Parent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The facts about a run's start that the journal keeps besides its definition, for a process that resumes the run.
 *
 * @param seedWasDrawn whether nobody chose the seed
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param signing how the manifest is signed
 * @param inputs places that replace the program's
 * @param labels the labels that people gave the run
 * @param parent the parent of the run, if it has one
 */
public record RecordedStart(
        boolean seedWasDrawn,
        boolean strict,
        Signing signing,
        SortedMap<String, Path> inputs,
        Labels labels,
        Optional<Parent> parent) {
    public void writeTo(ObjectNode facts) {
        facts.put("seedWasDrawn", seedWasDrawn);
        facts.put("strict", strict);
        facts.put("signingReplaces", signing.replaces());
        if (signing.key().isPresent()) {
            facts.put("signingKey", signing.key().get().toString());
        }
        ObjectNode places = facts.putObject("inputs");
        for (Map.Entry<String, Path> input : inputs.entrySet()) {
            places.put(input.getKey(), input.getValue().toString());
        }
        ObjectNode texts = facts.putObject("labels");
        for (Map.Entry<String, String> label : labels.texts().entrySet()) {
            texts.put(label.getKey(), label.getValue());
        }
        if (parent.isPresent()) {
            facts.put("parent", parent.get().toString());
        }
    }

    public static RecordedStart of(JsonNode facts) {
        SortedMap<String, Path> inputs = new TreeMap<>();
        for (Map.Entry<String, JsonNode> place : facts.path("inputs").properties()) {
            inputs.put(place.getKey(), Path.of(place.getValue().asText()));
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label : facts.path("labels").properties()) {
            labels.put(label.getKey(), label.getValue().asText());
        }
        JsonNode key = facts.path("signingKey");
        JsonNode parent = facts.path("parent");
        return new RecordedStart(
                facts.path("seedWasDrawn").asBoolean(),
                facts.path("strict").asBoolean(),
                new Signing(
                        facts.path("signingReplaces").asBoolean(),
                        key.isTextual() ? Optional.of(Path.of(key.asText())) : Optional.empty()),
                inputs,
                new Labels(labels),
                parent.isTextual() ? Optional.of(Parent.parse(parent.asText())) : Optional.empty());
    }
}
