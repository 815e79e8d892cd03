package io.github.reprorun.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTests {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final JsonMapper READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Test
    void isTheExpectedText() {
        ObjectNode node = NODES.objectNode().put("a\u00fc", "\ud83d\ude00\n\"").put("n", 1);
        node.putArray("empty");
        node.putArray("two").add(true).addNull();

        assertThat(JsonText.compact(node))
                .isEqualTo("{\"a\\u00FC\":\"\\uD83D\\uDE00\\n\\\"\",\"n\":1,\"empty\":[],\"two\":[true,null]}");
        assertThat(JsonText.indented(node)).isEqualTo("""
                        {
                          "a\\u00FC": "\\uD83D\\uDE00\\n\\"",
                          "n": 1,
                          "empty": [],
                          "two": [
                            true,
                            null
                          ]
                        }""");
    }

    @Property(tries = 300)
    void isWhatJacksonWrites(@ForAll("trees") JsonNode tree) throws JsonProcessingException {
        assertThat(JsonText.compact(tree)).isEqualTo(MAPPER.writeValueAsString(tree));
        assertThat(JsonText.indented(tree)).isEqualTo(MAPPER.writer(printer()).writeValueAsString(tree));
    }

    @Property(tries = 300)
    void isReadAsWhatItWas(@ForAll("trees") JsonNode tree) throws IOException {
        String text = JsonText.compact(tree);
        assertThat(JsonTree.parse(text)).isEqualTo(READER.readTree(text));
        assertThat(JsonTree.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(READER.readTree(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[1", "[1,]", "{\"a\":}", "{\"a\":1,\"a\":2}", "{} {}", "1 2", "nul", "\"\\u00zz\"", "]"})
    void noTreeIsReadFromWhatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonTree.parse(text)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> READER.readTree(text)).isInstanceOf(IOException.class);
    }

    @Test
    void ofNothingIsMissing() throws IOException {
        assertThat(JsonTree.parse(" ").isMissingNode()).isTrue();
    }

    @Test
    void noTreeIsReadFromAThousandAndOneNestedLists() {
        String text = "[".repeat(1001) + "]".repeat(1001);
        assertThatThrownBy(() -> JsonTree.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> JsonText.compact(NODES.pojoNode(this)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no JSON has a POJO");
    }

    @Provide
    static Arbitrary<JsonNode> trees() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(8);
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                texts.map(NODES::textNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.doubles().map(NODES::numberNode),
                Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0).map(NODES::numberNode),
                Arbitraries.bigDecimals().map(value -> NODES.numberNode(value.stripTrailingZeros())),
                Arbitraries.of(new BigDecimal("1E+400"), new BigDecimal("1e-9")).map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(JsonTextTests::array),
                        Arbitraries.maps(texts, inner).ofMaxSize(3).map(JsonTextTests::object)),
                0,
                3);
    }

    private static JsonNode array(List<JsonNode> values) {
        return NODES.arrayNode().addAll(values);
    }

    private static JsonNode object(Map<String, JsonNode> values) {
        return NODES.objectNode().setAll(values);
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return printer;
    }
}
