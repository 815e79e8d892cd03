package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.base.json.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the fields of a tree that its reader does not know, and puts them back where they stood. The reader says of each
 * object which names it knows; an object of which it says nothing is a map, whose names are free. Confined to one thread.
 */
final class UnknownFields {
    private final IdentityHashMap<JsonNode, Set<String>> known = new IdentityHashMap<>();

    /** Says that the reader knows fields of these names in {@code object}, whether they are there or not. */
    void know(JsonNode object, String... names) {
        known.put(object, Set.of(names));
    }

    /**
     * The fields in {@code tree} that the reader does not know, in the order of the tree.
     *
     * @throws IllegalArgumentException if a number in one is beyond what a double can hold
     */
    List<NewerFields.Field> in(JsonNode tree) {
        List<NewerFields.Field> found = new ArrayList<>();
        find(tree, "", "", found);
        return found;
    }

    private void find(JsonNode node, String pointer, String place, List<NewerFields.Field> found) {
        int position = 0;
        Set<String> names = known.get(node);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            String below = (place.isEmpty() ? "" : place + ".") + (names == null ? "*" : name);
            if (names == null || names.contains(name)) {
                find(field.getValue(), pointer + "/" + NewerFields.Field.token(name), below, found);
            } else {
                requireModest(below, field.getValue());
                found.add(new NewerFields.Field(pointer, position, name, below, JsonText.compact(field.getValue())));
            }
            position++;
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            find(node.get(i), pointer + "/" + i, place + "[]", found);
        }
    }

    private static void requireModest(String place, JsonNode node) {
        if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException("its " + place + " has a number that no double can hold");
        }
        node.forEach(each -> requireModest(place, each));
    }

    /** Puts {@code fields} into {@code tree}, where all else stands already. */
    static void putBack(ObjectNode tree, List<NewerFields.Field> fields) {
        if (fields.isEmpty()) {
            return;
        }
        Map<String, List<NewerFields.Field>> objects = new LinkedHashMap<>();
        for (NewerFields.Field field : fields) {
            objects.computeIfAbsent(field.object(), pointer -> new ArrayList<>())
                    .add(field);
        }
        objects.forEach((pointer, unknown) -> {
            if (!(tree.at(pointer) instanceof ObjectNode object)) {
                throw new IllegalArgumentException("no object at \"" + pointer + "\" to have "
                        + unknown.get(0).place());
            }
            putBackInto(object, unknown);
        });
    }

    private static void putBackInto(ObjectNode object, List<NewerFields.Field> unknown) {
        Map<String, JsonNode> others = new LinkedHashMap<>();
        object.properties().forEach(field -> others.put(field.getKey(), field.getValue()));
        object.removeAll();
        for (NewerFields.Field field : unknown) {
            var next = others.entrySet().iterator();
            while (object.size() < field.position() && next.hasNext()) {
                var other = next.next();
                object.set(other.getKey(), other.getValue());
                next.remove();
            }
            object.set(field.name(), tree(field));
        }
        object.setAll(others);
    }

    private static JsonNode tree(NewerFields.Field field) {
        try {
            return JsonTree.parse(field.json());
        } catch (IOException e) {
            throw new UncheckedIOException(field.place() + " has a value that is not JSON", e);
        }
    }
}
