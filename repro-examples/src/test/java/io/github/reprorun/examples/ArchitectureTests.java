package io.github.reprorun.examples;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An example is what a user would write: of Reprorun it needs nothing but the public types. */
class ArchitectureTests {
    private static final String OURS = "io.github.reprorun.";
    private static final String EXAMPLES_OF_OURS = OURS + "examples";

    private static final JavaClasses EXAMPLES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(EXAMPLES_OF_OURS);

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.reprorun.(**)").should().beFreeOfCycles().check(EXAMPLES);
    }

    @Test
    void examplesUseThePublicTypesAndNothingElseOfOurs() throws IOException {
        Set<String> used = EXAMPLES.stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(each -> each.getTargetClass().getName().replaceFirst("[$].*", ""))
                .filter(name -> name.startsWith(OURS) && !name.startsWith(EXAMPLES_OF_OURS))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).contains(OURS + "ReproducibleRun", OURS + "dl4j.Dl4jRun");
        assertThat(PublicApiTests.listed()).containsAll(used);
    }
}
