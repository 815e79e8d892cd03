package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Any JSON value, a few levels deep. */
public final class JsonValues implements ArbitrarySupplier<JsonNode> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public Arbitrary<JsonNode> get() {
        return value(2);
    }

    private static Arbitrary<JsonNode> value(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                name().map(NODES::textNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.bigIntegers().map(NODES::numberNode),
                Arbitraries.of("0.5", "-1.50", "1E+21", "1E-7")
                        .map(BigDecimal::new)
                        .map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        if (depth == 0) {
            return leaf;
        }
        return Arbitraries.oneOf(
                leaf,
                value(depth - 1).list().ofMaxSize(2).map(JsonValues::array),
                Arbitraries.maps(name(), value(depth - 1)).ofMaxSize(2).map(JsonValues::object));
    }

    private static JsonNode array(List<JsonNode> entries) {
        ArrayNode array = NODES.arrayNode();
        entries.forEach(array::add);
        return array;
    }

    private static JsonNode object(Map<String, JsonNode> fields) {
        ObjectNode object = NODES.objectNode();
        fields.forEach(object::set);
        return object;
    }

    /** The name of a field, or a text, with what has to be escaped in JSON and in a JSON pointer. */
    public static Arbitrary<String> name() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(6),
                Arbitraries.of("a/b", "a~1b", "0", "", "a.b", "\"\\", "\u00fc", "\ud83d\ude00", "\u0000", "name"));
    }
}
