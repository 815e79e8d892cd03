package io.github.reprorun.base.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.environment.LibraryDescriptors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NumericFactsTests {
    private static final Evidence<String> ANY = Evidence.observed("x");

    @Test
    void areAllOfALibraryThatStatesItsBlasOrACanary() {
        NumericFacts facts = NumericFacts.of(Map.of(
                "nd4j.blas.core",
                Evidence.unavailable("no such symbol"),
                "tribuo.canary.sum",
                ANY,
                "dl4j.version",
                ANY));

        assertThat(facts.contains("nd4j.backend")).isTrue();
        assertThat(facts.contains("tribuo.version")).isTrue();
        assertThat(facts.contains("dl4j.version")).isFalse();
        assertThat(facts.contains("nd4jx.backend")).isFalse();
    }

    @Test
    void areTheFixedComputationsOfTheJvmAndNothingElseOfIt() {
        NumericFacts facts = NumericFacts.of(Map.of("jvm.canary.math", ANY));

        assertThat(facts.contains("jvm.canary.math")).isTrue();
        assertThat(facts.contains("jvm.vendor")).isFalse();
    }

    @Test
    void areNotWhatTheProcessorCouldDo() {
        NumericFacts facts = NumericFacts.of(Map.of("nd4j.canary.sum", ANY));

        assertThat(facts.contains("nd4j.binaryLevel")).isTrue();
        assertThat(facts.contains("nd4j.optimalLevel")).isFalse();
    }

    @Test
    void areThoseThatAreDeclared() {
        NumericFacts facts = NumericFacts.of(
                Map.of("library.numbers.numerics", Evidence.observed("numbers. other.kernel."), "numbers.mode", ANY));

        assertThat(facts.contains("numbers.mode")).isTrue();
        assertThat(facts.contains("other.kernel.core")).isTrue();
        assertThat(facts.contains("other.version")).isFalse();
        assertThat(facts.contains("library.numbers.numerics")).isFalse();
    }

    @Test
    void areThoseThatAreDeclaredOftenerThanOnce() {
        NumericFacts facts =
                NumericFacts.of(Map.of("library.numbers.numerics", Evidence.observed("numbers.  other. numbers.")));

        assertThat(facts.contains("numbers.mode")).isTrue();
        assertThat(facts.contains("other.core")).isTrue();
        assertThat(facts.contains("jvm.vendor")).isFalse();
    }

    @Test
    void areDeclaredOnlyWhereTheFactsThemselvesDoNotTell() {
        var numbers = List.of(LibraryDescriptors.numbers());

        assertThat(NumericFacts.declarations(numbers, Map.of("numbers.mode", ANY)))
                .isEqualTo(Map.of("library.numbers.numerics", Evidence.observed("numbers.")));
        assertThat(NumericFacts.declarations(numbers, Map.of("numbers.canary.sum", ANY)))
                .isEmpty();
        assertThat(NumericFacts.declarations(numbers, Map.of("jvm.vendor", ANY)))
                .isEmpty();
        assertThat(NumericFacts.declarations(List.of(), Map.of("numbers.mode", ANY)))
                .isEmpty();
    }

    @Test
    void areThoseOfEitherOfTwoManifests() {
        NumericFacts both = new NumericFacts(Set.of("a.")).and(new NumericFacts(Set.of("b.")));

        assertThat(both.contains("a.x") && both.contains("b.x")).isTrue();
    }
}
