package io.github.reprorun.compare;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The likeliest reason why two trainings diverged: the first aspect in which their manifests differ and that can cause
 * the first divergence or, if there is none, chance that was not held. Immutable, hence safe to share between threads.
 *
 * @param cause the aspect
 * @param reason in words, the fact that differs, with both values
 * @param evidence the differences between the manifests in this aspect, that of {@code reason} first
 */
public record Attribution(Aspect cause, String reason, List<Difference> evidence) {
    /** Options of the JVM that change no result. */
    private static final Pattern WITHOUT_EFFECT = Pattern.compile("-Dreprorun\\..*|-Xm[sx].*|-Dslf4j\\..*");

    /** Copies {@code evidence}. */
    public Attribution {
        evidence = List.copyOf(evidence);
    }

    /** The distance between the first values that differ: it tells numerics from a different computation. */
    public enum Distance {
        /** A few of the last bits: different kernels, different orders of summation. */
        ROUNDING,
        /** More than rounding brings about in a step. */
        LARGE,
        /** Only digests are known. */
        UNKNOWN
    }

    /**
     * Attributes {@code divergence} to what differs between the manifests.
     *
     * @param expected the manifest of the run that was expected to be reproduced
     * @param actual the other's
     */
    public static Attribution of(Divergence divergence, Distance distance, Manifest expected, Manifest actual) {
        if (divergence.phase() == Phase.SEQUENCE) {
            Optional<String> cut = cutShort("first", expected).or(() -> cutShort("second", actual));
            if (cut.isPresent()) {
                return new Attribution(Aspect.ENVIRONMENT, cut.get(), List.of());
            }
        }
        Comparison comparison = actual.details().ending() == RunDetails.Ending.STOPPED_AT_DIVERGENCE
                ? Comparison.upToStop(expected, actual)
                : Comparison.between(expected, actual);
        List<Difference> differences = comparison.differences();
        for (Aspect aspect : candidates(divergence, distance)) {
            List<Difference> evidence = evidence(aspect, differences);
            if (!evidence.isEmpty()) {
                return new Attribution(aspect, TellingFact.words(evidence.get(0)), evidence);
            }
        }
        return unexplained(expected, actual, differences);
    }

    /**
     * Attributes it to what differs between the machine of a run and that of its replay, which has the same code, inputs,
     * parameters and seed.
     *
     * @param replay the replay's manifest
     */
    public static Attribution ofReplay(Manifest original, Manifest replay) {
        List<Difference> differences = Comparison.between(original, replay).differences();
        for (Aspect aspect : List.of(Aspect.NUMERICS, Aspect.ENVIRONMENT)) {
            List<Difference> evidence = evidence(aspect, differences);
            if (!evidence.isEmpty()) {
                return new Attribution(aspect, TellingFact.words(evidence.get(0)), evidence);
            }
        }
        return unexplained(original, replay, List.of());
    }

    private static Optional<String> cutShort(String which, Manifest manifest) {
        return manifest.details().status() == RunStatus.SUCCEEDED
                        || manifest.details().ending() == RunDetails.Ending.STOPPED_AT_DIVERGENCE
                ? Optional.empty()
                : Optional.of("the " + which + " run did not end by itself: "
                        + manifest.details()
                                .cause()
                                .orElse(manifest.details().status().name()));
    }

    /** The aspects that can cause a difference in a phase whose inputs were the same, the likeliest first. */
    private static List<Aspect> candidates(Divergence divergence, Distance distance) {
        boolean initial = divergence.iteration() == 0;
        return switch (divergence.phase()) {
            case BATCH ->
                List.of(Aspect.DATA, Aspect.PARAMETERS, Aspect.SEED, Aspect.CODE, Aspect.NUMERICS, Aspect.ENVIRONMENT);
            case GENERATOR -> List.of(Aspect.SEED, Aspect.PARAMETERS, Aspect.CODE, Aspect.DATA);
            case RESULT ->
                List.of(Aspect.CODE, Aspect.PARAMETERS, Aspect.DATA, Aspect.SEED, Aspect.NUMERICS, Aspect.ENVIRONMENT);
            case NETWORK, SEQUENCE -> List.of(Aspect.PARAMETERS, Aspect.CODE, Aspect.DATA, Aspect.SEED);
            case PARAMETERS ->
                initial
                        ? List.of(Aspect.SEED, Aspect.PARAMETERS, Aspect.CODE, Aspect.DATA, Aspect.NUMERICS)
                        : List.of(Aspect.PARAMETERS, Aspect.CODE, Aspect.NUMERICS, Aspect.SEED, Aspect.DATA);
            case FORWARD, GRADIENT ->
                distance == Distance.LARGE
                        ? List.of(Aspect.PARAMETERS, Aspect.CODE, Aspect.NUMERICS, Aspect.DATA, Aspect.ENVIRONMENT)
                        : List.of(Aspect.NUMERICS, Aspect.PARAMETERS, Aspect.CODE, Aspect.DATA, Aspect.ENVIRONMENT);
            case UPDATE ->
                distance == Distance.ROUNDING
                        ? List.of(Aspect.NUMERICS, Aspect.PARAMETERS, Aspect.CODE, Aspect.DATA, Aspect.ENVIRONMENT)
                        : List.of(Aspect.PARAMETERS, Aspect.CODE, Aspect.NUMERICS, Aspect.DATA, Aspect.ENVIRONMENT);
        };
    }

    /** If the classes and jars are the same, a different commit of the source is not a different program. */
    private static List<Difference> evidence(Aspect aspect, List<Difference> differences) {
        Predicate<Difference> counts = switch (aspect) {
            case CODE -> FieldRules::canBringAbout;
            case ENVIRONMENT ->
                difference -> Stream.of(difference.expected(), difference.actual())
                        .flatMap(Optional::stream)
                        .noneMatch(value -> difference.where().contains(".jvmOptions[")
                                && WITHOUT_EFFECT.matcher(value).matches());
            default -> difference -> true;
        };
        List<Difference> evidence = new ArrayList<>(differences.stream()
                .filter(difference -> difference.aspect() == aspect)
                .filter(counts)
                .toList());
        TellingFact.among(evidence).ifPresent(telling -> {
            evidence.remove(telling);
            evidence.add(0, telling);
        });
        return evidence;
    }

    private static Attribution unexplained(Manifest expected, Manifest actual, List<Difference> differences) {
        String notHeld = Stream.of(expected, actual)
                .flatMap(manifest -> manifest.hazards().stream())
                .filter(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED)
                .map(hazard -> hazard.kind() + " at " + hazard.className() + ":" + hazard.line())
                .distinct()
                .reduce((left, right) -> left + ", " + right)
                .map(hazards -> "a source of chance that cannot be held was met: " + hazards)
                .orElse("a source of chance was not held, or the state was changed from outside");
        return new Attribution(
                Aspect.NONDETERMINISM,
                "no difference between the manifests explains it; " + notHeld,
                evidence(Aspect.NONDETERMINISM, differences));
    }
}
