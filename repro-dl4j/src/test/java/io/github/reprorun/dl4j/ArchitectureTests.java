package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The floor plan of repro-dl4j, and what of the core's mechanics it may use as a friend. */
class ArchitectureTests {
    private static final String ROOT = "io.github.reprorun.dl4j";
    private static final String CORE = "io.github.reprorun";

    private static final List<Set<String>> LADDER = List.of(
            Set.of(""),
            Set.of("internal.trace"),
            Set.of("internal.generator", "internal.listener"),
            Set.of("internal.end", "internal.hazard", "internal.machine"),
            Set.of("internal.network"),
            Set.of("internal.checkpoint", "internal.feed"));

    /** Of the packages of the core that may change at any time. */
    private static final Set<String> FRIENDS_OF_THE_CORE = Set.of(
            CORE + ".internal.agent.place", CORE + ".internal.agent.hook", CORE + ".base.file", CORE + ".base.text");

    private static final JavaClasses DL4J = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void everyPackageHasOneRungAndEveryRungHasClasses() {
        assertThat(packages()
                        .map(JavaPackage::getName)
                        .map(ArchitectureTests::belowRoot)
                        .sorted())
                .isEqualTo(LADDER.stream().flatMap(Set::stream).sorted().toList());
    }

    @Test
    void dependenciesPointDownTheLadder() {
        assertThat(dependencies()).hasSizeGreaterThan(100);
        assertThat(dependencies()
                        .filter(each -> DL4J.contain(each.getTargetClass().getName()))
                        .filter(each -> !packageOf(each.getOriginClass()).equals(packageOf(each.getTargetClass())))
                        .filter(each -> rung(each.getTargetClass()) <= rung(each.getOriginClass()))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void ofTheCoresMechanicsItUsesOnlyWhatAFriendMay() {
        List<Dependency> mechanics = dependencies()
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

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages().filter(each -> !each.isAnnotatedWith(NullMarked.class)))
                .isEmpty();
    }

    private static Stream<Dependency> dependencies() {
        return DL4J.stream().flatMap(each -> each.getDirectDependenciesFromSelf().stream());
    }

    private static Stream<JavaPackage> packages() {
        return DL4J.stream().map(JavaClass::getPackage).distinct();
    }

    private static String packageOf(JavaClass each) {
        return belowRoot(each.getPackageName());
    }

    private static String belowRoot(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    }

    private static int rung(JavaClass each) {
        for (int rung = 0; rung < LADDER.size(); rung++) {
            if (LADDER.get(rung).contains(packageOf(each))) {
                return rung;
            }
        }
        return -1;
    }
}
