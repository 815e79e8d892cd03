package io.github.reprorun.compare;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.library.NumericFacts;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.RunDefinition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Assigns each field of a manifest the aspect that a difference in it is about. Every field has a rule: it is compared,
 * or ignored for a stated reason.
 */
final class FieldRules {
    private static final String DEFINITION = "predicate\\.buildDefinition\\.";
    private static final String EXTERNAL = DEFINITION + "externalParameters\\.";
    private static final String INTERNAL = DEFINITION + "internalParameters\\.";
    private static final String DEPENDENCY = DEFINITION + "resolvedDependencies\\[";
    private static final String DETAILS = "predicate\\.runDetails\\.";

    private static final String FACT = "predicate.buildDefinition.internalParameters.environment.";

    private static final String SOURCE = "predicate.buildDefinition.resolvedDependencies[source ";

    /**
     * The first rule whose pattern matches decides, except for facts of numerics, which the manifests themselves name.
     */
    private static final List<Rule> RULES = List.of(
            ignored("subject\\[.*\\]\\.name", "says what the digest beside it is of"),
            compared("subject\\[outputs/.*", Aspect.OUTPUT),
            ignored("subject\\[code\\.sha256\\].*", "lists what the digests of code are over, which are compared"),
            ignored("subject\\[inputs/.*", "lists what the digest of an input is over, which is compared"),
            ignored(
                    "subject\\[trace\\.rrt\\].*",
                    "compared step by step where both are at hand, and that only one run has one is told of the two"),
            ignored(
                    "subject\\[metrics\\.csv\\].*",
                    "holds the times of recording; its values are compared by the digests of their series"),
            ignored("subject\\[.*", "a record of how the run went, with its times"),
            ignored("_type|predicateType|" + DEFINITION + "buildType", "constants of the format"),
            ignored(EXTERNAL + "name", "names the run, enters no computation"),
            compared(EXTERNAL + "entryPoint\\..*", Aspect.CODE),
            compared(EXTERNAL + "arguments\\[.*", Aspect.PARAMETERS),
            compared(EXTERNAL + "parameters\\..*", Aspect.PARAMETERS),
            compared(EXTERNAL + "seed", Aspect.SEED),
            ignored(
                    INTERNAL + "profile\\.(classPath\\[.*|workingDirectory)",
                    "a place; what lies there is compared by digest"),
            ignored(
                    INTERNAL + "profile\\.jvmOptions\\[-Dreprorun\\.run\\.number.*",
                    "tells one run of a program from its others"),
            compared(INTERNAL + "profile\\.jvmOptions\\[-Dreprorun\\.parameter\\..*", Aspect.PARAMETERS),
            compared(INTERNAL + "profile\\.jvmOptions\\[(-Dreprorun\\.|-Xm[nsx]).*", Aspect.RESOURCE),
            compared(INTERNAL + "profile\\.jvmOptions\\[.*", Aspect.ENVIRONMENT),
            compared(INTERNAL + "profile\\.environment\\.(LC_.*|LANG.*|TZ|J.*|_J.*)", Aspect.ENVIRONMENT),
            compared(INTERNAL + "profile\\..*", Aspect.NUMERICS),
            compared(INTERNAL + "streams\\..*", Aspect.SEED),
            compared(
                    INTERNAL
                            + "unpinned\\.(files? |secret in |variables? asked for|socket of |code that asks for the time).*",
                    Aspect.ENVIRONMENT),
            compared(INTERNAL + "unpinned\\..*", Aspect.NUMERICS),
            ignored(INTERNAL + "environment\\.property\\.java\\.(home|library\\.path)\\..*", "a place"),
            ignored(
                    INTERNAL + "environment\\.[^.]+\\.checkpoints\\..*",
                    "decides how much is trained again after a crash, never about a result"),
            ignored(INTERNAL + "environment\\.code\\.listings\\..*", "says what can be named, not what was run"),
            ignored(INTERNAL + "environment\\.listener\\..*", "a listener watches, and never decides about a result"),
            ignored(INTERNAL + "environment\\.library\\.[^.]+\\.numerics\\..*", "says which facts are numerics"),
            compared(INTERNAL + "environment\\.declaredVariable\\..*", Aspect.PARAMETERS),
            compared(INTERNAL + "environment\\.variable\\.(BLIS|CUDNN|LC|LANG|LANGUAGE|TZ)[._].*", Aspect.ENVIRONMENT),
            compared(INTERNAL + "environment\\.(variable|libc|cuda)\\..*", Aspect.NUMERICS),
            compared(INTERNAL + "environment\\.(memory|container|jvm\\.maxHeap).*", Aspect.RESOURCE),
            compared(INTERNAL + "environment\\..*", Aspect.ENVIRONMENT),
            ignored(
                    DEPENDENCY + ".*\\]\\.annotations\\.(" + InputResource.PATH + "|" + RunDefinition.KIND + ")",
                    "says where it lies; the kind is in its place's name"),
            ignored(
                    DEPENDENCY + "input .*\\]\\.annotations\\." + InputResource.VERSION,
                    "says what the digest beside it is of"),
            ignored(DEPENDENCY + "source .*\\]\\.annotations\\.untracked", "counts files that runs may have made"),
            ignored(
                    DEPENDENCY + "(jar|classes|option) .*\\]\\.(annotations\\.(size|" + CodeComparison.PRECEDES
                            + ")|digest\\." + CodeComparison.CONTENTS + ")",
                    "follows from the digest beside it; entries with the same contents are no difference at all"),
            compared(DEPENDENCY + "input .*", Aspect.DATA),
            compared(DEPENDENCY + "(jar|classes|option|source) .*", Aspect.CODE),
            compared(DEPENDENCY + "native .*", Aspect.NUMERICS),
            compared(DEPENDENCY + ".*", Aspect.ENVIRONMENT),
            ignored(DETAILS + "builder\\.id", "a constant of the format"),
            compared(DETAILS + "builder\\.version\\..*", Aspect.CODE),
            ignored(DETAILS + "metadata\\.(invocationId|startedOn|finishedOn)", "tells one run from another"),
            ignored(DETAILS + "metadata\\.interruptions\\[.*", "how the run went; a resumed run has to give the same"),
            compared(DETAILS + "metadata\\.(status|cause)", Aspect.OUTPUT),
            compared(DETAILS + "byproducts\\[.*", Aspect.OUTPUT),
            compared("predicate\\.critical\\[.*", Aspect.FORMAT),
            compared("predicate\\.(parent|labels)\\..*", Aspect.LABEL),
            ignored("predicate\\.metrics\\[.*\\]\\.name", "in the name of the metric's place"),
            compared("predicate\\.metrics\\[.*", Aspect.METRIC),
            ignored("predicate\\.series\\[.*\\]\\.name", "in the name of the series' place"),
            compared("predicate\\.series\\[.*", Aspect.METRIC),
            ignored("predicate\\.expectations\\[.*\\]\\.name", "in the name of the expectation's place"),
            compared("predicate\\.expectations\\[.*", Aspect.EXPECTATION),
            ignored("predicate\\.hazards\\[.*\\]\\.(class|line|kind)", "in the name of the hazard's place"),
            compared("predicate\\.hazards\\[.*", Aspect.NONDETERMINISM),
            compared("predicate\\.resources\\..*", Aspect.RESOURCE),
            ignored("predicate\\.resultDigest\\..*", "follows from what is compared"));

