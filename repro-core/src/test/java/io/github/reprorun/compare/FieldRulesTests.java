package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestSupplier;
import io.github.reprorun.manifest.Manifests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FieldRulesTests {
    /** The file lists every place of a manifest that has every field; what is ignored has a dash. */
    @Example
    void sayWhatADifferenceInEachFieldIsAbout() throws IOException {
        String aspects = FlatManifest.of(Manifests.full()).keySet().stream()
                .map(place -> FieldRules.aspect(place).map(Aspect::name).orElse("-") + " " + place + "\n")
                .collect(Collectors.joining());

        assertThat(aspects)
                .isEqualTo(new String(
                        FieldRulesTests.class.getResourceAsStream("aspects.txt").readAllBytes(),
                        StandardCharsets.UTF_8));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void knowEveryPlaceOfEveryManifest(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        FlatManifest.of(manifest).keySet().forEach(FieldRules::aspect);
    }

    @Example
    void knowNoFieldThatNobodyThoughtOf() {
        assertThatThrownBy(() -> FieldRules.aspect("predicate.mood"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no rule says what a difference in predicate.mood means");
        assertThatThrownBy(() -> FieldRules.aspect("predicate.runDetails.metadata.mood"))
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

        assertThat(FieldRules.aspect(place)).contains(Aspect.DATA);
    }
}
