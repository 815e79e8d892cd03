package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The design of a study as people write it. */
record DesignFile(Path file) {
    private static final int LIMIT = 16 << 20;

    /** @throws UnreadableException if it cannot be read, or is not such a design */
    StudyDesign read() {
        JsonNode tree = tree();
        requireOnly("", tree, Set.of("seeds", "grid", "random", "paired", "exclude", "primary", "share"));
        return new StudyDesign(
                seeds(required("", tree, "seeds")),
                grid(tree.path("grid")),
                random(tree.path("random")),
                bool(tree.path("paired")),
                exclusions(tree.path("exclude")),
                names("primary", tree.path("primary")),
                names("share", tree.path("share")));
    }

    private JsonNode tree() {
        try {
            if (Files.size(file) > LIMIT) {
                throw flaw("is larger than a design can be, " + LIMIT + " bytes");
            }
            JsonNode tree = JsonTree.parse(Files.readAllBytes(file));
            if (!tree.isObject()) {
                throw flaw("is not a JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read as JSON (" + e.getMessage() + ")", e);
        }
    }

    private List<Seed> seeds(JsonNode node) {
        if (node.isTextual()) {
            return StudyDesign.seeds(node.asText());
        }
        List<Seed> seeds = new ArrayList<>();
        list("seeds", node).forEach(each -> seeds.addAll(StudyDesign.seeds(value("seeds", each))));
        return seeds;
    }

    private SortedMap<String, List<String>> grid(JsonNode node) {
        SortedMap<String, List<String>> grid = new TreeMap<>();
        object("grid", node).forEach((name, values) -> {
            List<String> texts = new ArrayList<>();
            list("grid." + name, values).forEach(each -> texts.add(value("grid." + name, each)));
            grid.put(name, texts);
        });
        return grid;
    }

    private OptionalInt random(JsonNode node) {
        if (node.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!node.isInt()) {
            throw flaw("expected a number of settings as random, found " + node);
        }
        return OptionalInt.of(node.intValue());
    }

    private boolean bool(JsonNode node) {
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw flaw("expected true or false as paired, found " + node);
        }
        return node.asBoolean(true);
    }

    private List<StudyDesign.Exclusion> exclusions(JsonNode node) {
        List<StudyDesign.Exclusion> exclusions = new ArrayList<>();
        if (!node.isMissingNode()) {
            for (JsonNode each : list("exclude", node)) {
                requireOnly("exclude[].", each, Set.of("where", "because"));
                SortedMap<String, String> where = new TreeMap<>();
                object("exclude[].where", required("exclude[].", each, "where"))
                        .forEach((name, value) -> where.put(name, value("exclude[].where." + name, value)));
                exclusions.add(new StudyDesign.Exclusion(
                        where, value("exclude[].because", required("exclude[].", each, "because"))));
            }
        }
        return exclusions;
    }

    private SortedSet<String> names(String place, JsonNode node) {
        SortedSet<String> names = new TreeSet<>();
        if (!node.isMissingNode()) {
            list(place, node).forEach(each -> names.add(value(place, each)));
        }
        return names;
    }

    private JsonNode required(String place, JsonNode object, String name) {
        JsonNode node = object.path(name);
        if (node.isMissingNode()) {
            throw flaw("has no " + place + name);
        }
        return node;
    }

    private void requireOnly(String place, JsonNode node, Set<String> names) {
        object(place, node).keySet().forEach(name -> {
            if (!names.contains(name)) {
                throw flaw("has " + place + name + ", which is not a part of a design");
            }
        });
    }

    private SortedMap<String, JsonNode> object(String place, JsonNode node) {
        if (!node.isObject() && !node.isMissingNode()) {
            throw flaw("expected an object as " + place + ", found " + node);
        }
        SortedMap<String, JsonNode> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            fields.put(field.getKey(), field.getValue());
        }
        return fields;
    }

    private List<JsonNode> list(String place, JsonNode node) {
        if (!node.isArray()) {
            throw flaw("expected a list as " + place + ", found " + node);
        }
        List<JsonNode> entries = new ArrayList<>();
        node.forEach(entries::add);
        return entries;
    }

    /** Text as it is, a number as it is written. */
    private String value(String place, JsonNode node) {
        if (!node.isValueNode() || node.isNull()) {
            throw flaw("expected text, a number, true or false in " + place + ", found " + node);
        }
        return node.asText();
    }

    private UnreadableException flaw(String problem) {
        return new UnreadableException(file.toString(), problem);
    }
}
