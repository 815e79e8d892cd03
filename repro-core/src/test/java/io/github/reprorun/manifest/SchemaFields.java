package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields that the schema has, as dotted names: {@code []} is each entry of a list, {@code *} each name in a map. */
final class SchemaFields {
    private final Set<String> fields = new TreeSet<>();

    private SchemaFields() {}

    /** Those that hold no further ones; a fact, observed or unavailable, counts as one. */
    static Set<String> innermost() {
        SchemaFields all = new SchemaFields();
        all.add("", TrainingRunSchema.tree());
        return innermost(all.fields);
    }

    /** {@code fields} without those that hold others of them. */
    static Set<String> innermost(Set<String> fields) {
        Set<String> innermost = new TreeSet<>(fields);
        innermost.removeIf(field -> fields.stream()
                .anyMatch(other -> field.isEmpty() || other.startsWith(field + ".") || other.startsWith(field + "[]")));
        return innermost;
    }

    private void add(String place, JsonNode schema) {
        fields.add(place);
        String reference = schema.path("$ref").asText();
        if (reference.matches(".*/(evidence|decimal)")) {
            return;
        }
        if (!reference.isEmpty()) {
            add(place, TrainingRunSchema.tree().at(reference.substring(1)));
        }
        if (schema.path("additionalProperties").isObject()) {
            add(place + ".*", schema.get("additionalProperties"));
        }
        if (schema.has("items")) {
            add(place + "[]", schema.get("items"));
        }
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            add((place.isEmpty() ? "" : place + ".") + field.getKey(), field.getValue());
        }
        schema.path("oneOf").forEach(one -> add(place, one));
    }
}
