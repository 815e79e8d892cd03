package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Expectation.Kind;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What was declared beforehand allows, and what it does not. */
class TolerancesTests {
    private static final String RECALL = "/predicate/metrics/3";
    private static final String LABELS = "/subject/1/digest";
    private static final String MODEL = "/subject/2/digest";
    private static final String PARAMETERS = "/predicate/runDetails/byproducts/0/digest";

    @Nested
    class AMetric {
        @Test
        void isWithinToleranceUpToTheBoundAsTheDecimalsAreWritten() {
            Comparison comparison = compare(recallOf(0.88), within("recall", 0.005));

            assertThat(comparison.verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
            assertThat(comparison.differences())
                    .extracting(Difference::toString)
                    .containsExactly("METRIC predicate.metrics[recall].value: expected 0.875 (bits 3fec000000000000),"
                            + " actual 0.88 (bits 3fec28f5c28f5c29) (off by 0.005, within 0.005)");
            assertThat(comparison.causes()).containsExactly(Aspect.NONDETERMINISM);
        }

        @Test
        void divergesBeyondTheBoundAndSaysByHowMuch() {
            Comparison comparison = compare(recallOf(0.8801), within("recall", 0.005));

            assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
            assertThat(comparison.differences().get(0).allowance())
                    .contains(new Difference.Allowance(false, "off by 0.0051, not within 0.005"));
        }

        @Test
        void isMeasuredBothWays() {
            assertThat(verdict(recallOf(0.87), within("recall", 0.005))).isEqualTo(Verdict.WITHIN_TOLERANCE);
            assertThat(verdict(recallOf(0.8699), within("recall", 0.005))).isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void canBeToleratedRelativelyToWhatWasRecorded() {
            Expectation tenth = Expectation.of("recall", Kind.WITHIN_RELATIVE, 0.1);

            assertThat(compare(recallOf(0.9625), tenth).differences().get(0).allowance())
                    .contains(new Difference.Allowance(true, "off by 0.0875, relatively within 0.1"));
            assertThat(verdict(recallOf(0.9626), tenth)).isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void hasToBeWithinAllThatWasDeclaredOfIt() {
            Expectation relative = Expectation.of("recall", Kind.WITHIN_RELATIVE, 0.1);

            Comparison comparison = compare(recallOf(0.88), relative, within("recall", 0.001));

            assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
            assertThat(comparison.differences().get(0).allowance())
                    .contains(new Difference.Allowance(
                            false, "off by 0.005, relatively within 0.1; off by 0.005, not within 0.001"));
        }

        @Test
        void isNotToleratedUnderTheNameOfAnother() {
            assertThat(verdict(recallOf(0.8751), within("loss", 1))).isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void isNotToleratedWhereOneRunHasNone() {
            Consumer<JsonNode> without = tree -> ((ArrayNode) tree.at("/predicate/metrics")).remove(3);

            assertThat(verdict(without, within("recall", 1))).isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void isNoNumberWithinAnything() {
            for (double other : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThat(compare(recallOf(other), within("recall", 1e300))
                                .differences()
                                .get(0)
                                .allowance())
                        .contains(new Difference.Allowance(false, "not within 1e+300: a value is not a finite number"));
            }
        }

        @Test
        void isTheSameZeroWithinNothing() {
            Consumer<JsonNode> zero = tree -> putValue(tree, "/predicate/metrics/2", 0.0);

            assertThat(verdict(zero, within("margin", 0))).isEqualTo(Verdict.WITHIN_TOLERANCE);
            assertThat(verdict(zero, within("recall", 0))).isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void isNotToleratedByWhatTheRunItselfHasToReach() {
            assertThat(verdict(recallOf(0.88), Expectation.of("recall", Kind.AT_LEAST, 0.8)))
                    .isEqualTo(Verdict.DIVERGED);
        }
    }

    @Nested
    class ADeclaration {
        @Test
        void countsOnlyIfBothRunsMadeIt() {
            Manifest with = Manifests.withExpectations(changed(tree -> {}), within("recall", 0.005));
            Manifest wider = Manifests.withExpectations(changed(recallOf(0.88)), within("recall", 0.01));
            Manifest without = Manifests.withExpectations(changed(recallOf(0.88)));

            for (Manifest other : new Manifest[] {wider, without}) {
                assertThat(Comparison.between(with, other).verdict()).isEqualTo(Verdict.DIVERGED);
                assertThat(Comparison.between(other, with).verdict()).isEqualTo(Verdict.DIVERGED);
            }
            assertThat(Comparison.between(with, wider).differences())
                    .extracting(Difference::toString)
                    .startsWith("EXPECTATION predicate.expectations[within recall].value:"
                            + " expected 0.005 (bits 3f747ae147ae147b), actual 0.01 (bits 3f847ae147ae147b)");
        }

        @Test
        void isToldWhereOnlyOneRunMadeItThoughTheResultIsTheSame() {
            Comparison comparison = Comparison.between(
                    Manifests.withExpectations(Manifests.full()),
                    Manifests.withExpectations(Manifests.full(), Expectation.mayDiffer("outputs/labels.txt")));

            assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
            assertThat(comparison.differences())
                    .extracting(Difference::where)
                    .containsExactly("predicate.expectations[mayDiffer outputs/labels.txt].kind");
        }

        @Test
        void doesNotTouchTheResultDigest() {
            Manifest with = Manifests.withExpectations(Manifests.full(), within("recall", 0.005));

            assertThat(Manifests.digested(with).resultDigest())
                    .isEqualTo(Manifests.full().resultDigest());
        }

        @Test
        void excusesNoOtherInputNorParameterNorSeed() {
            for (String place : new String[] {
                "/predicate/buildDefinition/externalParameters/seed",
                "/predicate/buildDefinition/resolvedDependencies/0/digest/sha256",
                "/predicate/buildDefinition/externalParameters/parameters/big/value"
            }) {
                int slash = place.lastIndexOf('/');
                Consumer<JsonNode> other =
                        tree -> ((ObjectNode) tree.at(place.substring(0, slash))).put(place.substring(slash + 1), "43");

                assertThat(verdict(recallOf(0.88).andThen(other), within("recall", 0.005)))
                        .as(place)
                        .isEqualTo(Verdict.DIVERGED);
            }
        }

        @Test
        void excusesOtherNumerics() {
            Comparison comparison = compare(
                    recallOf(0.88)
                            .andThen(tree -> ((ObjectNode) tree.at(
                                            "/predicate/buildDefinition/internalParameters/environment/nd4j.blas.core"))
                                    .put("value", "Zen")),
                    within("recall", 0.005));

            assertThat(comparison.verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
            assertThat(comparison.causes()).containsExactly(Aspect.NUMERICS);
        }
    }

    @Nested
    class AnOutput {
        @Test
        void isByteForByteTheSameUnlessItWasDeclared() {
            Consumer<JsonNode> labels = recallOf(0.88).andThen(tree -> putDigest(tree, LABELS));

            assertThat(verdict(labels, within("recall", 0.005))).isEqualTo(Verdict.DIVERGED);
            Comparison declared = compare(labels, within("recall", 0.005), Expectation.mayDiffer("outputs/labels.txt"));
            assertThat(declared.verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
            assertThat(declared.differences().get(0).allowance())
                    .contains(new Difference.Allowance(true, "declared: may differ"));
        }

        @Test
        void mayDifferInAFolderThatWasDeclared() {
            Consumer<JsonNode> model = tree -> putDigest(tree, MODEL);

            assertThat(verdict(model, Expectation.mayDiffer("outputs/models"))).isEqualTo(Verdict.WITHIN_TOLERANCE);
            assertThat(verdict(model, Expectation.mayDiffer("outputs/model"))).isEqualTo(Verdict.DIVERGED);
        }

        @Test
        void mayNotBeMissingThoughItMayDiffer() {
            Consumer<JsonNode> without = tree -> ((ArrayNode) tree.at("/subject")).remove(1);

            assertThat(verdict(without, Expectation.mayDiffer("outputs/labels.txt")))
                    .isEqualTo(Verdict.DIVERGED);
        }
    }

    @Nested
    class AModel {
        private final Consumer<JsonNode> otherModel = tree -> {
            putDigest(tree, MODEL);
            putDigest(tree, PARAMETERS);
        };

        @Test
        void mayDifferWhereAMetricHasAToleranceThatIsKept() {
            Comparison comparison = compareModels(
                    recallOf(0.88).andThen(otherModel), "outputs/models/model.zip", within("recall", 0.005));

            assertThat(comparison.verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
            assertThat(comparison.differences())
                    .filteredOn(difference -> difference.aspect() == Aspect.OUTPUT)
                    .extracting(Difference::where)
                    .containsExactly(
                            "predicate.runDetails.byproducts[network network].digest.sha256",
                            "subject[outputs/models/model.zip].digest.sha256");
            assertThat(compareModels(otherModel, "outputs/models/model.zip", within("recall", 0.005))
                            .verdict())
                    .isEqualTo(Verdict.WITHIN_TOLERANCE);
        }

        @Test
        void mayNotDifferWhereNoMetricHasOneOrOneIsExceeded() {
            assertThat(compareModels(otherModel, "outputs/models/model.zip").verdict())
                    .isEqualTo(Verdict.DIVERGED);
            Comparison exceeded = compareModels(
                    recallOf(0.5).andThen(otherModel), "outputs/models/model.zip", within("recall", 0.005));
            assertThat(exceeded.verdict()).isEqualTo(Verdict.DIVERGED);
            assertThat(exceeded.differences().get(0).allowance()).isEmpty();
        }

        @Test
        void excusesNoOutputThatIsNone() {
            assertThat(compareModels(otherModel, "outputs/other.zip", within("recall", 0.005))
                            .verdict())
                    .isEqualTo(Verdict.DIVERGED);
        }

        /** Both runs have a part of the model that is called {@code model} among their byproducts. */
        private Comparison compareModels(Consumer<JsonNode> change, String model, Expectation... expectations) {
            Consumer<JsonNode> part = tree ->
                    ((ObjectNode) tree.at("/predicate/runDetails/byproducts/0/annotations")).put("model", model);
            return Comparison.between(
                    Manifests.withExpectations(changed(part), expectations),
                    Manifests.withExpectations(changed(part.andThen(change)), expectations));
        }
    }

    private static Consumer<JsonNode> recallOf(double value) {
        return tree -> putValue(tree, RECALL, value);
    }

    private static void putValue(JsonNode tree, String place, double value) {
        ((ObjectNode) tree.at(place)).put("bits", FloatText.bits(value));
    }

    private static void putDigest(JsonNode tree, String place) {
        ((ObjectNode) tree.at(place)).put("sha256", "0".repeat(64));
    }

    private static Expectation within(String metric, double bound) {
        return Expectation.of(metric, Kind.WITHIN, bound);
    }

    private static Verdict verdict(Consumer<JsonNode> change, Expectation... expectations) {
        return compare(change, expectations).verdict();
    }

    private static Comparison compare(Consumer<JsonNode> change, Expectation... expectations) {
        return Comparison.between(
                Manifests.withExpectations(changed(tree -> {}), expectations),
                Manifests.withExpectations(changed(change), expectations));
    }

    /** Without the uncontrolled hazard of the full manifest, which is a cause of its own. */
    private static Manifest changed(Consumer<JsonNode> change) {
        return Manifests.changed("", tree -> {
            ((ArrayNode) tree.at("/predicate/hazards")).remove(1);
            change.accept(tree);
            return tree;
        });
    }
}
