package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Every place of a tree as a JSON pointer, for changing one at a time; no name may hold a '/' or a '~'. */
public final class Places {
    static final List<JsonNode> ONE_OF_EACH_TYPE = List.of(
            JsonNodeFactory.instance.nullNode(),
            JsonNodeFactory.instance.booleanNode(true),
            JsonNodeFactory.instance.numberNode(7.5),
            JsonNodeFactory.instance.textNode("!"),
            JsonNodeFactory.instance.arrayNode().add(7.5),
            JsonNodeFactory.instance.objectNode().put("!", 7.5));

    private Places() {}

    public static List<String> of(JsonNode tree) {
        return of(tree, "");
    }

    private static List<String> of(JsonNode node, String place) {
        List<String> places = new ArrayList<>(List.of(place));
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            places.addAll(of(field.getValue(), place + "/" + field.getKey()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.addAll(of(node.get(i), place + "/" + i));
        }
        return places;
    }

    /** {@code tree} itself, with what {@code change} makes of the value at {@code place}. */
    static JsonNode changed(JsonNode tree, String place, UnaryOperator<JsonNode> change) {
        JsonNode changed = change.apply(tree.at(place));
        if (place.isEmpty()) {
            return changed;
        }
        int slash = place.lastIndexOf('/');
        JsonNode parent = tree.at(place.substring(0, slash));
        String name = place.substring(slash + 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), changed);
        } else {
            ((ObjectNode) parent).set(name, changed);
        }
        return tree;
    }
}
