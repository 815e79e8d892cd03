package io.github.reprorun.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReproductionStatementTests {
    private static final Divergence PARTING =
            new Divergence("network0", 17, 1, 0, Phase.values()[0], "gradient", List.of("1", "0"), "ab", "cd");

    private static Reproduction reproduction(Verdict verdict, String... acceptedCode) {
        return new Reproduction(
                Sha256.ofUtf8("original"),
                Sha256.ofUtf8("rerun"),
                "20260102T030405Z-0badcafe",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                verdict,
                verdict + ": 1 output",
                new Comparison.Scope(1, 2, 3, 4, 5, 6),
                List.of(),
                List.of(),
                List.of(acceptedCode),
                Optional.of(Sha256.ofUtf8("result")),
                Optional.empty(),
                List.of(),
                new TreeMap<>(Map.of("cpu.model", "Z80")));
    }

    private static ObjectNode tree(Reproduction reproduction) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(reproduction.bytes());
    }

    @Property(tries = 200)
    void isReadAsItWasWritten(@ForAll("reproductions") Reproduction reproduction) {
        assertThat(ReproductionStatement.read("file", reproduction.bytes())).isEqualTo(reproduction);
    }

    @Provide
    Arbitrary<Reproduction> reproductions() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20);
        Arbitrary<Sha256> digests = texts.map(Sha256::ofUtf8);
        Arbitrary<Divergence> divergences = Combinators.combine(
                        texts,
                        Arbitraries.integers(),
                        Arbitraries.of(Phase.class),
                        texts.list().ofMaxSize(3))
                .as((text, number, phase, layers) ->
                        new Divergence(text, number, -number, 3, phase, text, layers, text + "1", text + "2"));
        return Combinators.combine(
                        digests,
                        Arbitraries.of(Verdict.class),
                        texts,
                        texts.list().ofMaxSize(3),
                        digests.optional(),
                        divergences.optional(),
                        Arbitraries.of(Aspect.class).list().ofMaxSize(3),
                        Arbitraries.maps(texts, texts).ofMaxSize(3))
                .as((digest, verdict, text, code, result, divergence, causes, machine) -> new Reproduction(
                        digest,
                        Sha256.ofUtf8(text),
                        "rerun-" + code.size(),
                        Instant.ofEpochMilli(text.hashCode() * 1000L),
                        verdict,
                        verdict + OneLine.of(text),
                        new Comparison.Scope(text.length(), 1, 2, text.hashCode() & 0xffffffffL, code.size(), 0),
                        code,
                        layersOf(divergence),
                        code,
                        result,
                        divergence,
                        causes,
                        new TreeMap<>(machine)));
    }

    private static List<String> layersOf(Optional<Divergence> divergence) {
        return divergence.map(Divergence::layers).orElse(List.of());
    }

    /** The fields of https://slsa.dev/spec/v1.1/verification_summary, each where that page has it. */
    @Test
    void isAVerificationSummaryOfTheManifest() throws IOException {
        JsonNode statement = tree(reproduction(Verdict.REPRODUCED));
        String original = Sha256.ofUtf8("original").hex();

        assertThat(statement.get("_type").textValue()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.get("subject").toString())
                .isEqualTo("[{\"name\":\"manifest.json\",\"digest\":{\"sha256\":\"" + original + "\"}}]");
        assertThat(statement.get("predicateType").textValue()).isEqualTo("https://slsa.dev/verification_summary/v1");
        JsonNode predicate = statement.get("predicate");
        assertThat(predicate.at("/verifier/id").textValue()).startsWith("https://reprorun.github.io/");
        assertThat(predicate.get("timeVerified").textValue()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(predicate.get("resourceUri").textValue()).isEqualTo("urn:sha256:" + original);
        assertThat(predicate.at("/policy/uri").textValue()).startsWith("https://reprorun.github.io/");
        assertThat(predicate.at("/inputAttestations/0/digest/sha256").textValue())
                .isEqualTo(original);
        assertThat(predicate.at("/inputAttestations/1/digest/sha256").textValue())
                .isEqualTo(Sha256.ofUtf8("rerun").hex());
        assertThat(predicate.get("verificationResult").textValue()).isEqualTo("PASSED");
        assertThat(predicate.get("verifiedLevels").toString()).isEqualTo("[\"REPRORUN_REPRODUCED\"]");
    }

    static Stream<Reproduction> failed() {
        return Stream.of(
                reproduction(Verdict.DIVERGED),
                reproduction(Verdict.UNVERIFIABLE),
                reproduction(Verdict.REPRODUCED, "A.class differs"),
                reproduction(Verdict.WITHIN_TOLERANCE, "A.class differs"));
    }

    @ParameterizedTest
    @MethodSource("failed")
    void failsWithoutTheSameResultByTheSameCode(Reproduction reproduction) throws IOException {
        JsonNode predicate = tree(reproduction).get("predicate");

        assertThat(reproduction.confirms()).isFalse();
        assertThat(predicate.get("verificationResult").textValue()).isEqualTo("FAILED");
        assertThat(predicate.get("verifiedLevels").toString()).isEqualTo("[\"FAILED\"]");
    }

    @Test
    void saysWhereTheTrainingsPart() {
        Reproduction read = ReproductionStatement.read(
                "file",
                reproduction(Verdict.DIVERGED).with(PARTING, Aspect.SEED).bytes());

        assertThat(read.divergence()).contains(PARTING);
        assertThat(read.causes()).containsExactly(Aspect.SEED);
    }

    @Test
    void ignoresFieldsOfNewerVersions() throws IOException {
        ObjectNode statement = tree(reproduction(Verdict.REPRODUCED));
        statement.put("new", 1);
        ((ObjectNode) statement.get("predicate")).put("slsaVersion", "1.1");
        ((ObjectNode) statement.at("/predicate/reprorun_reproduction")).put("new", "x");

        assertThat(ReproductionStatement.read("file", statement.toString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(reproduction(Verdict.REPRODUCED));
    }

    /** Each makes something else of the statement of a run that diverged. */
    static Stream<Consumer<ObjectNode>> spoilers() {
        return Stream.of(
                tree -> tree.put("_type", "https://in-toto.io/Statement/v0.1"),
                tree -> tree.put("predicateType", "https://slsa.dev/provenance/v1"),
                tree -> ((ArrayNode) tree.get("subject"))
                        .add(tree.get("subject").get(0)),
                tree -> ((ArrayNode) tree.get("subject")).removeAll(),
                tree -> tree.putObject("subject").put("name", "manifest.json"),
                tree -> tree.put("subject", "m"),
                tree -> tree.put("predicate", 1),
                tree -> ours(tree).put("statement", "REPRODUCED: 1 output"),
                tree -> ours(tree).put("statement", "DIVERGED: \nREPRODUCED: 1 output"),
                tree -> ours(tree).putObject("compared").put("outputs", -1),
                tree -> ((ObjectNode) ours(tree).get("compared")).put("metrics", -1),
                tree -> ((ObjectNode) ours(tree).get("compared")).put("steps", 1.5),
                tree -> ((ObjectNode) ours(tree).get("rerun")).put("id", "../../escaped"),
                tree -> ((ObjectNode) tree.at("/subject/0/digest")).put("sha256", "abc"),
                tree -> ((ObjectNode) tree.get("predicate")).put("verificationResult", "PASSED"),
                tree -> ((ObjectNode) tree.get("predicate")).put("timeVerified", "yesterday"),
                tree -> ours(tree).put("verdict", "FINE"),
                tree -> ours(tree).put("verdict", "REPRODUCED"),
                tree -> ours(tree).put("acceptedCode", "none"),
                tree -> ours(tree).putArray("causes").add(1),
                tree -> ours(tree).putArray("causes").add("LUCK"),
                tree -> ours(tree).putObject("divergence"),
                tree -> ours(tree).remove("statement"));
    }

    private static ObjectNode ours(ObjectNode tree) {
        return (ObjectNode) tree.at("/predicate/reprorun_reproduction");
    }

    @ParameterizedTest
    @MethodSource("spoilers")
    void isRefusedIfItIsSomethingElse(Consumer<ObjectNode> spoiler) throws IOException {
        ObjectNode statement = tree(reproduction(Verdict.DIVERGED));
        spoiler.accept(statement);

        assertThatThrownBy(() ->
                        ReproductionStatement.read("file", statement.toString().getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("file: ");
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void isRefusedIfItIsNoJson(String text) {
        assertThatThrownBy(() -> ReproductionStatement.read("file", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableException.class);
    }

    static Stream<String> garbage() {
        return Stream.of("", "{", "[]", "1", "null", "{\"_type\":\"a\",\"_type\":\"b\"}", "{} {}");
    }
}
