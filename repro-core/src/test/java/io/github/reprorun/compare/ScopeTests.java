package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.reprorun.compare.Comparison.Scope;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.ResultDigest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** That a verdict compares something, and says what. */
class ScopeTests {
    private static final Sha256 X = Sha256.ofUtf8("x");
    private static final Sha256 Y = Sha256.ofUtf8("y");
    private static final Metric LOSS = new Metric("loss", 0.5);

    @Test
    void thatIsEmptyIsNoReproduction() {
        for (Manifest run :
                List.of(run(Map.of()), run(Map.of("run.log", X, "journal.jsonl", X)), run(Map.of("metrics.csv", X)))) {
            Comparison comparison = Comparison.between(run, run);

            assertThat(comparison.verdict()).isEqualTo(Verdict.UNVERIFIABLE);
            assertThat(comparison.verdictLine()).isEqualTo("UNVERIFIABLE: nothing to compare");
            assertThat(comparison.causes()).isEmpty();
            assertThat(Scope.isLeftBy(run)).isFalse();
            assertThat(run.result()).isEmpty();
        }
    }

    @Test
    void holdsNoOutputThatMayDiffer() {
        Expectation mayDiffer = new Expectation("outputs/logs", Expectation.Kind.MAY_DIFFER, OptionalDouble.empty());
        Manifest run = run(Map.of("outputs/logs/a.txt", X), mayDiffer);
        Manifest other = run(Map.of("outputs/logs/a.txt", Y), mayDiffer);
        Manifest undeclared = run(Map.of("outputs/logs/a.txt", X));

        assertThat(Comparison.between(run, run).verdict()).isEqualTo(Verdict.UNVERIFIABLE);
        assertThat(Comparison.between(run, other).verdict()).isEqualTo(Verdict.UNVERIFIABLE);
        assertThat(Comparison.between(run, undeclared).verdictLine()).isEqualTo("REPRODUCED: 1 output");
        assertThat(Comparison.between(other, undeclared).verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(Scope.isLeftBy(run)).isFalse();
    }

    @Test
    void isEmptyWhereOneRunLeftWhatTheOtherDidNot() {
        Manifest nothing = run(Map.of());
        for (Manifest run : List.of(run(Map.of("outputs/a", X)), measured(), trained(X), run(Map.of("trace.rrt", X)))) {
            for (Comparison comparison : List.of(Comparison.between(run, nothing), Comparison.between(nothing, run))) {
                assertThat(comparison.verdictLine()).isEqualTo("DIVERGED");
                assertThat(comparison.compared()).isEqualTo(Scope.NONE);
            }
            assertThat(Scope.isLeftBy(run)).isTrue();
        }
    }

    @Test
    void hasEachNetworkOnce() {
        assertThat(Comparison.between(trained(X, Y), trained(X, Y)).verdictLine())
                .isEqualTo("REPRODUCED: 1 network");
        assertThat(trained(X, Y).result()).isPresent();
    }

    @Test
    void showsNetworksThatEndedOtherwise() {
        Comparison comparison = Comparison.between(trained(X), trained(Y));

        assertThat(comparison.verdictLine()).isEqualTo("DIVERGED: compared 1 network");
        assertThat(comparison.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.aspect()).isEqualTo(Aspect.OUTPUT));
        assertThat(trained(X).resultDigest()).isNotEqualTo(trained(Y).resultDigest());
    }

    @Test
    void isToldInWords() {
        assertThat(new Scope(3, 2, 0, 940, 1, 0)).hasToString("3 outputs, 2 metrics, 940 steps, 1 network");
        assertThat(new Scope(1, 1, 1, 1, 2, 0)).hasToString("1 output, 1 metric, 1 metric by step, 1 step, 2 networks");
        assertThat(Scope.NONE).hasToString("nothing to compare");
    }

