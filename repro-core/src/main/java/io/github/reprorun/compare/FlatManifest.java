package io.github.reprorun.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A manifest as one value for each place. Entries of lists are told apart by what they are called, not by their position:
 * a subject by its name, a metric by its name and step, a dependency by its kind and name, a hazard by its site.
 */
final class FlatManifest {
    private final SortedMap<String, String> values = new TreeMap<>();

    private FlatManifest() {}

    static SortedMap<String, String> of(Manifest manifest) {
        FlatManifest flat = new FlatManifest();
        flat.add("", ManifestJson.tree(manifest));
        return flat.values;
    }

    private void add(String place, JsonNode node) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                add(below(place, field.getKey()), field.getValue());
            }
        } else if (node.isArray()) {
            Map<String, Integer> seen = new HashMap<>();
            int index = 0;
            for (JsonNode entry : node) {
                String name = entry.isObject() ? nameOf(entry) : Integer.toString(index);
                int before = seen.merge(name, 1, Integer::sum) - 1;
                add(place + "[" + name + (before == 0 ? "" : "#" + before) + "]", entry);
                index++;
            }
        } else {
            values.put(place, node.asText());
        }
    }

    private static String below(String place, String field) {
        return place.isEmpty() ? field : place + "." + field;
    }

    private static String nameOf(JsonNode entry) {
        if (entry.has("class")) {
            return entry.get("class").asText() + ":" + entry.get("line").asText() + " "
                    + entry.get("kind").asText();
        }
        String kind = entry.path("annotations").path("kind").asText("");
        String step = entry.has("step") ? "@" + entry.get("step").asText() : "";
        return (kind.isEmpty() ? "" : kind + " ") + entry.path("name").asText() + step;
    }
}
