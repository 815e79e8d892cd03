package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.github.reprorun.numerics.NumericsProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the published schema accepts and what it refuses: each refusal is a valid manifest with one named change. */
class TrainingRunSchemaTests {
    private static final String DEFINITION = "/predicate/buildDefinition";
    private static final String EXTERNAL = DEFINITION + "/externalParameters";
    private static final String INTERNAL = DEFINITION + "/internalParameters";

    /** Maps whose entries have names of the user's own, as regular expressions over JSON pointers. */
    private static final String MAPS = String.join(
            "|",
            EXTERNAL + "/parameters",
            INTERNAL + "/(profile/environment|streams|unpinned|environment)",
            "(" + DEFINITION + "/resolvedDependencies|/predicate/runDetails/byproducts)/[0-9]+/(digest|annotations)",
            "/predicate/runDetails/builder/version",
            "/predicate/resources",
            "/predicate/labels");

    /** Fields that a valid manifest may lack. */
    private static final String OPTIONAL =
            "(.*/(resolvedDependencies|byproducts)/[0-9]+/uri" + "|/predicate/(critical|parent|labels))";

    /** Places that hold a number or text. */
    private static final String NUMBER_OR_NAME_OF_ONE =
            "(/predicate/(metrics|expectations)/[0-9]+|/predicate/series/[0-9]+/[a-z]+|" + EXTERNAL
                    + "/parameters/dropout)/value";

    private static final JsonNode FULL = ManifestJson.tree(Manifests.full());

    @Nested
    class Accepting {
        @Test
        void acceptsAManifestWithEveryField() {
            TrainingRunSchema.assertValid(ManifestJson.write(Manifests.full()));
            TrainingRunSchema.assertValid(ManifestJson.write(Manifests.succeeded()));
        }

        @Test
        void acceptsAManifestWithAFieldOfANewerVersionAnywhere() {
            List<Mutant> mutants = new ArrayList<>();
            for (String place : Places.of(FULL)) {
                if (FULL.at(place).isObject() && !place.matches(MAPS)) {
                    mutants.add(another(place, "extra", "x"));
                }
            }
            assertThat(mutants)
                    .hasSizeGreaterThan(30)
                    .allSatisfy(mutant -> assertThat(TrainingRunSchema.problems(mutant.manifest()))
                            .as(mutant.toString())
                            .isEmpty());
        }

        /** A field that is added to the schema has to be added to the manifest that all these tests change. */
        @Test
        void isTestedWithEveryFieldItHas() {
            List<String> places = Places.of(FULL);
            for (String field : SchemaFields.innermost()) {
                String place = "/"
                        + field.replace("[]", "/[0-9]+").replace(".*", "/[^/]+").replace(".", "/");
                assertThat(places).as(field).anyMatch(each -> each.matches(place));
            }
        }

        @Test
        void namesTheProfilesThatThereAre() {
            List<String> names = new ArrayList<>();
            TrainingRunSchema.tree()
                    .at("/$defs/profile/properties/name/enum")
                    .forEach(name -> names.add(name.asText()));
            assertThat(names)
                    .containsExactlyElementsOf(Stream.concat(labels(), Stream.of(PinnedProfile.NONE))
                            .toList());
        }

        private Stream<String> labels() {
            return Stream.of(NumericsProfile.values()).map(NumericsProfile::label);
        }

        @Test
        void isItselfASchema() {
            JsonSchema draft = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

            assertThat(draft.validate(TrainingRunSchema.tree())).isEmpty();
        }
    }

    @Nested
    class Refusing {
        @Test
        void refusesAManifestWithoutAnyOneOfItsFields() {
            assertThat(mutants((parent, name) -> without(parent, name)))
                    .hasSizeGreaterThan(60)
                    .allSatisfy(Mutant::assertRefused);
        }

        @Test
        void refusesAManifestWithAnyOneOfItsFieldsRenamed() {
            assertThat(mutants((parent, name) -> renamed(parent, name)))
                    .hasSizeGreaterThan(60)
                    .allSatisfy(Mutant::assertRefused);
        }

        @Test
        void refusesTwoStatementsThatExcludeEachOther() {
            assertThat(Stream.of(
                            another(EXTERNAL + "/entryPoint/mainClass", "unavailable", "why"),
                            another(INTERNAL + "/environment/nvidia.driver", "value", "12"),
                            another(EXTERNAL + "/parameters/name", "bits", "3fe0000000000000"),
                            another("/predicate/expectations/2", "bits", "3fe0000000000000"),
                            another("/predicate/expectations/2", "value", "0.5")))
                    .allSatisfy(Mutant::assertRefused);
        }

        @Test
        void refusesAnyValueOfAnotherType() {
            List<Mutant> mutants = new ArrayList<>();
            for (String place : Places.of(FULL)) {
                JsonNode original = FULL.at(place);
                for (JsonNode other : Places.ONE_OF_EACH_TYPE) {
                    boolean sameType = original.getNodeType() == other.getNodeType();
                    if (!place.isEmpty() && !sameType && !(place.matches(NUMBER_OR_NAME_OF_ONE) && other.isNumber())) {
                        mutants.add(mutant(place, node -> other));
                    }
                }
            }
            assertThat(mutants).hasSizeGreaterThan(600).allSatisfy(Mutant::assertRefused);
        }

