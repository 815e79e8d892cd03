package io.github.reprorun.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** An example is what a user would write: it needs nothing of Reprorun but the packages made for users. */
class ArchitectureTests {
    /** Of core's packages below the first, what a verification is asked with, and what it and a re-run give or throw. */
    private static final String[] PUBLIC_API = {
        "io.github.reprorun",
        "io.github.reprorun.dl4j",
        "io.github.reprorun.manifest",
        "io.github.reprorun.signing",
        "io.github.reprorun.compare",
        "io.github.reprorun.failure"
    };

    private static final JavaClasses EXAMPLES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.reprorun.examples");

    @Test
    void examplesUseThePublicApi() {
        assertThat(EXAMPLES.stream()
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .map(each -> each.getTargetClass().getPackageName()))
                .contains(PUBLIC_API[0]);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.reprorun.(**)").should().beFreeOfCycles().check(EXAMPLES);
    }

    @Test
    void examplesUseNothingElseOfOurs() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.reprorun..")
                        .and(not(resideInAnyPackage(PUBLIC_API)))
                        .and(not(resideInAPackage("io.github.reprorun.examples.."))))
                .check(EXAMPLES);
    }
}
