package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ComparisonTests {
    private static final String DEFINITION = "/predicate/buildDefinition";
    private static final String EXTERNAL = DEFINITION + "/externalParameters";
    private static final String INTERNAL = DEFINITION + "/internalParameters";
    private static final String DEPENDENCIES = DEFINITION + "/resolvedDependencies";

    /** Without the uncontrolled hazard that {@link Manifests#full} has, which is a cause of its own. */
    private static final Manifest CALM = Manifests.changed("/predicate/hazards", list -> {
        ((ArrayNode) list).remove(1);
        return list;
    });

    @Nested
    class Differences {
        @Test
        void areNoneBetweenARunAndItself() {
            assertThat(Comparison.between(Manifests.full(), Manifests.full()))
                    .isEqualTo(new Comparison(
                            Verdict.REPRODUCED,
                            new TreeSet<>(),
                            List.of(),
                            new Comparison.Scope(2, 4, 1, 0, 0, 0),
                            Optional.empty()));
        }

        /** Changes every value there is, one at a time: what is compared is told, once, and what is ignored is not. */
        @Test
        void tellEachChangeAndNothingElse() {
            int compared = 0;
            for (String place : Places.of(ManifestJson.tree(Manifests.full()))) {
                JsonNode before = ManifestJson.tree(Manifests.full()).at(place);
                if (before.isContainerNode() || place.matches(NOT_TO_BE_CHANGED_ALONE)) {
                    continue;
                }
                Manifest changed = Manifests.changed(place, value -> other(place, value));
                List<Difference> there =
                        Comparison.between(Manifests.full(), changed).differences();
                List<Difference> back =
                        Comparison.between(changed, Manifests.full()).differences();
                if (place.matches(IGNORED)) {
                    assertThat(there).as(place).isEmpty();
                } else {
                    assertThat(there).as(place).hasSize(1);
                    Difference difference = there.get(0);
                    assertThat(back)
                            .containsExactly(new Difference(
                                    difference.aspect(),
                                    difference.where(),
                                    difference.actual(),
                                    difference.expected()));
                    assertThat(difference.expected().orElseThrow()).as(place).contains(before.asText());
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(70);
        }

        /** Constants; the kinds of things; the decimal that follows from bits; the status, which goes with a cause. */
        private static final String NOT_TO_BE_CHANGED_ALONE = "/_type|/predicateType|.*/buildType|.*/builder/id"
                + "|/predicate/resultDigest/sha256|.*/parameters/[^/]*/type|/predicate/metrics/[0-9]+/(name|value)|/predicate/series/[0-9]+/(name|[a-z]+/value)"
                + "|/predicate/expectations/[0-9]+/(name|kind|value)"
                + "|.*/dropout/value|.*/(resolvedDependencies|byproducts|subject)/[0-9]+/name|/subject/[0-9]+/name"
                + "|.*/annotations/kind|/predicate/hazards/[0-9]+/(class|line|kind)|.*/metadata/status";

        private static final String IGNORED = "/subject/(0|3)/digest/sha256|" + EXTERNAL + "/name|" + INTERNAL
                + "/profile/(classPath/[0-9]+|workingDirectory)|.*/annotations/path|.*/resolvedDependencies/3/uri"
                + "|.*/metadata/(invocationId|startedOn|finishedOn|interruptions/.*)";

        private static JsonNode other(String place, JsonNode value) {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            if (value.isBoolean()) {
                return nodes.booleanNode(!value.booleanValue());
            } else if (value.isNumber()) {
                return nodes.numberNode(value.longValue() + 1);
            } else if (place.endsWith("sha256")) {
                return nodes.textNode(Sha256.ofUtf8("other").hex());
            } else if (place.endsWith("bits")) {
                String bits = value.textValue();
                return nodes.textNode(bits.substring(0, 15) + (bits.endsWith("0") ? "1" : "0"));
            } else if (place.matches(".*/(startedOn|finishedOn|resumedOn)")) {
                return nodes.textNode("2027-01-01T00:00:00Z");
            } else if (place.endsWith("/treatment")) {
                return nodes.textNode("PINNED");
            } else if (place.endsWith("/seed") || place.endsWith("/big/value")) {
                return nodes.textNode("43");
            }
            return nodes.textNode(value.textValue() + "x");
        }

        @Test
        void tellExpectedFromActual() {
            assertThat(differences(changed(EXTERNAL, node -> node.put("seed", "43"))))
                    .containsExactly(
                            difference(Aspect.SEED, "predicate.buildDefinition.externalParameters.seed", "42", "43"));
            assertThat(Comparison.between(changed(EXTERNAL, node -> node.put("seed", "43")), Manifests.full())
                            .differences())
                    .containsExactly(
                            difference(Aspect.SEED, "predicate.buildDefinition.externalParameters.seed", "43", "42"));
        }

        @Test
        void tellWhatIsMissingAndWhatIsThereBeside() {
            Manifest without = changedList("/subject", list -> list.remove(1));

            assertThat(differences(without))
                    .containsExactly(new Difference(
                            Aspect.OUTPUT,
                            "subject[outputs/labels.txt].digest.sha256",
                            Optional.of(Sha256.ofUtf8("labels").hex()),
                            Optional.empty()));
            assertThat(Comparison.between(without, Manifests.full()).differences())
                    .containsExactly(new Difference(
                            Aspect.OUTPUT,
                            "subject[outputs/labels.txt].digest.sha256",
                            Optional.empty(),
                            Optional.of(Sha256.ofUtf8("labels").hex())));
        }

        @Test
        void tellADependencyOfWhichNothingIsKnownButTheName() {
            Manifest with = changedList(DEPENDENCIES, list -> {
                ObjectNode bare = list.addObject();
                bare.put("name", "bare.jar").putObject("digest");
                bare.putObject("annotations").put("kind", "jar");
            });
            assertThat(differences(with))
                    .containsExactly(new Difference(
                            Aspect.CODE,
                            "predicate.buildDefinition.resolvedDependencies[jar bare.jar].name",
                            Optional.empty(),
                            Optional.of("bare.jar")));
        }

        @Test
        void tellEntriesOfTheSameNameApart() {
            Consumer<ArrayNode> twice = list -> {
                list.add(list.get(2).deepCopy());
                ((ObjectNode) list.get(6).get("digest")).put("dirHash", "11");
            };
            Manifest two = changedList(DEPENDENCIES, twice);
            Manifest other = changedList(DEPENDENCIES, list -> {
                twice.accept(list);
                ((ObjectNode) list.get(6).get("digest")).put("dirHash", "00");
            });
            String place = "predicate.buildDefinition.resolvedDependencies[classes classes#1]";

            assertThat(differences(two))
                    .extracting(Difference::where)
                    .containsExactly(place + ".digest.dirHash", place + ".name");
            assertThat(Comparison.between(two, other).differences())
                    .containsExactly(difference(Aspect.CODE, place + ".digest.dirHash", "11", "00"));
        }

        @Test
        void doNotMistakeANameForAPosition() {
            Manifest numbered = changedList(DEPENDENCIES, list -> {
                list.add(list.get(2).deepCopy());
                list.add(((ObjectNode) list.get(2).deepCopy()).put("name", "classes#1"));
                ((ObjectNode) list.get(6).get("digest")).put("dirHash", "11");
                ((ObjectNode) list.get(7).get("digest")).put("dirHash", "22");
            });
            assertThat(differences(numbered))
                    .extracting(Difference::where)
                    .containsExactly(
                            "predicate.buildDefinition.resolvedDependencies[classes classes#1].digest.dirHash",
                            "predicate.buildDefinition.resolvedDependencies[classes classes#1].name",
                            "predicate.buildDefinition.resolvedDependencies[classes classes\\u00231].digest.dirHash",
                            "predicate.buildDefinition.resolvedDependencies[classes classes\\u00231].name");
        }

        @Test
        void doNotDependOnTheOrderOfNamedEntries() {
            assertThat(differences(changedList("/predicate/metrics", list -> list.add(list.remove(0)))))
                    .isEmpty();
        }

        @Test
        void dependOnTheOrderOfArguments() {
            assertThat(differences(changedList(EXTERNAL + "/arguments", list -> list.insert(0, list.remove(1)))))
                    .containsExactly(
                            difference(
                                    Aspect.PARAMETERS,
                                    "predicate.buildDefinition.externalParameters.arguments[0]",
                                    "--epochs",
                                    "20"),
                            difference(
                                    Aspect.PARAMETERS,
                                    "predicate.buildDefinition.externalParameters.arguments[1]",
                                    "20",
                                    "--epochs"));
        }

        @Test
        void doNotDependOnTheOrderOfAClassPathWhoseFilesHaveNamesOfTheirOwn() {
            assertThat(differences(changedList(DEPENDENCIES, list -> list.insert(2, list.remove(3)))))
                    .isEmpty();
        }

        @Test
        void dependOnTheOrderOfEntriesThatHoldFilesOfOneName() {
            Consumer<ArrayNode> overlap = list -> ((ObjectNode) list.get(2).get("annotations")).put("precedes", "2");
            Manifest ordered = changedList(DEPENDENCIES, overlap);
            Manifest swapped = changedList(DEPENDENCIES, list -> list.insert(2, list.remove(3)));

            assertThat(Comparison.between(ordered, Manifests.full()).differences())
                    .isEmpty();
            assertThat(Comparison.between(ordered, swapped).differences())
                    .containsExactly(difference(
                            Aspect.CODE,
                            "predicate.buildDefinition.resolvedDependencies.order",
                            "classes classes before jar core.jar",
                            "jar core.jar before classes classes"));
            assertThat(Comparison.between(Manifests.full(), swapped).verdict()).isEqualTo(Verdict.REPRODUCED);
        }

        @Test
        void passOverNamesAndPlacesOfTheSameContent() {
            assertThat(differences(changedList(DEPENDENCIES, list -> {
                        ((ObjectNode) list.get(3)).put("name", "renamed.jar").remove("uri");
                        ((ObjectNode) list.get(2)).put("name", "out/production");
                    })))
                    .isEmpty();
        }

        @Test
        void passOverWhatAJvmFindsNothingIn() {
            assertThat(differences(changedList(DEPENDENCIES, list -> {
                        ObjectNode missing = list.addObject();
                        missing.put("name", "gone.jar").putObject("digest");
                        missing.putObject("annotations")
                                .put("kind", "jar")
                                .put("unavailable", "there is no such file or folder");
                        ObjectNode empty = list.addObject();
                        empty.put("name", "empty")
                                .putObject("digest")
                                .put("dirHash", Sha256.ofUtf8("").hex());
                        empty.putObject("annotations").put("kind", "classes");
                        list.add(list.get(3).deepCopy());
                    })))
                    .isEmpty();
        }

        @Test
        void takeAFolderForTheJarThatWasMadeOfIt() {
            Manifest asFolder =
                    changedList(DEPENDENCIES, list -> ((ObjectNode) list.get(2).get("digest")).put("codeHash", "cc"));
            Manifest asJar = changedList(DEPENDENCIES, list -> {
                ObjectNode entry = ((ObjectNode) list.get(2)).put("name", "app.jar");
                entry.putObject("digest").put("sha256", "aa").put("codeHash", "cc");
                ((ObjectNode) entry.get("annotations")).put("kind", "jar");
            });

            assertThat(Comparison.between(asFolder, asJar).differences()).isEmpty();
            assertThat(Comparison.between(asJar, asFolder).differences()).isEmpty();
        }

        /** The same jars in another option, or in another order, do something else. */
        @Test
        void tellWhatOptionsOfTheJvmNameByOptionAndOrder() {
            Manifest agents =
                    changedList(DEPENDENCIES, list -> name(list, "-javaagent:a.jar 11", "-javaagent:b.jar 22"));
            Manifest swapped =
                    changedList(DEPENDENCIES, list -> name(list, "-javaagent:b.jar 22", "-javaagent:a.jar 11"));
            Manifest more = changedList(
                    DEPENDENCIES,
                    list -> name(
                            list,
                            "-javaagent:a.jar 11",
                            "-javaagent:moved.jar 22",
                            "--patch-module=java.base=a.jar 11"));

            assertThat(Comparison.between(agents, agents).differences()).isEmpty();
            assertThat(Comparison.between(agents, swapped).differences())
                    .containsExactly(difference(
                            Aspect.CODE,
                            "predicate.buildDefinition.resolvedDependencies.order",
                            "option -javaagent:a.jar before option -javaagent:b.jar",
                            "option -javaagent:b.jar before option -javaagent:a.jar"));
            String place = "predicate.buildDefinition.resolvedDependencies[option --patch-module=java.base=a.jar].";
            assertThat(Comparison.between(agents, more).differences())
                    .containsExactly(
                            new Difference(Aspect.CODE, place + "digest.sha256", Optional.empty(), Optional.of("11")),
                            new Difference(
                                    Aspect.CODE,
                                    place + "name",
                                    Optional.empty(),
                                    Optional.of("--patch-module=java.base=a.jar")));
        }

        private static void name(ArrayNode dependencies, String... code) {
            for (String each : code) {
                ObjectNode entry = dependencies.addObject();
                entry.put("name", each.split(" ")[0]).putObject("digest").put("sha256", each.split(" ")[1]);
                entry.putObject("annotations").put("kind", "option");
            }
        }

        @Test
        void doNotTakeAnotherJarForAnotherOrder() {
            Manifest before = changedList(DEPENDENCIES, list -> {
                ObjectNode first = list.get(3).deepCopy();
                list.insert(2, first.put("name", "first.jar"));
                ((ObjectNode) first.get("digest")).put("sha256", "11");
            });
            assertThat(differences(before)).extracting(Difference::aspect).containsOnly(Aspect.CODE);
            assertThat(differences(before))
                    .extracting(Difference::where)
                    .allMatch(where -> where.contains("[jar first.jar]"));
        }

        @Test
        void tellOptionsOfTheJvmByWhatTheySetAndTheirOrder() {
            String options = INTERNAL + "/profile/jvmOptions";
            String place = "predicate.buildDefinition.internalParameters.profile.jvmOptions";

            assertThat(differences(changedList(options, list -> list.insert(0, "-XX:+UseSerialGC"))))
                    .containsExactly(new Difference(
                            Aspect.ENVIRONMENT,
                            place + "[-XX:UseSerialGC]",
                            Optional.empty(),
                            Optional.of("-XX:+UseSerialGC")));
            assertThat(differences(changedList(options, list -> list.insert(0, "-Dreprorun.parameter.rate=0.2"))))
                    .extracting(Difference::aspect)
                    .containsExactly(Aspect.PARAMETERS);
            assertThat(differences(
                            changedList(options, list -> list.set(0, JsonNodeFactory.instance.textNode("-Xmx2g")))))
                    .containsExactly(difference(Aspect.RESOURCE, place + "[-Xmx]", "-Xmx1g", "-Xmx2g"));
            assertThat(differences(changedList(options, list -> list.insert(0, list.remove(1)))))
                    .containsExactly(difference(
                            Aspect.ENVIRONMENT,
                            place + ".order",
                            "-Xmx before -Dfile.encoding",
                            "-Dfile.encoding before -Xmx"));
        }

        @Test
        void tellAnEmptyArgumentFromNone() {
            assertThat(differences(changedList(EXTERNAL + "/arguments", list -> list.add(""))))
                    .containsExactly(new Difference(
                            Aspect.PARAMETERS,
                            "predicate.buildDefinition.externalParameters.arguments[4]",
                            Optional.empty(),
                            Optional.of("")));
        }

        @Test
        void tellAParameterOfAnotherType() {
            assertThat(differences(changed(
                            EXTERNAL + "/parameters/batch",
                            node -> node.put("type", "long").put("value", "32"))))
                    .containsExactly(difference(
                            Aspect.PARAMETERS,
                            "predicate.buildDefinition.externalParameters.parameters.batch.type",
                            "int",
                            "long"));
        }

        @Test
        void comeWithCausesBeforeEffectsAndByPlace() {
            Manifest other = Manifests.changed("", tree -> {
                ((ObjectNode) tree.at("/predicate/metrics/3")).put("bits", "3fec000000000001");
                ((ObjectNode) tree.at("/predicate/metrics/1")).put("bits", "3fec000000000001");
                ((ObjectNode) tree.at(DEPENDENCIES + "/3/digest")).put("sha256", "00");
                ((ObjectNode) tree.at(DEPENDENCIES + "/0/digest")).put("sha256", "00");
                ((ObjectNode) tree.at(EXTERNAL)).put("seed", "43");
                ((ObjectNode) tree.at("/subject/1/digest")).put("sha256", "0".repeat(64));
                return tree;
            });
            assertThat(differences(other))
                    .extracting(Difference::toString)
                    .containsExactly(
                            "CODE predicate.buildDefinition.resolvedDependencies[jar core.jar].digest.sha256: expected "
                                    + Sha256.ofUtf8("core") + ", actual 00",
                            "DATA predicate.buildDefinition.resolvedDependencies[input claims].digest.sha256: expected "
                                    + Sha256.ofUtf8("claims") + ", actual 00",
                            "SEED predicate.buildDefinition.externalParameters.seed: expected 42, actual 43",
                            "OUTPUT subject[outputs/labels.txt].digest.sha256: expected " + Sha256.ofUtf8("labels")
                                    + ", actual " + "0".repeat(64),
                            "METRIC predicate.metrics[loss].value: expected 0.1 (bits 3fb999999999999a),"
                                    + " actual 0.8750000000000001 (bits 3fec000000000001)",
                            "METRIC predicate.metrics[recall].value: expected 0.875 (bits 3fec000000000000),"
                                    + " actual 0.8750000000000001 (bits 3fec000000000001)");
        }

        @Test
        void doNotExistWhereNothingDiffers() {
            assertThatThrownBy(() -> difference(Aspect.SEED, "here", "1", "1"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("here does not differ: Optional[1]");
        }
    }

    @Nested
    class Metrics {
        @Test
        void differInAnyBit() {
            assertThat(values(0.1, Math.nextUp(0.1)))
                    .containsExactly(difference(
                            Aspect.METRIC,
                            "predicate.metrics[m].value",
                            "0.1 (bits 3fb999999999999a)",
                            "0.10000000000000002 (bits 3fb999999999999b)"));
        }

        @Test
        void areTheSameIfBothAreTheSameNan() {
            assertThat(values(Double.NaN, Double.NaN)).isEmpty();
        }

        @Test
        void differIfTheyAreNansOfOtherBits() {
            assertThat(values(Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L)))
                    .containsExactly(difference(
                            Aspect.METRIC,
                            "predicate.metrics[m].value",
                            "NaN (bits 7ff8000000000000)",
                            "NaN (bits 7ff8000000000001)"));
        }

        @Test
        void differIfOneIsNegativeZero() {
            assertThat(values(0.0, -0.0))
                    .containsExactly(difference(
                            Aspect.METRIC,
                            "predicate.metrics[m].value",
                            "0 (bits 0000000000000000)",
                            "-0.0 (bits 8000000000000000)"));
        }

        private List<Difference> values(double expected, double actual) {
            return Comparison.between(metrics(new Metric("m", expected)), metrics(new Metric("m", actual)))
                    .differences();
        }

        private Manifest metrics(Metric metric) {
            return Manifests.withMetrics(Manifests.full(), List.of(metric));
        }
    }

    @Nested
    class TheVerdict {
        @Test
        void isReproducedIfOnlyWhatItCostDiffers() {
            assertThat(calmWith("/predicate/resources", node -> node.put("cpuSeconds", "99")))
                    .isEqualTo(new Comparison(
                            Verdict.REPRODUCED,
                            new TreeSet<>(),
                            List.of(difference(Aspect.RESOURCE, "predicate.resources.cpuSeconds", "12.5", "99")),
                            new Comparison.Scope(2, 4, 1, 0, 0, 0),
                            Optional.empty()));
        }

        @Test
        void isReproducedWhateverBroughtTheSameResultAbout() {
            Comparison comparison = calmWith(DEPENDENCIES + "/3/digest", node -> node.put("sha256", "00"));

            assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
            assertThat(comparison.causes()).isEmpty();
            assertThat(comparison.differences()).extracting(Difference::aspect).containsExactly(Aspect.CODE);
        }

        @Test
        void isDivergedIfAnOutputDiffersAndNamesWhatMayHaveDoneIt() {
            Comparison comparison = calmWith("", tree -> {
                ((ObjectNode) tree.at("/subject/1/digest")).put("sha256", "0".repeat(64));
                ((ObjectNode) tree.at(DEPENDENCIES + "/4/digest")).put("sha256", "00");
                ((ObjectNode) tree.at(INTERNAL + "/environment/jvm.vendor")).put("value", "Other");
            });
            assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
            assertThat(comparison.causes()).containsExactly(Aspect.ENVIRONMENT, Aspect.NUMERICS);
        }

        @Test
        void isDivergedIfAMetricDiffers() {
            assertThat(calmWith("/predicate/metrics/0", node -> node.put("bits", "7ff8000000000001"))
                            .verdict())
                    .isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void isDivergedIfWhatItMadeBesideFilesDiffers() {
            assertThat(calmWith("/predicate/runDetails/byproducts/0/digest", node -> node.put("sha256", "00"))
                            .verdict())
                    .isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void isDivergedIfItEndedOtherwise() {
            assertThat(calmWith("/predicate/runDetails/metadata", node -> {
                                node.put("status", "SUCCEEDED");
                                node.remove("cause");
                            })
                            .verdict())
                    .isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void isDivergedIfItWasGivenSomethingElseThoughTheOutputsAreTheSame() {
            assertThat(calmWith(EXTERNAL, node -> node.put("seed", "43")).verdict())
                    .isEqualTo(Verdict.DIVERGED);
            assertThat(calmWith(DEPENDENCIES + "/0/digest", node -> node.put("sha256", "00"))
                            .verdict())
                    .isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void doesNotBlameAnotherCommitOfTheSameClasses() {
            Comparison comparison = calmWith("", tree -> {
                ((ObjectNode) tree.at("/subject/1/digest")).put("sha256", "0".repeat(64));
                ((ObjectNode) tree.at(DEPENDENCIES + "/5/digest")).put("gitCommit", "00");
            });

            assertThat(comparison.causes()).containsExactly(Aspect.NONDETERMINISM);
            assertThat(comparison.differences()).extracting(Difference::aspect).contains(Aspect.CODE);
        }

        @Test
        void blamesNondeterminismIfNothingElseDiffers() {
            assertThat(calmWith("/subject/1/digest", node -> node.put("sha256", "0".repeat(64)))
                            .causes())
                    .containsExactly(Aspect.NONDETERMINISM);
        }

        @Test
        void suspectsAnUncontrolledHazardBesideOtherCauses() {
            Manifest other = Manifests.changed("", tree -> {
                ((ObjectNode) tree.at("/subject/1/digest")).put("sha256", "0".repeat(64));
                ((ObjectNode) tree.at(EXTERNAL)).put("seed", "43");
                return tree;
            });
            assertThat(Comparison.between(Manifests.full(), other).causes())
                    .containsExactly(Aspect.SEED, Aspect.NONDETERMINISM);
            assertThat(Comparison.between(other, Manifests.full()).causes())
                    .containsExactly(Aspect.SEED, Aspect.NONDETERMINISM);
        }

        private Comparison calmWith(String place, Consumer<ObjectNode> change) {
            Manifest changed = Manifests.changed("", tree -> {
                ((ArrayNode) tree.at("/predicate/hazards")).remove(1);
                change.accept((ObjectNode) tree.at(place));
                return tree;
            });
            return Comparison.between(CALM, changed);
        }
    }

    private static Manifest changed(String place, Consumer<ObjectNode> change) {
        return Manifests.changed(place, node -> {
            change.accept((ObjectNode) node);
            return node;
        });
    }

    private static Manifest changedList(String place, Consumer<ArrayNode> change) {
        return Manifests.changed(place, node -> {
            change.accept((ArrayNode) node);
            return node;
        });
    }

    private static List<Difference> differences(Manifest actual) {
        return new ArrayList<>(Comparison.between(Manifests.full(), actual).differences());
    }

    private static Difference difference(Aspect aspect, String where, String expected, String actual) {
        return new Difference(aspect, where, Optional.of(expected), Optional.of(actual));
    }
}
