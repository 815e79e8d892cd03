package io.github.reprorun.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What repro-spark offers, and what of the core's mechanics it may use as a friend. */
class ArchitectureTests {
    private static final String CORE = "io.github.reprorun";
    private static final String ROOT = CORE + ".spark";

    /** Of the packages of the core that may change at any time. */
    private static final Set<String> FRIENDS_OF_THE_CORE =
            Set.of(CORE + ".internal.directory", CORE + ".internal.launch");

    private static final JavaClasses SPARK = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void offersOneType() {
        assertThat(SPARK.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName))
                .containsExactly(SparkExecutor.class.getName());
    }

    @Test
    void ofTheCoresMechanicsItUsesOnlyWhatAFriendMay() {
        List<Dependency> mechanics = SPARK.stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .filter(each ->
                        each.getTargetClass().getPackageName().matches("io[.]github[.]reprorun[.](internal|base)[.].*"))
                .toList();

        assertThat(mechanics).isNotEmpty();
        assertThat(mechanics)
                .filteredOn(each ->
                        !FRIENDS_OF_THE_CORE.contains(each.getTargetClass().getPackageName()))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    /** The command line's jar has Jackson under another name, so that Spark's does not meet it. */
    @Test
    void namesNoClassOfJackson() {
        assertThat(SPARK.stream()
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .filter(each -> each.getTargetClass().getPackageName().startsWith("com.fasterxml"))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void isNullMarked() {
        assertThat(SPARK.get(SparkExecutor.class).getPackage().isAnnotatedWith(NullMarked.class))
                .isTrue();
    }
}
