package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Fields of a newer version are kept, named and ignored; what must be understood is not ignored. */
class UnknownFieldTests {
    /** Objects whose fields have names of the run's own: none of them is unknown. */
    private static final Set<String> MAPS = Set.of(
            "predicate.buildDefinition.externalParameters.parameters",
            "predicate.buildDefinition.internalParameters.profile.environment",
            "predicate.buildDefinition.internalParameters.streams",
            "predicate.buildDefinition.internalParameters.unpinned",
            "predicate.buildDefinition.internalParameters.environment",
            "predicate.buildDefinition.resolvedDependencies[].digest",
            "predicate.buildDefinition.resolvedDependencies[].annotations",
            "predicate.runDetails.byproducts[].digest",
            "predicate.runDetails.byproducts[].annotations",
            "predicate.runDetails.builder.version",
            "predicate.labels",
            "predicate.resources");

    @Group
    class Keeping {
        @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
        void anyFieldOfAnyObjectIsKeptNamedAndIgnored(
                @ForAll(supplier = ManifestSupplier.class) Manifest manifest,
                @ForAll("names") String name,
                @ForAll(supplier = JsonValues.class) JsonNode value,
                @ForAll @IntRange(max = 1000) int object,
                @ForAll @IntRange(max = 10) int position) {
            JsonNode tree = ManifestJson.tree(manifest);
            List<Place> objects = objects(tree);
            Place place = objects.get(object % objects.size());
            Assume.that(!place.object().has(name));
            insert(place.object(), position, name, value);
            byte[] json = ManifestJson.print(tree);

            Manifest read = ManifestJson.read("m", json);

            assertThat(read.with(manifest.newer())).isEqualTo(manifest);
            assertThat(read).isNotEqualTo(manifest);
            assertThat(read.newer().places()).containsExactly(place.below(name));
            assertThat(ManifestJson.write(read)).isEqualTo(json);
            assertThat(ManifestJson.understoodTree(read)).isEqualTo(ManifestJson.tree(manifest));
            TrainingRunSchema.assertValid(json);
        }

        @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
        void aFieldInEveryObjectIsKept(
                @ForAll(supplier = ManifestSupplier.class) Manifest manifest,
                @ForAll @IntRange(max = 10) int position,
                @ForAll(supplier = JsonValues.class) JsonNode value) {
            JsonNode tree = ManifestJson.tree(manifest);
            List<Place> objects = objects(tree);
            objects.forEach(place -> insert(place.object(), position, "new/~", value));
            objects.forEach(place -> insert(place.object(), position + 1, "newer", value));
            byte[] json = ManifestJson.print(tree);

            Manifest read = ManifestJson.read("m", json);

            assertThat(read.newer().unknown()).hasSize(2 * objects.size());
            assertThat(read.with(manifest.newer())).isEqualTo(manifest);
            assertThat(ManifestJson.write(read)).isEqualTo(json);
        }

        @Example
        void namesEachFieldAsTheDocumentationWould() {
            JsonNode tree = ManifestJson.tree(Manifests.full());
            for (String pointer : List.of(
                    "",
                    "/subject/1/digest",
                    "/predicate",
                    "/predicate/buildDefinition/externalParameters/parameters/batch",
                    "/predicate/buildDefinition/internalParameters/environment/nd4j.blas.core",
                    "/predicate/runDetails/metadata/interruptions/0",
                    "/predicate/metrics/0",
                    "/predicate/metrics/1")) {
                ((ObjectNode) tree.at(pointer)).putObject("mood").put("of", 1);
            }
            NewerFields newer = ManifestJson.read("m", ManifestJson.print(tree)).newer();

            assertThat(newer.places())
                    .containsExactly(
                            "mood",
                            "predicate.buildDefinition.externalParameters.parameters.*.mood",
                            "predicate.buildDefinition.internalParameters.environment.*.mood",
                            "predicate.metrics[].mood",
                            "predicate.mood",
                            "predicate.runDetails.metadata.interruptions[].mood",
                            "subject[].digest.mood");
            assertThat(newer.unknown())
                    .hasSize(8)
                    .contains(new NewerFields.Field(
                            "/subject/1/digest", 1, "mood", "subject[].digest.mood", "{\"of\":1}"));
        }