    private FieldRules() {}

    /**
     * The aspect of a difference in {@code place}, or empty if the field is ignored.
     *
     * @param numeric the facts that decide about the last bits
     * @throws IllegalStateException if no rule covers it: a field was added to the manifest, but not here
     */
    static Optional<Aspect> aspect(String place, NumericFacts numeric) {
        Optional<Aspect> aspect = ruled(place);
        return aspect.equals(Optional.of(Aspect.ENVIRONMENT)) && isNumeric(place, numeric)
                ? Optional.of(Aspect.NUMERICS)
                : aspect;
    }

    /** Whether it can cause other results: if the classes are the same, another commit of their source cannot. */
    static boolean canBringAbout(Difference difference) {
        return difference.aspect().isCause() && !difference.where().startsWith(SOURCE);
    }

    /** In a place, {@code .value} or {@code .unavailable} follows the name of a fact. */
    private static boolean isNumeric(String place, NumericFacts numeric) {
        return place.startsWith(FACT)
                && numeric.contains(place.substring(FACT.length(), Math.max(FACT.length(), place.lastIndexOf('.'))));
    }

    private static Optional<Aspect> ruled(String place) {
        return RULES.stream()
                .filter(rule -> rule.pattern().matcher(place).matches())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no rule says what a difference in " + place + " means"))
                .aspect();
    }

    private static Rule compared(String pattern, Aspect aspect) {
        return new Rule(Pattern.compile(pattern, Pattern.DOTALL), Optional.of(aspect), "");
    }

    private static Rule ignored(String pattern, String reason) {
        return new Rule(Pattern.compile(pattern, Pattern.DOTALL), Optional.empty(), reason);
    }

    /**
     * One rule.
     *
     * @param reason why the field is ignored, if it is
     */
    private record Rule(Pattern pattern, Optional<Aspect> aspect, String reason) {}
}
