package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.library.NumericFacts;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestSupplier;
import io.github.reprorun.manifest.Manifests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FieldRulesTests {
    private static final String FACT = "predicate.buildDefinition.internalParameters.environment.";
    private static final NumericFacts OF_FULL =
            NumericFacts.of(Manifests.full().definition().environment());

    /** The file lists every place of a manifest that has every field; what is ignored has a dash. */
    @Example
    void sayWhatADifferenceInEachFieldIsAbout() throws IOException {
        String aspects = FlatManifest.of(Manifests.full()).keySet().stream()
                .map(place ->
                        FieldRules.aspect(place, OF_FULL).map(Aspect::name).orElse("-") + " " + place + "\n")
                .collect(Collectors.joining());

        assertThat(aspects)
                .isEqualTo(new String(
                        FieldRulesTests.class.getResourceAsStream("aspects.txt").readAllBytes(),
                        StandardCharsets.UTF_8));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void knowEveryPlaceOfEveryManifest(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        NumericFacts numeric = NumericFacts.of(manifest.definition().environment());
        FlatManifest.of(manifest).keySet().forEach(place -> FieldRules.aspect(place, numeric));
    }

    @Example
    void knowNoFieldThatNobodyThoughtOf() {
        assertThatThrownBy(() -> FieldRules.aspect("predicate.mood", OF_FULL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no rule says what a difference in predicate.mood means");
        assertThatThrownBy(() -> FieldRules.aspect("predicate.runDetails.metadata.mood", OF_FULL))
                .isInstanceOf(IllegalStateException.class);
    }

    @Example
    void takeNoNameForTheEndOfAPlace() {
        String place = FlatManifest.of(Manifests.changed(
                        "/predicate/buildDefinition/resolvedDependencies/0/annotations",
                        node -> ((ObjectNode) node).put("x].annotations.path", "y")))
                .keySet()
                .stream()
                .filter(each -> each.contains("x\\u005d"))
                .findAny()
                .orElseThrow();

        assertThat(FieldRules.aspect(place, OF_FULL)).contains(Aspect.DATA);
    }

    @Example
    void takeFactsForNumericsAsTheManifestsSay() {
        NumericFacts numeric = new NumericFacts(Set.of("tribuo.", "jvm.canary."));

        assertThat(FieldRules.aspect(FACT + "tribuo.backend.value", numeric)).contains(Aspect.NUMERICS);
        assertThat(FieldRules.aspect(FACT + "tribuo.backend.unavailable", numeric))
                .contains(Aspect.NUMERICS);
        assertThat(FieldRules.aspect(FACT + "jvm.canary.math.value", numeric)).contains(Aspect.NUMERICS);
        assertThat(FieldRules.aspect(FACT + "jvm.vendor.value", numeric)).contains(Aspect.ENVIRONMENT);
        assertThat(FieldRules.aspect(FACT + "other.version.value", numeric)).contains(Aspect.ENVIRONMENT);
        assertThat(FieldRules.aspect(FACT + "tribuo.optimalLevel.value", numeric))
                .contains(Aspect.ENVIRONMENT);
        assertThat(FieldRules.aspect(FACT + "tribuo.checkpoints.value", numeric))
                .isEmpty();
        assertThat(FieldRules.aspect(FACT + "library.tribuo.numerics.value", numeric))
                .isEmpty();
    }

    @Example
    void takeVariablesForNumericsButThoseOfTexts() {
        for (String name :
                List.of("SD_MAX_THREADS", "OMP_NUM_THREADS", "ND4J_X", "GLIBC_TUNABLES", "NVIDIA_TF32_OVERRIDE")) {
            assertThat(FieldRules.aspect(FACT + "variable." + name + ".value", OF_FULL))
                    .as(name)
                    .contains(Aspect.NUMERICS);
        }
        for (String name : List.of("LANG", "LANGUAGE", "LC_ALL", "TZ")) {
            assertThat(FieldRules.aspect(FACT + "variable." + name + ".value", OF_FULL))
                    .as(name)
                    .contains(Aspect.ENVIRONMENT);
        }
    }
}