        @Provide
        Arbitrary<String> names() {
            return JsonValues.name().map(name -> "x-" + name);
        }
    }

    @Group
    class Refusing {
        /** What this version knows cannot pass for a field that it does not know. */
        @Example
        void refusesKnownFieldsWhereTheyDoNotBelong() {
            assertNotExact("/predicate/buildDefinition/externalParameters/entryPoint/mainClass", "unavailable");
            assertNotExact("/predicate/buildDefinition/internalParameters/environment/jvm.vendor", "unavailable");
            assertNotExact("/predicate/buildDefinition/externalParameters/parameters/batch", "bits");
            assertNotExact("/predicate/expectations/2", "value");
            assertRefused(
                    edited("/predicate/buildDefinition/resolvedDependencies/0", node -> node.put("uri", "")),
                    "is not in the exact form of a manifest (written by {repro-core=0.1.0, repro-dl4j=0.1.0}): it was"
                            + " edited, or made by another version");
        }

        @Example
        void refusesAMisspeltFieldThatMustBeThere() {
            assertRefused(
                    edited("/predicate", node -> node.set("hazard", node.remove("hazards"))),
                    "is not a manifest of a run: it has no hazards");
        }

        @Example
        void refusesAFieldOfANewerVersionTwice() {
            String once = edited("/predicate", node -> node.put("mood", 1));

            assertRefused(
                    once.replace("    \"mood\": 1", "    \"mood\": 1,\n    \"mood\": 1"),
                    "is not JSON: Duplicate field 'mood'");
        }

        @Example
        void refusesOtherFormsInAFieldOfANewerVersion() {
            String json = edited("/predicate", node -> node.put("mood", 10));
            for (String other : List.of("1e1", "10.0E0", "1E1", "-0", " 10", "\"\\u0061\"", "\"\u00fc\"", "\"\\/\"")) {
                assertThatThrownBy(() -> read(json.replace("\"mood\": 10", "\"mood\": " + other)))
                        .as(other)
                        .isInstanceOf(UnreadableException.class)
                        .hasMessageContaining("exact form");
            }
        }

        @Example
        void refusesNumbersThatNoDoubleHolds() {
            String json = edited("/predicate", node -> node.putArray("mood").add(10));

            assertRefused(
                    json.replace("10\n    ]", "1E+400\n    ]"),
                    "is not a manifest of a run: its predicate.mood has a number that no double can hold");
            assertThatThrownBy(() -> read(json.replace("10\n    ]", "9".repeat(2000) + "\n    ]")))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith("m: is not JSON: ");
        }
    }

    @Group
    class Critical {
        @Example
        void isRefusedWithTheNamesAndTheVersionThatWroteThem() {
            String json = critical("predicate.labels", "predicate.stages", "subject[].digest.blake3");

            NotUnderstoodException failure = catchThrowableOfType(NotUnderstoodException.class, () -> read(json));

            assertThat(failure)
                    .hasMessage("m: expected nothing critical that this version does not understand, found"
                            + " predicate.stages, subject[].digest.blake3, written by repro-core 0.1.0, repro-dl4j"
                            + " 0.1.0");
            assertThat(failure.names()).containsExactly("predicate.stages", "subject[].digest.blake3");
            assertThat(failure.writer()).isEqualTo("repro-core 0.1.0, repro-dl4j 0.1.0");
            assertThat(failure.refusal()).hasMessage(failure.getMessage());
        }

        /** Whatever else the newer version changed, what is told is that it must be understood. */
        @Example
        void isToldBeforeAnythingElseIsBelieved() {
            String json =
                    critical("predicate.hazards").replace("\"hazards\": [", "\"hazards\": \"elsewhere\", \"x\": [");

            assertThatThrownBy(() -> read(json)).isInstanceOf(NotUnderstoodException.class);
        }

