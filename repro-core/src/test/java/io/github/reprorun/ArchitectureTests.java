package io.github.reprorun;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.internal.run.RunLifecycle;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.RunExtension;
import java.time.Clock;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The floor plan of repro-core, and the habits that a reader may rely on in every class of it. */
class ArchitectureTests {
    private static final String ROOT = "io.github.reprorun";

    /**
     * The packages of the core from the top down, below the root package, which itself is "". A class uses classes of its
     * own package and of the rungs below it, never of another package on its own rung or above.
     */
    private static final List<Set<String>> LADDER = List.of(
            Set.of("cli"),
            Set.of("report"),
            Set.of("internal.words"),
            Set.of("bisect", "junit", "study"),
            Set.of(""),
            Set.of("rerun"),
            Set.of("runs", "wrap"),
            Set.of("internal.run"),
            Set.of("internal.record"),
            Set.of("internal.follow"),
            Set.of("internal.directory"),
            Set.of("internal.launch"),
            Set.of("internal.code"),
            Set.of("internal.environment", "internal.log"),
            Set.of("internal.agent", "internal.journal", "internal.redaction"),
            Set.of("internal.agent.hook"),
            Set.of("internal.agent.jdk", "internal.agent.program"),
            Set.of("internal.agent.place"),
            Set.of("internal.agent.policy"),
            Set.of("internal.agent.relay"),
            Set.of("compare", "numerics", "observe"),
            Set.of("base.metrics"),
            Set.of("manifest"),
            Set.of("spi"),
            Set.of("internal.statistics"),
            Set.of("seed", "signing", "tensor", "trace"),
            Set.of("base.code", "base.file", "base.library"),
            Set.of("base.concurrent", "base.json"),
            Set.of("evidence", "failure"),
            Set.of("base.text"));

    /** The packages outside of the mechanics that may use them, each with those that it may use. */
    private static final Map<String, Set<String>> FRIENDS = Map.of(
            "cli", Set.of("internal.words"),
            "report", Set.of("internal.statistics", "internal.words"),
            "junit", Set.of("internal.agent.place", "internal.launch", "internal.run"),
            "study",
                    Set.of(
                            "internal.code",
                            "internal.directory",
                            "internal.environment",
                            "internal.journal",
                            "internal.launch",
                            "internal.redaction",
                            "internal.run"),
            "bisect", Set.of());

    /**
     * Public types that name types from inside, each with those that it names. The list only ever shrinks. An input is made of
     * what a walk over its files gave, which those who read a manifest never call. A profile's variables depend on the
     * libraries that the launcher found, and only the launcher asks for them.
     */
    private static final Map<String, Set<String>> EXPOSED = Map.of(
            "manifest.InputResource", Set.of("base.file.FileDigest", "base.file.FolderDigest"),
            "numerics.NumericsProfile", Set.of("base.library.Libraries"));

    /** How many classes of one package may know each other in a circle. */
    private static final int LARGEST_CIRCLE = 3;

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theClassesThatTheRulesSpeakOfAreFound() {
        assertThat(CORE)
                .extracting(JavaClass::getName)
                .contains(
                        ReproducibleRun.class.getName(),
                        RunLifecycle.class.getName(),
                        Manifest.class.getName(),
                        RunExtension.class.getName(),
                        Seed.class.getName(),
                        Sha256.class.getName(),
                        ReproException.class.getName());
        assertThat(dependencies()).hasSizeGreaterThan(100);
        assertThat(accesses()).hasSizeGreaterThan(100);
    }

    @Test
    void everyPackageHasOneRungAndEveryRungHasClasses() {
        List<String> rungs = LADDER.stream().flatMap(Set::stream).sorted().toList();

        assertThat(packages()
                        .map(JavaPackage::getName)
                        .map(ArchitectureTests::belowRoot)
                        .sorted())
                .isEqualTo(rungs);
    }

