package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What nobody understands, and what people call a run by, is told where it differs and decides nothing. */
class NewerFieldsComparisonTests {
    private static final Manifest FULL = Manifests.full();

    @Test
    void aFieldThatIsNotKnownIsADifferenceAndNoDivergence() {
        Manifest newer = with("/predicate", node -> node.putObject("stages").put("n", 1));

        Comparison comparison = Comparison.between(FULL, newer);

        assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(comparison.causes()).isEmpty();
        assertThat(comparison.differences())
                .containsExactly(
                        new Difference(Aspect.FORMAT, "predicate.stages", Optional.empty(), Optional.of("{\"n\":1}")));
        assertThat(Comparison.between(newer, newer).differences()).isEmpty();
    }

    @Test
    void anotherValueOfAFieldThatIsNotKnownIsADifference() {
        Manifest one = with("/subject/1/digest", node -> node.put("sha512", "00"));
        Manifest other = with("/subject/1/digest", node -> node.put("sha512", "01"));

        assertThat(Comparison.between(one, other).differences())
                .containsExactly(new Difference(
                        Aspect.FORMAT,
                        "subject[outputs/labels.txt].digest.sha512",
                        Optional.of("\"00\""),
                        Optional.of("\"01\"")));
    }

    /** Nor does a field with the name of one that tells entries of other lists apart hide what is known. */
    @Test
    void aFieldThatIsNotKnownHidesNoneThatIs() {
        Manifest newer = with("/predicate/runDetails/byproducts/0", node -> node.put("step", 7));

        assertThat(Comparison.between(FULL, newer).differences())
                .containsExactly(new Difference(
                        Aspect.FORMAT,
                        "predicate.runDetails.byproducts[network network].step",
                        Optional.empty(),
                        Optional.of("7")));
    }

    @Test
    void labelsParentsAndCriticalNamesDecideNothing() {
        Manifest other = with("/predicate", node -> {
            node.remove("critical");
            ((ObjectNode) node.get("labels")).put("team", "risk");
            ((ObjectNode) node.get("parent")).put("kind", "capsule");
        });

        Comparison comparison = Comparison.between(FULL, other);

        assertThat(other.resultDigest()).isEqualTo(FULL.resultDigest());
        assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(comparison.differences())
                .containsExactly(
                        new Difference(
                                Aspect.LABEL, "predicate.labels.team", Optional.of("fraud"), Optional.of("risk")),
                        new Difference(
                                Aspect.LABEL, "predicate.parent.kind", Optional.of("study"), Optional.of("capsule")),
                        new Difference(
                                Aspect.FORMAT,
                                "predicate.critical[0]",
                                Optional.of("predicate.labels"),
                                Optional.empty()));
    }

    private static Manifest with(String object, Consumer<ObjectNode> change) {
        JsonNode tree = ManifestJson.tree(FULL);
        change.accept((ObjectNode) tree.at(object));
        return ManifestJson.read("m", ManifestJson.print(tree));
    }
}
