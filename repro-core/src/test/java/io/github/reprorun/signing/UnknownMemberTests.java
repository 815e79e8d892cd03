package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.manifest.JsonValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Members of an envelope that a newer version wrote: kept byte for byte, named, and believed in nothing. */
class UnknownMemberTests {
    private static final SigningKey KEY = TestKeys.ed25519();
    private static final SigningKey SECOND = TestKeys.p256();
    private static final Pattern NUMBER_OR_TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9][0-9.eE+-]*");
    private static final byte[] PAYLOAD = "{\"a\": 1}\n".getBytes(StandardCharsets.US_ASCII);
    private static final Envelope ENVELOPE = Envelope.sign(PAYLOAD, KEY);
    private static final TrustPolicy POLICY =
            TrustPolicy.of("keys", List.of(KEY.publicKey()), 1, false, TrustPolicy.Requirements.none());

    @Property(tries = 500)
    void areKeptAndNamedBehindThoseThatAreKnown(
            @ForAll("names") String name, @ForAll(supplier = JsonValues.class) JsonNode value) throws IOException {
        ObjectNode tree = tree();
        tree.set(name, value);
        ((ObjectNode) tree.at("/signatures/0")).set(name, value);
        byte[] json = json(tree);

        Envelope envelope = Envelope.parse("x", json);

        String written = JsonText.compact(tree.textNode(name));
        String escaped = written.substring(1, written.length() - 1);
        assertThat(envelope.unknownFields()).containsExactlyInAnyOrder("signatures[]." + escaped, escaped);
        assertThat(envelope.bytes()).isEqualTo(json);
        assertThat(envelope).isNotEqualTo(ENVELOPE);
        assertThat(POLICY.verify(envelope).bytes()).isEqualTo(PAYLOAD);
    }

    /** Whatever is passed over is JSON to a parser that is not ours, and to it no name is there twice. */
    @Property(tries = 1000)
    void areRefusedInAnyOtherForm(
            @ForAll(supplier = JsonValues.class) JsonNode value,
            @ForAll @IntRange(max = 1000) int place,
            @ForAll("bytes") byte other)
            throws IOException {
        ObjectNode tree = tree();
        tree.set("newer", value);
        byte[] json = json(tree);
        int from = ENVELOPE.bytes().length - 3;
        json[from + place % (json.length - from)] = other;
        Envelope envelope;
        try {
            envelope = Envelope.parse("x", json);
        } catch (RefusedException refused) {
            return;
        }
        assertThat(envelope.bytes()).isEqualTo(json);
        JsonNode parsed = JsonTree.parse(json);
        assertThat(withoutNumbers(json(parsed))).isEqualTo(withoutNumbers(json));
        assertThat(parsed).hasSize(4);
    }

    /** A number has many spellings, 1E07 and 1E+7, each of which is kept as it is. */
    private static String withoutNumbers(byte[] json) {
        return NUMBER_OR_TEXT
                .matcher(new String(json, StandardCharsets.US_ASCII))
                .replaceAll(found -> Matcher.quoteReplacement(found.group().startsWith("\"") ? found.group() : "0"));
    }

    @Example
    void outliveAnotherSignature() throws IOException {
        ObjectNode tree = tree();
        tree.put("log", "x");
        ((ObjectNode) tree.at("/signatures/0")).putArray("certs").add("c");

        Envelope signed = Envelope.parse("x", json(tree)).withSignature(SECOND);

        ObjectNode expected =
                (ObjectNode) JsonTree.parse(ENVELOPE.withSignature(SECOND).bytes());
        JsonNode second = JsonTree.parse(signed.bytes()).at("/signatures/1");
        ((ObjectNode) expected.at("/signatures/0")).putArray("certs").add("c");
        ((ArrayNode) expected.get("signatures")).set(1, second);
        expected.put("log", "x");
        assertThat(signed.bytes()).isEqualTo(json(expected));
        assertThat(signed.unknownFields()).containsExactly("log", "signatures[].certs");
    }

    /** Of two members of one name, another reader might believe the second. */
    @Example
    void areRefusedIfTheirNameIsTaken() {
        String json = new String(ENVELOPE.bytes(), StandardCharsets.US_ASCII);
        for (String member : List.of("payload", "payloadType", "signatures")) {
            assertRefused(json.replace("\n  ]\n", "\n  ],\n  \"" + member + "\": 1\n"), "\"" + member + "\" twice");
        }
        for (String member : List.of("keyid", "sig")) {
            assertRefused(json.replace("\n    }", ",\n      \"" + member + "\": 1\n    }"), "\"" + member + "\" twice");
        }
        assertRefused(json.replace("\n  ]\n", "\n  ],\n  \"a\": 1,\n  \"a\": 1\n"), "\"a\" twice");
        assertRefused(
                json.replace("\n  ]\n", "\n  ],\n  \"p\\u0061yload\": 1\n"),
                "a member that has an escape that is not needed at byte 298");
        assertThatThrownBy(
                        () -> parse(json.replace("\n  ]\n", "\n  ],\n  \"a\": {\n    \"b\": 1,\n    \"b\": 1\n  }\n")))
                .hasMessageContaining("found a member that has a name twice at byte ");
    }

    @Example
    void areRefusedBeforeThoseThatAreKnown() {
        String json = new String(ENVELOPE.bytes(), StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> parse("{\n  \"a\": 1," + json.substring(1))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> parse(json.replace("  \"payloadType\"", "  \"a\": 1,\n  \"payloadType\"")))
                .isInstanceOf(RefusedException.class);
    }

    @Example
    void areRefusedAtAnyDepthThatIsBeyondReason() {
        String json = new String(ENVELOPE.bytes(), StandardCharsets.US_ASCII);
        List<String> lines = new ArrayList<>();
        for (int depth = 1; depth <= 100_000; depth++) {
            lines.add("[\n" + "  ".repeat(Math.min(depth, 40) + 1));
        }
        String nested = json.replace("\n  ]\n", "\n  ],\n  \"a\": " + String.join("", lines) + "\n");

        assertThatThrownBy(() -> parse(nested))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("found a member that is nested more than 32 deep at byte ");
    }

    /** One parser keeps the half, another refuses it, a third puts a question mark in its place. */
    @Example
    void areRefusedWithHalfASurrogatePair() {
        String json = new String(ENVELOPE.bytes(), StandardCharsets.US_ASCII);
        for (String half : List.of(
                "\\uD83D",
                "\\uD83D ude00",
                "\\uD83D\\n",
                "\\uD83D\\uD83D",
                "\\uDE00",
                "\\uDE00\\uD83D",
                "\\uD83D\\u00FC")) {
            assertThatThrownBy(() -> parse(json.replace("\n  ]\n", "\n  ],\n  \"a\": \"" + half + "\"\n")))
                    .as(half)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("found a member that has half a surrogate pair at byte ");
            assertThatThrownBy(() -> parse(json.replace("\n  ]\n", "\n  ],\n  \"" + half + "\": 1\n")))
                    .as(half)
                    .isInstanceOf(RefusedException.class);
        }
        String pair = json.replace("\n  ]\n", "\n  ],\n  \"\\uD83D\\uDE00\": \"\\uD83D\\uDE00\\uD83D\\uDE00\"\n");
        assertThat(parse(pair).unknownFields()).containsExactly("\\uD83D\\uDE00");
    }

    @Example
    void areRefusedIfTheyAreNoJson() {
        String json = new String(ENVELOPE.bytes(), StandardCharsets.US_ASCII);
        for (String value : List.of(
                "",
                "nul",
                "NaN",
                "01",
                "+1",
                "1.",
                ".5",
                "1e400",
                "9".repeat(65),
                "'a'",
                "\"a",
                "[]]",
                "[ ]",
                "{}}",
                "[1]",
                "{\"a\":1}",
                "\"\t\"",
                "\"\u00fc\"",
                "\"\\/\"",
                "\"\\u00FC\\u00fc\"",
                "1 ",
                "tru e")) {
            assertThatThrownBy(() -> parse(json.replace("\n  ]\n", "\n  ],\n  \"a\": " + value + "\n")))
                    .as(value)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Provide
    Arbitrary<String> names() {
        return JsonValues.name().map(name -> "x-" + name);
    }

    @Provide
    Arbitrary<Byte> bytes() {
        return Arbitraries.bytes();
    }

    private static void assertRefused(String json, String found) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(RefusedException.class)
                .hasMessage("x: expected a DSSE envelope in canonical form, found " + found);
    }

    private static Envelope parse(String json) {
        return Envelope.parse("x", json.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ObjectNode tree() throws IOException {
        return (ObjectNode) JsonTree.parse(ENVELOPE.bytes());
    }

    private static byte[] json(JsonNode tree) {
        return (JsonText.indented(tree) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