    @Test
    void isNeverEmptyInAComparisonThatIsContent() {
        SortedSet<Aspect> none = new TreeSet<>();
        for (Verdict verdict : List.of(Verdict.REPRODUCED, Verdict.WITHIN_TOLERANCE)) {
            assertThatThrownBy(() -> new Comparison(verdict, none, List.of(), Scope.NONE, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(verdict + ", although nothing was compared");
        }
    }

    @Test
    void standsBesideWhatARunLackedThatWasResumed() {
        Manifest run = Manifests.succeeded();
        Manifest resumed = Manifests.changed(
                run, "/predicate/hazards/1/kind", kind -> TextNode.valueOf("resumed without state of a listener"));

        Comparison comparison = Comparison.between(resumed, resumed);

        assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(comparison.verdictLine())
                .isEqualTo(Comparison.between(run, run).verdictLine()
                        + "; the first run was resumed without state of a listener (a.D)"
                        + "; the second run was resumed without state of a listener (a.D)");
        assertThat(Comparison.between(run, resumed).resumptions())
                .containsExactly("the second run was resumed without state of a listener (a.D)");
        assertThat(Comparison.between(resumed, run).diverged().resumptions())
                .containsExactly("the first run was resumed without state of a listener (a.D)");
    }

    @Test
    void networksAreCountedOnceWhateverTheirPartsAndPlacesAreCalled() {
        Manifest run = run(
                Map.of(),
                List.of(),
                List.of(
                        state("network0/parameters", Map.of("sha256", X.hex())),
                        state("network0/updaterState", Map.of("sha256", X.hex())),
                        state("network0/parameters in pool/1@2a", Map.of("sha256", X.hex())),
                        state("network0/updaterState in pool/1@2a", Map.of("sha256", X.hex())),
                        state("samediff0/variable a/b", Map.of("sha256", X.hex()))));

        assertThat(Comparison.between(run, run).compared()).hasToString("3 networks");
    }

    @Test
    void anEndStateThatCouldNotBeReadIsNotCompared() {
        Resource unread = state("network0/state", Map.of());
        Manifest run = run(Map.of(), List.of(), List.of(unread));
        Manifest measured = run(Map.of(), List.of(LOSS), List.of(unread));

        assertThat(Comparison.between(run, run).verdictLine())
                .isEqualTo("UNVERIFIABLE: nothing to compare; not compared: 1 network that could not be read");
        assertThat(run.result()).isEmpty();
        assertThat(Scope.isLeftBy(run)).isFalse();
        assertThat(Comparison.between(measured, measured).verdictLine())
                .isEqualTo("REPRODUCED: 1 metric; not compared: 1 network that could not be read");
        assertThat(measured.result()).isPresent();
    }

    @Test
    void countsEachNetworkOfASum() {
        Resource sum = Manifests.resource(
                "further models", "", Map.of("sha256", X.hex()), "kind", "endState", "models", "500");
        Resource unread = Manifests.resource(
                "further models that could not be read", "", Map.of(), "kind", "endState", "models", "2");
        Manifest run = run(Map.of(), List.of(), List.of(sum, unread));
        Manifest onlyUnread = run(Map.of(), List.of(), List.of(unread));

        assertThat(Comparison.between(run, run).verdictLine())
                .isEqualTo("REPRODUCED: 500 networks; not compared: 2 networks that could not be read");
        assertThat(Comparison.between(onlyUnread, onlyUnread).verdict()).isEqualTo(Verdict.UNVERIFIABLE);
    }

    private static Resource state(String name, Map<String, String> digest) {
        return Manifests.resource(name, "", digest, RunDefinition.KIND, RunDefinition.KIND_END_STATE);
    }

    private static Manifest measured() {
        return run(Map.of(), List.of(LOSS), List.of());
    }

    private static Manifest trained(Sha256... parts) {
        List<Resource> states = new ArrayList<>();
        for (Sha256 part : parts) {
            states.add(state("network 1/part " + states.size(), Map.of("sha256", part.hex())));
        }
        return run(Map.of(), List.of(), states);
    }

    private static Manifest run(Map<String, Sha256> subjects, Expectation... expectations) {
        return run(subjects, List.of(), List.of(), expectations);
    }

    private static Manifest run(
            Map<String, Sha256> subjects,
            List<Metric> metrics,
            List<Resource> byproducts,
            Expectation... expectations) {
        Manifest full = Manifests.succeeded();
        RunDetails details = full.details();
        RunDefinition definition = full.definition();
        return new Manifest(
                Manifests.sorted(subjects),
                definition,
                new RunDetails(
                        details.builderVersions(),
                        details.invocationId(),
                        details.startedOn(),
                        details.finishedOn(),
                        RunStatus.SUCCEEDED,
                        Optional.empty(),
                        List.of(),
                        byproducts),
                metrics,
                List.of(),
                Arrays.asList(expectations),
                List.of(),
                new TreeMap<>(),
                ResultDigest.of(
                        definition.dependencies(RunDefinition.KIND_INPUT),
                        definition.parameters(),
                        definition.seed(),
                        Manifests.sorted(subjects),
                        metrics,
                        List.of(),
                        byproducts));
    }
}
