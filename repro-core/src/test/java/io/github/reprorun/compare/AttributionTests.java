package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.reprorun.compare.Attribution.Distance;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTests {
    private static final String DEFINITION = "/predicate/buildDefinition/";
    private static final String INTERNAL = DEFINITION + "internalParameters/";

    private static Divergence at(int iteration, Phase phase) {
        return new Divergence("network", iteration, 0, 0, phase, "quantity", List.of(), "a", "b");
    }

    private static Attribution of(Phase phase, Distance distance, Manifest actual) {
        return Attribution.of(at(3, phase), distance, Manifests.succeeded(), actual);
    }

    /** The manifest of a run with another of each thing that {@code changes} names. */
    private static Manifest with(String changes) {
        Manifest manifest = Manifests.succeeded();
        for (String change : changes.split(" ", -1)) {
            manifest = switch (change) {
                case "data" -> changed(manifest, DEFINITION + "resolvedDependencies/0/digest/sha256", "ab".repeat(32));
                case "classes" ->
                    changed(manifest, DEFINITION + "resolvedDependencies/2/digest/dirHash", "cd".repeat(32));
                case "commit" ->
                    changed(manifest, DEFINITION + "resolvedDependencies/5/digest/gitCommit", "ef".repeat(20));
                case "parameter" ->
                    changed(manifest, DEFINITION + "externalParameters/parameters/batch/value", IntNode.valueOf(64));
                case "seed" -> changed(manifest, DEFINITION + "externalParameters/seed", "43");
                case "kernel" -> changed(manifest, INTERNAL + "environment/nd4j.blas.core/value", "Nehalem");
                case "threads" -> changed(manifest, INTERNAL + "profile/threads", IntNode.valueOf(1));
                case "math" ->
                    Manifests.changed(
                            manifest,
                            INTERNAL + "environment",
                            facts -> ((ObjectNode) facts)
                                    .set(
                                            "jvm.canary.math",
                                            JsonNodeFactory.instance
                                                    .objectNode()
                                                    .put("value", "other")));
                case "jvm" -> changed(manifest, INTERNAL + "environment/jvm.vendor/value", "Other");
                case "heap" -> changed(manifest, INTERNAL + "profile/jvmOptions/0", "-Xmx2g");
                default -> throw new IllegalArgumentException(change);
            };
        }
        return manifest;
    }

    private static Manifest changed(Manifest manifest, String place, String value) {
        return changed(manifest, place, TextNode.valueOf(value));
    }

    private static Manifest changed(Manifest manifest, String place, JsonNode value) {
        return Manifests.changed(manifest, place, before -> value);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "BATCH, UNKNOWN, data kernel, DATA, the input claims differs: ~a61808fe40fe… against abababababab…~",
                "BATCH, UNKNOWN, classes, CODE, the classes in classes differ: ~7b3bb6b02210… against cdcdcdcdcdcd…~",
                "BATCH, UNKNOWN, kernel, NUMERICS, the BLAS kernel differs: Haswell against Nehalem",
                "GENERATOR, UNKNOWN, data seed, SEED, the root seed differs: 42 against 43",
                "FORWARD, UNKNOWN, kernel classes, NUMERICS, the BLAS kernel differs: Haswell against Nehalem",
                "FORWARD, ROUNDING, threads parameter, NUMERICS, the number of native threads differs: 2 against 1",
                "FORWARD, LARGE, kernel parameter, PARAMETERS, the parameter batch differs: 32 against 64",
                "FORWARD, LARGE, kernel, NUMERICS, the BLAS kernel differs: Haswell against Nehalem",
                "FORWARD, UNKNOWN, math jvm, NUMERICS, ~a fixed computation, math, gives a different result: nothing against other~",
                "FORWARD, UNKNOWN, threads kernel, NUMERICS, the BLAS kernel differs: Haswell against Nehalem",
                "GRADIENT, UNKNOWN, jvm, ENVIRONMENT, the environment's jvm.vendor differs: Eclipse Adoptium against Other",
                "UPDATE, UNKNOWN, parameter kernel, PARAMETERS, the parameter batch differs: 32 against 64",
                "UPDATE, ROUNDING, parameter kernel, NUMERICS, the BLAS kernel differs: Haswell against Nehalem",
                "PARAMETERS, UNKNOWN, parameter, PARAMETERS, the parameter batch differs: 32 against 64",
                "SEQUENCE, UNKNOWN, data parameter, PARAMETERS, the parameter batch differs: 32 against 64"
            })
    void isTheLikeliestThingThatDiffers(Phase phase, Distance distance, String changes, Aspect cause, String reason) {
        Attribution attribution = of(phase, distance, with(changes));

        assertThat(attribution.cause()).isEqualTo(cause);
        assertThat(attribution.reason()).isEqualTo(reason.replace("~", ""));
        assertThat(attribution.evidence()).isNotEmpty().allMatch(difference -> difference.aspect() == cause);
    }

    @ParameterizedTest
    @CsvSource({"GENERATOR,kernel", "FORWARD,seed", "FORWARD,commit", "GRADIENT,heap"})
    void isChanceWhereNothingThatDiffersCanExplainIt(Phase phase, String changes) {
        Attribution attribution = of(phase, Distance.UNKNOWN, with(changes));

        assertThat(attribution.cause()).isEqualTo(Aspect.NONDETERMINISM);
        assertThat(attribution.reason())
                .isEqualTo("no difference between the manifests explains it; a source of chance that cannot be held was"
                        + " met: hogwild at a.D:-1");
    }

    @Test
    void ofTheInitialParametersIsTheSeedRatherThanAParameter() {
        Attribution attribution = Attribution.of(
                at(0, Phase.PARAMETERS), Distance.UNKNOWN, Manifests.succeeded(), with("parameter seed"));

        assertThat(attribution.cause()).isEqualTo(Aspect.SEED);
    }

    @Test
    void ofATraceThatEndsIsWhatEndedTheRun() {
        Attribution attribution =
                Attribution.of(at(3, Phase.SEQUENCE), Distance.UNKNOWN, Manifests.succeeded(), Manifests.full());

        assertThat(attribution.cause()).isEqualTo(Aspect.ENVIRONMENT);
        assertThat(attribution.reason())
                .isEqualTo("the second run did not end by itself: java.lang.IllegalStateException: no convergence");
    }
}