        @Test
        void refusesValuesOfTheRightTypeThatAreNone() {
            assertThat(Stream.of(
                            text("/_type", "https://in-toto.io/Statement/v0.1"),
                            text("/predicateType", "https://slsa.dev/provenance/v1"),
                            text("/subject/0/name", "/etc/passwd"),
                            text("/subject/0/name", "a\\b"),
                            text("/subject/0/name", "a\nb"),
                            text("/subject/0/name", ""),
                            text("/subject/0/name", "manifest.json"),
                            text("/subject/0/digest/sha256", "00"),
                            text("/subject/0/digest/sha256", "A".repeat(64)),
                            text(DEFINITION + "/buildType", "x"),
                            text(EXTERNAL + "/name", "a/b"),
                            text(EXTERNAL + "/seed", "0"),
                            text(EXTERNAL + "/seed", "0x2a"),
                            text(EXTERNAL + "/parameters/batch/type", "short"),
                            text(EXTERNAL + "/parameters/big/value", "1e3"),
                            text(EXTERNAL + "/parameters/dropout/bits", "3FE0000000000000"),
                            text(EXTERNAL + "/parameters/dropout/value", "nan"),
                            text(INTERNAL + "/profile/name", "fast"),
                            text(INTERNAL + "/streams/shuffle", "0"),
                            number(INTERNAL + "/profile/threads", 0),
                            text(DEFINITION + "/resolvedDependencies/0/digest/sha256", "XYZ"),
                            text(DEFINITION + "/resolvedDependencies/0/name", " "),
                            text("/predicate/runDetails/builder/id", "x"),
                            text("/predicate/runDetails/metadata/invocationId", "../x"),
                            text("/predicate/runDetails/metadata/startedOn", "2026-01-02 03:04:05"),
                            text("/predicate/runDetails/metadata/finishedOn", "2026-01-02T03:04:05+01:00"),
                            text("/predicate/runDetails/metadata/status", "SUCCEEDED"),
                            text("/predicate/runDetails/metadata/status", "DONE"),
                            text("/predicate/critical/0", " "),
                            text("/predicate/parent/kind", "a study"),
                            text("/predicate/parent/digest/sha256", "00"),
                            text("/predicate/labels/team", "a\nb"),
                            text("/predicate/labels/team", "x".repeat(1001)),
                            another("/predicate/labels", "a b", "x"),
                            text("/predicate/metrics/0/bits", "0"),
                            text("/predicate/metrics/0/name", ""),
                            number("/predicate/series/0/count", 0),
                            text("/predicate/series/0/name", " "),
                            text("/predicate/series/0/first/bits", "0"),
                            number("/predicate/series/0/last/step", 1.5),
                            text("/predicate/series/0/digest/sha256", "00"),
                            text("/predicate/expectations/0/kind", "about"),
                            text("/predicate/expectations/0/kind", "mayDiffer"),
                            text("/predicate/expectations/0/name", " "),
                            text("/predicate/expectations/2/name", "plots"),
                            text("/predicate/expectations/2/kind", "within"),
                            number("/predicate/hazards/0/count", 0),
                            text("/predicate/hazards/0/treatment", "IGNORED")))
                    .allSatisfy(Mutant::assertRefused);
        }

        @Test
        void refusesASubjectTwice() {
            mutant("/subject", node -> ((ArrayNode) node).add(node.get(0).deepCopy()))
                    .assertRefused();
        }

        private Mutant text(String place, String value) {
            return mutant(place, node -> JsonNodeFactory.instance.textNode(value));
        }

        private Mutant number(String place, double value) {
            return mutant(place, node -> JsonNodeFactory.instance.numberNode(value));
        }

        private ObjectNode without(ObjectNode parent, String name) {
            ObjectNode node = parent.deepCopy();
            node.remove(name);
            return node;
        }

        private ObjectNode renamed(ObjectNode parent, String name) {
            ObjectNode node = without(parent, name);
            node.set(name + "x", parent.get(name));
            return node;
        }
    }

    private static Mutant another(String place, String name, String value) {
        return mutant(place, node -> ((ObjectNode) node).put(name, value));
    }

    private record Mutant(String place, JsonNode manifest) {
        void assertRefused() {
            assertThat(TrainingRunSchema.problems(manifest)).as(toString()).isNotEmpty();
        }

        @Override
        public String toString() {
            return place + " = " + manifest.at(place);
        }
    }

    /** One mutant for each field that must be there. */
    private static List<Mutant> mutants(BiFunction<ObjectNode, String, ObjectNode> change) {
        List<Mutant> mutants = new ArrayList<>();
        for (String place : Places.of(FULL)) {
            JsonNode node = FULL.at(place);
            if (!node.isObject() || place.matches(MAPS)) {
                continue;
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!(place + "/" + field.getKey()).matches(OPTIONAL)) {
                    mutants.add(mutant(place, parent -> change.apply((ObjectNode) parent, field.getKey())));
                }
            }
        }
        return mutants;
    }

    private static Mutant mutant(String place, UnaryOperator<JsonNode> change) {
        return new Mutant(place, Places.changed(FULL.deepCopy(), place, change));
    }
}