    @Test
    void dependenciesPointDownTheLadder() {
        assertThat(dependencies()
                        .filter(each -> !packageOf(each.getOriginClass()).equals(packageOf(each.getTargetClass())))
                        .filter(each -> rung(each.getTargetClass()) <= rung(each.getOriginClass()))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void onlyFriendsUseTheMechanicsFromOutside() {
        assertThat(dependencies()
                        .filter(each -> FRIENDS.containsKey(packageOf(each.getOriginClass())))
                        .filter(each -> packageOf(each.getTargetClass()).startsWith("internal.")
                                && !FRIENDS.get(packageOf(each.getOriginClass()))
                                        .contains(packageOf(each.getTargetClass())))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void thePublicApiExposesNothingFromInside() {
        SortedMap<String, SortedSet<String>> exposed = exposed();

        exposed.forEach((type, inside) -> inside.removeAll(EXPOSED.getOrDefault(type, Set.of())));
        exposed.values().removeIf(Set::isEmpty);
        assertThat(exposed)
                .as("public types, each with the types of internal and base that its public members name")
                .isEmpty();
    }

    @Test
    void whatIsExceptedFromThatIsStillSo() {
        SortedMap<String, SortedSet<String>> exposed = exposed();

        EXPOSED.forEach((type, inside) -> assertThat(exposed.getOrDefault(type, Collections.emptySortedSet()))
                .as("exceptions of %s that are no longer needed are to go", type)
                .containsAll(inside));
    }

    /** What of the inside the public and protected members of public types name, by type. */
    private static SortedMap<String, SortedSet<String>> exposed() {
        SortedMap<String, SortedSet<String>> exposed = new TreeMap<>();
        CORE.stream().filter(ArchitectureTests::isApi).forEach(each -> {
            SortedSet<String> inside = Stream.concat(
                            each.getCodeUnits().stream()
                                    .filter(member -> isOffered(member.getModifiers()))
                                    .flatMap(member -> Stream.concat(
                                            Stream.of(member.getReturnType()), member.getParameterTypes().stream())),
                            each.getFields().stream()
                                    .filter(member -> isOffered(member.getModifiers()))
                                    .map(JavaField::getType))
                    .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                    .filter(type -> type.getPackageName().startsWith(ROOT) && isInside(packageOf(type)))
                    .map(type -> belowRoot(type.getName()))
                    .collect(Collectors.toCollection(TreeSet::new));
            exposed.put(belowRoot(each.getName()), inside);
        });
        assertThat(exposed).hasSizeGreaterThan(100);
        exposed.values().removeIf(Set::isEmpty);
        return exposed;
    }

    /** A public type, or a public one inside of it, of a package that is not inside; the command line is started, not called. */
    private static boolean isApi(JavaClass each) {
        boolean isReachable = each.getModifiers().contains(JavaModifier.PUBLIC)
                && each.getEnclosingClass()
                        .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
                        .orElse(true);
        return isReachable && !isInside(packageOf(each)) && !packageOf(each).equals("cli");
    }

    private static boolean isInside(String packageName) {
        return packageName.startsWith("internal.") || packageName.startsWith("base.");
    }

    private static boolean isOffered(Set<JavaModifier> modifiers) {
        boolean isOffered = modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
        return isOffered && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    @Test
    void noPackageHasALargeCircleOfClasses() {
        assertThat(Circles.amongClassesOfOnePackage(CORE).stream().filter(circle -> circle.size() > LARGEST_CIRCLE))
                .as("classes of one package that all reach each other")
                .isEmpty();
    }

    @Test
    void signingAndComparisonDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".signing")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".compare")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".compare")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".signing")
                .check(CORE);
    }

    @Test
    void whatIsCopiedIntoTheJdkNamesNothingElseOfOurs() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.agent.relay")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT, ROOT + ".internal.agent", ROOT + ".evidence", ROOT + ".failure", ROOT + ".base..")
                .check(CORE);
    }

    @Test
    void eachOptionalLibraryIsNeededInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CORE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.log")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(CORE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.objectweb.asm..")
                .check(CORE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".junit")
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
                        .filter(each -> !each.equals(ROOT + ".internal.agent.relay.JdkBridge"))
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

    private static Stream<JavaPackage> packages() {
        return CORE.stream().map(JavaClass::getPackage).distinct();
    }

    private static String packageOf(JavaClass each) {
        return belowRoot(each.getPackageName());
    }

    private static String belowRoot(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    }

    /** Counted from the top; -1 for a package without a rung, which a test of its own reports. */
    private static int rung(JavaClass each) {
        for (int rung = 0; rung < LADDER.size(); rung++) {
            if (LADDER.get(rung).contains(packageOf(each))) {
                return rung;
            }
        }
        return -1;
    }
}