        @Example
        void isReadIfEachNameIsUnderstood() {
            Manifest manifest = Manifests.full();
            Manifest both = manifest.with(new NewerFields(new TreeSet<>(NewerFields.UNDERSTOOD), List.of()));

            assertThat(ManifestJson.read("m", ManifestJson.write(both)).newer().critical())
                    .containsExactly("predicate.labels", "predicate.parent");
        }

        @Example
        void isRefusedInAnyOtherForm() {
            assertRefused(
                    edited("/predicate", node -> node.put("critical", "predicate.labels")),
                    "is not a manifest of a run: its critical is not a list");
            assertRefused(critical(), "is not a manifest of a run: its critical is empty, instead of absent");
            assertRefused(
                    critical("predicate.labels", "predicate.labels"),
                    "is not a manifest of a run: its critical has a name twice: predicate.labels");
            assertRefused(
                    edited("/predicate", node -> node.putArray("critical").add(1)),
                    "is not a manifest of a run: its critical is not text");
            assertRefused(
                    critical(" "), "is not a manifest of a run: critical: expected names of fields, found a blank one");
            assertThatThrownBy(() -> read(critical("predicate.parent", "predicate.labels")))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("exact form");
        }

        @Example
        void isRefusedIfAFieldIsMissingThatIsUnderstood() {
            assertRefused(
                    edited("/predicate", node -> node.remove("labels")),
                    "is not a manifest of a run: its critical names predicate.labels, which it does not have");
        }

        private String critical(String... names) {
            return edited("/predicate", node -> {
                var list = node.putArray("critical");
                List.of(names).forEach(list::add);
            });
        }
    }

    private static void assertNotExact(String object, String field) {
        assertRefused(
                edited(object, node -> node.put(field, "1")),
                "is not in the exact form of a manifest (written by {repro-core=0.1.0, repro-dl4j=0.1.0}): it was edited,"
                        + " or made by another version");
    }

    private static void assertRefused(String json, String problem) {
        ThrowingCallable reading = () -> read(json);
        assertThatThrownBy(reading).isInstanceOf(UnreadableException.class).hasMessage("m: " + problem);
    }

    private static Manifest read(String json) {
        return ManifestJson.read("m", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String edited(String pointer, Consumer<ObjectNode> change) {
        JsonNode tree = ManifestJson.tree(Manifests.full());
        change.accept((ObjectNode) tree.at(pointer));
        return new String(ManifestJson.print(tree), StandardCharsets.US_ASCII);
    }

    private static void insert(ObjectNode object, int position, String name, JsonNode value) {
        Map<String, JsonNode> before = new LinkedHashMap<>();
        object.properties().forEach(field -> before.put(field.getKey(), field.getValue()));
        object.removeAll();
        before.forEach((key, each) -> {
            if (object.size() == position) {
                object.set(name, value);
            }
            object.set(key, each);
        });
        if (!object.has(name)) {
            object.set(name, value);
        }
    }

    /** The objects of {@code tree} that are no maps. */
    private static List<Place> objects(JsonNode tree) {
        List<Place> objects = new ArrayList<>();
        collect(tree, "", objects);
        return objects;
    }

    private static void collect(JsonNode node, String name, List<Place> objects) {
        if (node instanceof ObjectNode object && !MAPS.contains(name)) {
            objects.add(new Place(object, name));
        }
        node.properties()
                .forEach(field ->
                        collect(field.getValue(), below(name, MAPS.contains(name) ? "*" : field.getKey()), objects));
        if (node.isArray()) {
            node.forEach(entry -> collect(entry, name + "[]", objects));
        }
    }

    private static String below(String name, String field) {
        return name.isEmpty() ? field : name + "." + field;
    }

    private record Place(ObjectNode object, String name) {
        String below(String field) {
            return UnknownFieldTests.below(name, field);
        }
    }
}
