package io.github.reprorun;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.reprorun.digest.Sha256;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.RunExtension;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers of repro-core, and the habits that a reader may rely on in every class of it. */
class ArchitectureTests {

    private static final String ROOT = "io.github.reprorun";

    /** From the top down, by the first name below the root package, which itself is "". */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("cli", "junit"),
            Set.of("bisect"),
            Set.of(""),
            Set.of("signing", "compare", "launch", "observe"),
            Set.of("manifest"),
            Set.of("spi", "agent"),
            Set.of("seed", "digest", "environment", "log", "trace", "tensor", "journal"),
            Set.of("failure", "json", "concurrent"));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theClassesThatTheRulesSpeakOfAreFound() {
        assertThat(CORE)
                .extracting(JavaClass::getName)
                .contains(
                        ReproducibleRun.class.getName(),
                        Manifest.class.getName(),
                        RunExtension.class.getName(),
                        Seed.class.getName(),
                        Sha256.class.getName(),
                        ReproException.class.getName());
        assertThat(dependencies()).hasSizeGreaterThan(100);
        assertThat(accesses()).hasSizeGreaterThan(100);
    }

    @Test
    void everyPackageHasALayer() {
        assertThat(packages().map(JavaPackage::getName).filter(each -> layer(each) < 0))
                .as("packages that have no place in LAYERS yet")
                .isEmpty();
    }

    @Test
    void dependenciesNeverPointUp() {
        assertThat(dependencies()
                        .filter(each -> layer(each.getTargetClass().getPackageName())
                                < layer(each.getOriginClass().getPackageName()))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(eachPackage()).should().beFreeOfCycles().check(CORE);
    }

    @Test
    void signingAndComparisonDoNotKnowEachOther() {
        assertThat(dependencies()
                        .filter(each -> pair(each).equals(List.of("signing", "compare"))
                                || pair(each).equals(List.of("compare", "signing")))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void onlyTheCommandLineNeedsItsParserAndOnlyTheAgentRewritesClasses() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CORE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".agent..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.objectweb.asm..")
                .check(CORE);
    }

    @Test
    void onlyTheTestSupportNeedsJunit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.opentest4j..")
                .check(CORE);
    }

    @Test
    void atMostOneClassReadsTheClock() {
        assertThat(accesses()
                        .filter(ArchitectureTests::readsTheClock)
                        .map(each -> each.getOriginOwner().getName())
                        // it tells whether a seed is the clock, for which there is no other way than to compare
                        .filter(each -> !each.equals(ROOT + ".agent.Relay"))
                        .distinct())
                .as("classes that ask for the time instead of being given a clock")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void publicTypesAreNamedForWhatTheyAre() {
        noClasses()
                .that()
                .arePublic()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(CORE);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages().filter(each -> !each.isAnnotatedWith(NullMarked.class)))
                .isEmpty();
    }

    private static boolean readsTheClock(JavaCodeUnitAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean injectable =
                access.getTarget().getRawParameterTypes().stream().anyMatch(each -> each.isAssignableTo(Clock.class));
        return switch (access.getName()) {
            case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
            case "now" -> owner.getPackageName().startsWith("java.time") && !injectable;
            case "<init>" ->
                owner.isEquivalentTo(Date.class)
                        && access.getTarget().getRawParameterTypes().isEmpty();
            default -> owner.isEquivalentTo(Clock.class) && access.getName().startsWith("system");
        };
    }

    private static Stream<JavaCodeUnitAccess<?>> accesses() {
        return CORE.stream().flatMap(each -> each.getCodeUnitAccessesFromSelf().stream());
    }

    /** The dependencies of classes of the core on each other. */
    private static Stream<Dependency> dependencies() {
        return CORE.stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .filter(each -> CORE.contain(each.getTargetClass().getName()));
    }

    private static List<String> pair(Dependency dependency) {
        return Stream.of(dependency.getOriginClass(), dependency.getTargetClass())
                .map(each -> nameBelowRoot(each.getPackageName()))
                .toList();
    }

    private static Stream<JavaPackage> packages() {
        return CORE.stream().map(JavaClass::getPackage).distinct();
    }

    private static int layer(String packageName) {
        return IntStream.range(0, LAYERS.size())
                .filter(each -> LAYERS.get(each).contains(nameBelowRoot(packageName)))
                .findFirst()
                .orElse(-1);
    }

    private static String nameBelowRoot(String packageName) {
        return packageName.equals(ROOT)
                ? ""
                : packageName.substring(ROOT.length() + 1).replaceFirst("[.].*", "");
    }

    private static SliceAssignment eachPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }
}
