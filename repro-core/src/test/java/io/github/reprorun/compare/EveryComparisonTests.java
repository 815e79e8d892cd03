package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestSupplier;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EveryComparisonTests {
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void ofARunWithItselfFindsNothing(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        assertThat(Comparison.between(manifest, manifest).differences()).isEmpty();
        assertThat(Comparison.between(manifest, manifest).verdict())
                .isEqualTo(
                        Comparison.Scope.of(manifest, manifest).isEmpty() ? Verdict.UNVERIFIABLE : Verdict.REPRODUCED);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void findsTheSameBothWaysRound(
            @ForAll(supplier = ManifestSupplier.class) Manifest first,
            @ForAll(supplier = ManifestSupplier.class) Manifest second) {
        Comparison there = Comparison.between(first, second);
        Comparison back = Comparison.between(second, first);

        assertThat(back.verdict()).isEqualTo(there.verdict());
        assertThat(back.causes()).isEqualTo(there.causes());
        assertThat(back.differences())
                .isEqualTo(there.differences().stream()
                        .map(difference -> new Difference(
                                difference.aspect(), difference.where(), difference.actual(), difference.expected()))
                        .toList());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void neverCallsOtherResultsTheSame(
            @ForAll(supplier = ManifestSupplier.class) Manifest first,
            @ForAll(supplier = ManifestSupplier.class) Manifest second) {
        boolean sameResult = first.resultDigest().equals(second.resultDigest());
        boolean reproduced = Comparison.between(first, second).verdict() == Verdict.REPRODUCED;

        assertThat(reproduced && !sameResult).isFalse();
    }
}
