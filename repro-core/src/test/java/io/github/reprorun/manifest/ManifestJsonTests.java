package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestJsonTests {
    private static final String FULL = new String(ManifestJson.write(Manifests.full()), StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    @Nested
    class Writing {
        @Test
        void writesTheFormThatIsPublished() throws IOException {
            assertThat(FULL)
                    .isEqualTo(new String(
                            ManifestJsonTests.class
                                    .getResourceAsStream("full.json")
                                    .readAllBytes(),
                            StandardCharsets.US_ASCII));
        }

        @ParameterizedTest
        @CsvSource({
            "0.1, 0.1, 3fb999999999999a",
            "1e21, 1E+21, 444b1ae4d6e2ef50",
            "100, 100, 4059000000000000",
            "0.0, 0, 0000000000000000",
            "-0.0, '\"-0.0\"', 8000000000000000",
            "NaN, '\"NaN\"', 7ff8000000000000",
            "Infinity, '\"Infinity\"', 7ff0000000000000",
            "-Infinity, '\"-Infinity\"', fff0000000000000",
            "4.9E-324, 5E-324, 0000000000000001",
        })
        void writesADoubleAsItsShortestDecimalAndItsBits(double value, String decimal, String bits) {
            ObjectNode metric =
                    (ObjectNode) ManifestJson.tree(Manifests.withMetric(value)).at("/predicate/metrics/0");

            assertThat(metric.toString())
                    .isEqualTo("{\"name\":\"m\",\"value\":" + decimal + ",\"bits\":\"" + bits + "\"}");
        }

        @Test
        void keepsTheBitsOfANan() {
            double payload = Double.longBitsToDouble(0xfff80000deadbeefL);
            Manifest manifest = Manifests.withMetric(payload);

            Manifest read = ManifestJson.read("m", ManifestJson.write(manifest));

            assertThat(Double.doubleToRawLongBits(read.metrics().get(0).value()))
                    .isEqualTo(0xfff80000deadbeefL);
            assertThat(manifest.resultDigest())
                    .isNotEqualTo(Manifests.withMetric(Double.NaN).resultDigest());
        }
    }

    @Nested
    class Reading {
        @Test
        void readsTheManifestOfARunDirectory() throws IOException {
            Files.write(directory.resolve("manifest.json"), ManifestJson.write(Manifests.full()));

            assertThat(ManifestJson.read(directory)).isEqualTo(Manifests.full());
            assertThat(ManifestJson.read(directory.resolve("manifest.json"))).isEqualTo(Manifests.full());
        }

        @Test
        void saysThatThereIsNoSuchRun() {
            Path nowhere = directory.resolve("nowhere");

            assertThatThrownBy(() -> ManifestJson.read(nowhere))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(nowhere + ": there is no such run");
        }

        @Test
        void saysThatADirectoryIsNoRun() {
            assertThatThrownBy(() -> ManifestJson.read(directory))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(
                            directory + ": holds no manifest.json: it is not a run directory, or its run was killed");
        }

        @Test
        void refusesAHugeFileWithoutReadingIt() throws IOException {
            Path file = directory.resolve("manifest.json");
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
            assertThatThrownBy(() -> ManifestJson.read(directory))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": is larger than the 67108864 bytes a manifest can have");
        }
    }

    @Nested
    class Refusing {
        @ParameterizedTest
        @ValueSource(strings = {"", " ", "null", "[]", "3", "\"x\""})
        void refusesWhatIsNoObject(String json) {
            assertRefused(json, "is not a JSON object");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{", "no JSON", "{\"_type\": NaN}", "{'_type': 1}", "{\"a\": 1,}", "\ufeff{}x", "{} {}"})
        void refusesWhatIsNoJson(String json) {
            assertThatThrownBy(() -> ManifestJson.read("m", json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith("m: is not JSON: ");
        }

        @Test
        void refusesTheSameFieldTwice() {
            assertRefused(
                    FULL.replaceFirst("\\{\n", "{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n"),
                    "is not JSON: Duplicate field '_type'");
        }

        @Test
        void refusesAnythingAfterIt() {
            assertThatThrownBy(() -> ManifestJson.read("m", (FULL + "{}").getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith("m: is not JSON: Trailing token");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "{\"a\":"})
        void refusesAnyDepthWithoutRunningOutOfStack(String opening) {
            assertThatThrownBy(() ->
                            ManifestJson.read("m", opening.repeat(1_000_000).getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith("m: is not JSON: Document nesting depth");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n ", "\r\n", "\t", ""})
        void refusesOtherWhiteSpace(String space) {
            assertNotExact(FULL.replaceFirst("\n {2}\"subject\"", space + "  \"subject\""));
        }

        @Test
        void refusesOtherOrdersAndEscapes() {
            assertNotExact(FULL.stripTrailing());
            assertNotExact(FULL.replace("com.example", "com\\u002eexample"));
            assertNotExact(FULL.replace("\\u20AC", "\u20ac"));
            assertNotExact(FULL.replace("\\u20AC", "\\u20ac"));
            assertNotExact(FULL.replace("0.875", "0.8750"));
            assertNotExact(FULL.replace("0.875", "0.876"));
            assertNotExact(FULL.replace("\"2026-01-02T03:05:00Z\"", "\"2026-01-02T03:05:00.000Z\""));
            assertNotExact(changed("/predicate/buildDefinition/externalParameters", node -> {
                JsonNode name = node.remove("name");
                node.set("name", name);
            }));
            assertNotExact(changedList("/subject", list -> list.insert(0, list.remove(1))));
            assertNotExact(changed("/predicate/buildDefinition", node -> node.put("buildType", "other")));
        }

        @Test
        void saysWhoWroteAManifestThatIsNotInItsExactForm() {
            assertRefused(
                    FULL.stripTrailing(),
                    "is not in the exact form of a manifest (written by {repro-core=0.1.0, repro-dl4j=0.1.0}):"
                            + " it was edited, or made by another version");
        }

        @Test
        void refusesAResultDigestThatDoesNotFollow() {
            String other = "0".repeat(64);
            assertRefused(
                    changed("/predicate/resultDigest", node -> node.put("sha256", other)),
                    "has the resultDigest " + other + ", but what it states has "
                            + Manifests.full().resultDigest());
        }

        @Test
        void refusesASubjectTwice() {
            assertRefused(
                    changedList("/subject", list -> list.add(list.get(0).deepCopy())),
                    "is not a manifest of a run: names a subject twice: inputs/images.sha256");
        }

        /** As before values by step had a file of their own: each was a metric with the name of the others and a step. */
        @Test
        void refusesAMetricTwice() {
            assertRefused(
                    changedList(
                            "/predicate/metrics",
                            list -> list.insert(1, ((ObjectNode) list.get(0).deepCopy()).put("step", 1))),
                    "is not a manifest of a run: states a metric twice: gain");
        }

        @Test
        void namesWhatIsMissing() {
            assertRefused(
                    changed("/predicate/buildDefinition/externalParameters", node -> node.remove("seed")),
                    "is not a manifest of a run: it has no seed");
            assertRefused(changed("", node -> node.remove("subject")), "is not a manifest of a run: it has no subject");
        }

        @Test
        void namesWhatIsOfAnotherType() {
            assertRefused(
                    changed("/predicate/buildDefinition/externalParameters", node -> node.put("seed", 42)),
                    "is not a manifest of a run: its seed is not text");
            assertRefused(
                    changed("/predicate/hazards/0", node -> node.put("count", "3")),
                    "is not a manifest of a run: its count is not a whole number");
            assertRefused(
                    changed("/predicate", node -> node.put("metrics", "none")),
                    "is not a manifest of a run: its metrics is not a list");
            assertRefused(
                    changed("/predicate", node -> node.putArray("resources")),
                    "is not a manifest of a run: its resources is not an object");
        }

        @Test
        void refusesValuesThatAreNone() {
            assertRefused(
                    changed("/predicate/buildDefinition/externalParameters", node -> node.put("seed", "0")),
                    "is not a manifest of a run: seed: 0 is refused, because libraries of numerics take a seed of 0"
                            + " for the clock;"
                            + " choose any other number");
            assertRefused(
                    changed("", node -> node.put("predicateType", "x")),
                    "is not a manifest of a run: its predicateType is \"x\", not \"" + Manifest.PREDICATE_TYPE + "\"");
            assertUnreadable(
                    changed("/predicate/runDetails/metadata", node -> node.put("status", "DONE")),
                    "its status is \"DONE\", expected one of [SUCCEEDED, FAILED, INTERRUPTED]");
            assertUnreadable(
                    changed("/predicate/runDetails/metadata", node -> node.put("startedOn", "yesterday")), "yesterday");
            assertUnreadable(
                    changed("/predicate/runDetails/metadata", node -> node.put("status", "SUCCEEDED")), "cause");
            assertUnreadable(
                    changed("/predicate/metrics/0", node -> node.put("bits", "7ff8")),
                    "\"7ff8\" is not the 16 hexadecimal digits of a double");
            assertUnreadable(
                    changed("/predicate/resultDigest", node -> node.put("sha256", "00")), "64 lower-case hexadecimal");
            assertUnreadable(
                    changed(
                            "/predicate/buildDefinition/externalParameters/parameters/batch",
                            node -> node.put("value", "many")),
                    "\"many\" is not of type int");
            assertUnreadable(
                    changed(
                            "/predicate/buildDefinition/internalParameters/profile",
                            node -> node.put("threads", 4294967297L)),
                    "its threads is too large");
        }

        @Test
        void refusesAnyFieldOfAnotherType() {
            for (String place : Places.of(ManifestJson.tree(Manifests.full()))) {
                JsonNode original = ManifestJson.tree(Manifests.full()).at(place);
                for (JsonNode other : Places.ONE_OF_EACH_TYPE) {
                    if (!place.isEmpty() && other.getNodeType() != original.getNodeType()) {
                        JsonNode tree = Places.changed(ManifestJson.tree(Manifests.full()), place, node -> other);
                        assertThatThrownBy(() -> ManifestJson.read("m", ManifestJson.print(tree)))
                                .as("%s = %s", place, other)
                                .isInstanceOf(UnreadableException.class)
                                .hasMessageStartingWith("m: ");
                    }
                }
            }
        }

        private void assertNotExact(String json) {
            assertThat(json).isNotEqualTo(FULL);
            assertUnreadable(json, "is not in the exact form of a manifest");
        }

        private void assertUnreadable(String json, String problem) {
            assertThatThrownBy(() -> ManifestJson.read("m", json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining(problem);
        }

        private void assertRefused(String json, String problem) {
            assertThatThrownBy(() -> ManifestJson.read("m", json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("m: " + problem);
        }
    }

    private static String changed(String place, Consumer<ObjectNode> change) {
        return edited(place, node -> {
            change.accept((ObjectNode) node);
            return node;
        });
    }

    private static String changedList(String place, Consumer<ArrayNode> change) {
        return edited(place, node -> {
            change.accept((ArrayNode) node);
            return node;
        });
    }

    private static String edited(String place, UnaryOperator<JsonNode> change) {
        JsonNode tree = Places.changed(ManifestJson.tree(Manifests.full()), place, change);
        return new String(ManifestJson.print(tree), StandardCharsets.US_ASCII);
    }
}
