package io.github.reprorun.compare;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.library.NumericFacts;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.manifest.ResultDigest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceWriter;
import io.github.reprorun.trace.TracedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two runs side by side. Immutable, hence safe to share between threads.
 *
 * @param verdict whether the second reproduced the first
 * @param causes the aspects that may be the reason, if it did not bit by bit; in the order of {@link Aspect}
 * @param differences every difference, causes before effects, each aspect by place
 * @param compared what both runs have of what a run makes, and was compared
 * @param resumptions what the runs continued without if they were resumed, one line each
 * @param reason why there is no verdict; present exactly if that is {@link Verdict#UNVERIFIABLE}
 */
public record Comparison(
        Verdict verdict,
        SortedSet<Aspect> causes,
        List<Difference> differences,
        Scope compared,
        List<String> resumptions,
        Optional<String> reason) {
    private static final String NOTHING = "nothing to compare";
    private static final String TRACE = "subject[" + TraceWriter.FILE_NAME + "]";
    private static final Comparator<Difference> CAUSES_FIRST =
            Comparator.comparing(Difference::aspect).thenComparing(Difference::where);

    /**
     * Copies what it is given.
     *
     * @throws IllegalArgumentException unless there is a reason exactly if there is no verdict, or if what is said to be the
     *     same was not compared
     */
    public Comparison {
        causes = Collections.unmodifiableSortedSet(new TreeSet<>(causes));
        differences = List.copyOf(differences);
        resumptions = List.copyOf(resumptions);
        if (reason.isPresent() != (verdict == Verdict.UNVERIFIABLE)) {
            throw new IllegalArgumentException(verdict + " with the reason " + reason);
        }
        if (compared.isEmpty() && (verdict == Verdict.REPRODUCED || verdict == Verdict.WITHIN_TOLERANCE)) {
            throw new IllegalArgumentException(verdict + ", although nothing was compared");
        }
    }

    /** A comparison of runs that lacked nothing, even if they were resumed; fails as the other constructor does. */
    public Comparison(
            Verdict verdict,
            SortedSet<Aspect> causes,
            List<Difference> differences,
            Scope compared,
            Optional<String> reason) {
        this(verdict, causes, differences, compared, List.of(), reason);
    }

    /**
     * How much of what two runs made was compared: what both have, whether or not it is the same. Immutable, hence safe to
     * share between threads.
     *
     * @param outputs files below {@code outputs/}, but for those that both runs declared may differ
     * @param metrics values of the run as a whole
     * @param series metrics with values by step
     * @param steps steps of training, of all networks together
     * @param networks networks whose state at the end of the run is known
     * @param unread networks that were trained and not compared, because the state of either run's could not be read
     */
    public record Scope(int outputs, int metrics, int series, long steps, int networks, int unread) {
        /** Nothing was compared. */
        public static final Scope NONE = new Scope(0, 0, 0, 0, 0, 0);

        /** @throws IllegalArgumentException if a number is negative */
        public Scope {
            if (outputs < 0 || metrics < 0 || series < 0 || steps < 0 || networks < 0 || unread < 0) {
                throw new IllegalArgumentException("numbers of what was compared are not negative");
            }
        }

        /** What can be compared of two runs by their manifests: all but steps. */
        static Scope of(Manifest expected, Manifest actual) {
            Set<String> outputs = outputs(expected);
            outputs.removeIf(output -> mayDiffer(expected, output) && mayDiffer(actual, output));
            return new Scope(
                    common(outputs, outputs(actual)),
                    common(metrics(expected), metrics(actual)),
                    common(series(expected), series(actual)),
                    0,
                    read(networks(expected, true), networks(actual, true)),
                    unread(networks(expected, false), networks(actual, false)));
        }

        /**
         * Whether a run that comes after {@code run} can be compared with it, because it left something that is compared, if
         * only a trace.
         */
        public static boolean isLeftBy(Manifest run) {
            return !of(run, run).isEmpty() || run.subjects().containsKey(TraceWriter.FILE_NAME);
        }

        private static int common(Set<String> expected, Set<String> actual) {
            expected.retainAll(actual);
            return expected.size();
        }

        private static int read(SortedMap<String, Integer> expected, SortedMap<String, Integer> actual) {
            int networks = 0;
            for (Map.Entry<String, Integer> each : expected.entrySet()) {
                networks += Math.min(each.getValue(), actual.getOrDefault(each.getKey(), 0));
            }
            return networks;
        }

        private static int unread(SortedMap<String, Integer> expected, SortedMap<String, Integer> actual) {
            SortedMap<String, Integer> all = new TreeMap<>(expected);
            actual.forEach((name, networks) -> all.merge(name, networks, Math::max));
            int networks = 0;
            for (int each : all.values()) {
                networks += each;
            }
            return networks;
        }

        private static Set<String> outputs(Manifest run) {
            Set<String> outputs = new HashSet<>();
            for (String subject : run.subjects().keySet()) {
                if (subject.startsWith(Manifest.OUTPUTS)) {
                    outputs.add(subject);
                }
            }
            return outputs;
        }

        private static boolean mayDiffer(Manifest run, String subject) {
            for (Expectation each : run.expectations()) {
                if (each.covers(subject)) {
                    return true;
                }
            }
            return false;
        }

        private static Set<String> metrics(Manifest run) {
            Set<String> metrics = new HashSet<>();
            for (Metric metric : run.metrics()) {
                metrics.add(FlatManifest.placeOf(metric));
            }
            return metrics;
        }

        private static Set<String> series(Manifest run) {
            Set<String> series = new HashSet<>();
            for (MetricSeries each : run.series()) {
                series.add(each.name());
            }
            return series;
        }

        /**
         * How many networks each name stands for: that of what a run sums up stands for several. A state that could not be read has
         * no digest, hence cannot be compared.
         */
        private static SortedMap<String, Integer> networks(Manifest run, boolean read) {
            SortedMap<String, Integer> networks = new TreeMap<>();
            for (Resource state : run.details().endStates()) {
                if (state.digest().isEmpty() != read) {
                    String models = state.annotations().getOrDefault(RunDefinition.MODELS, "");
                    networks.put(
                            networkOf(state.name()), models.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(models) : 1);
                }
            }
            return networks;
        }

        /** The part of a network is named after the first slash, and before the place that trains the network. */
        private static String networkOf(String state) {
            int slash = state.indexOf('/');
            int place = state.lastIndexOf(TracedNetwork.PLACE);
            String network = slash < 0 ? state : state.substring(0, slash);
            return place > slash && slash >= 0 ? network + state.substring(place) : network;
        }

        Scope withSteps(long number) {
            return new Scope(outputs, metrics, series, number, networks, unread);
        }

        /** Whether there was nothing to compare. */
        public boolean isEmpty() {
            return outputs == 0 && metrics == 0 && series == 0 && steps == 0 && networks == 0;
        }

        /**
         * For people, such as {@code 3 outputs, 2 metrics, 940 steps, 1 network}, and behind it what was not compared, such as
         * {@code ; not compared: 1 network that could not be read}.
         */
        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            add(parts, outputs, "output", "outputs");
            add(parts, metrics, "metric", "metrics");
            add(parts, series, "metric by step", "metrics by step");
            add(parts, steps, "step", "steps");
            add(parts, networks, "network", "networks");
            String compared = parts.isEmpty() ? NOTHING : String.join(", ", parts);
            return unread == 0
                    ? compared
                    : compared + "; not compared: " + unread + (unread == 1 ? " network" : " networks")
                            + " that could not be read";
        }

        private static void add(List<String> parts, long number, String one, String many) {
            if (number != 0) {
                parts.add(number + " " + (number == 1 ? one : many));
            }
        }
    }

    /**
     * Compares {@code actual} with {@code expected} by their manifests alone: no step of training is compared. Values by step
     * that are not the same are not within any tolerance then: see {@link #between(Manifest, Path, Manifest, Path)}.
     */
    public static Comparison between(Manifest expected, Manifest actual) {
        return between(expected, actual, Optional.empty(), Optional.empty());
    }

    /**
     * Compares {@code actual} with {@code expected}, and the steps of their traces where both left one. Where a series of values
     * by step is not the same and both runs declared a tolerance for it, each value is looked up beside the manifests, in one
     * pass for each such series. Values that cannot be read, or are not what their manifest sums up, are within no tolerance.
     * Runs of equal results are {@link Verdict#UNVERIFIABLE} if their manifests state different traces that cannot be compared.
     *
     * @param expectedRun where {@code expected} lies: its run's directory, or the manifest's own file
     * @param actualRun the same of {@code actual}
     */
    public static Comparison between(Manifest expected, Path expectedRun, Manifest actual, Path actualRun) {
        return between(expected, actual, RecordedValues.of(expectedRun, actualRun));
    }

    static Comparison between(Manifest expected, Manifest actual, RecordedValues values) {
        if (!isTraced(expected) || !isTraced(actual)) {
            return between(expected, actual, Optional.of(values), Optional.empty());
        }
        if (!values.haveTraces()) {
            return traceOf(expected).equals(traceOf(actual))
                    ? between(expected, actual, Optional.of(values), Optional.empty())
                    : withoutTraces(expected, actual, values, "one of the two is not there");
        }
        try {
            TraceComparison traces = values.traces(expected, actual);
            return traces.compared().isEmpty()
                    ? withoutTraces(expected, actual, values, "the two have no quantity in common")
                    : between(expected, actual, Optional.of(values), Optional.of(traces));
        } catch (UnreadableException | RefusedException e) {
            return withoutTraces(expected, actual, values, String.valueOf(e.getMessage()));
        }
    }

    /** Nobody knows then whether the steps are the same; that the results are not is known all the same. */
    private static Comparison withoutTraces(Manifest expected, Manifest actual, RecordedValues values, String problem) {
        Comparison others = between(expected, actual, Optional.of(values), Optional.empty());
        return others.verdict == Verdict.DIVERGED
                ? others
                : unverifiable(
                        others.differences,
                        others.compared,
                        others.resumptions,
                        "a trace cannot be compared: " + problem);
    }

    /** As {@link #between(Manifest, Manifest)}, of runs whose traces were compared. */
    public static Comparison between(Manifest expected, Manifest actual, TraceComparison traces) {
        return between(expected, actual, Optional.empty(), Optional.of(traces));
    }

    private static Comparison between(
            Manifest expected, Manifest actual, Optional<RecordedValues> values, Optional<TraceComparison> traces) {
        Comparison comparison = ofResults(expected, actual, values, traces);
        List<String> resumptions = new ArrayList<>();
        addResumptions(resumptions, "the first run", expected);
        addResumptions(resumptions, "the second run", actual);
        return new Comparison(
                comparison.verdict,
                comparison.causes,
                comparison.differences,
                comparison.compared,
                resumptions,
                comparison.reason);
    }

    private static void addResumptions(List<String> resumptions, String run, Manifest manifest) {
        for (Hazard hazard : manifest.hazards()) {
            if (hazard.isOfResumption()) {
                resumptions.add(run + " was " + hazard.kind() + " (" + hazard.place() + ")");
            }
        }
    }

    private static Comparison ofResults(
            Manifest expected, Manifest actual, Optional<RecordedValues> values, Optional<TraceComparison> traces) {
        List<Difference> found = differences(expected, actual);
        traces.flatMap(TraceComparison::firstDivergence)
                .map(Comparison::parting)
                .ifPresent(found::add);
        found.sort(CAUSES_FIRST);
        List<Difference> differences = new Tolerances(expected, actual, values).applied(found);
        List<Difference> effects = differences.stream()
                .filter(difference -> difference.aspect().isEffect())
                .toList();
        Scope compared = Scope.of(expected, actual)
                .withSteps(traces.filter(each -> !each.compared().isEmpty())
                        .map(TraceComparison::steps)
                        .orElse(0L));
        boolean isGivenTheSame = given(expected).equals(given(actual));
        if (!isGivenTheSame || !effects.stream().allMatch(Difference::isAllowed)) {
            return new Comparison(
                    Verdict.DIVERGED,
                    new TreeSet<>(causes(differences, expected, actual)),
                    differences,
                    compared,
                    Optional.empty());
        }
        if (compared.isEmpty()) {
            return unverifiable(differences, compared, List.of(), compared.toString());
        }
        return effects.isEmpty()
                ? new Comparison(
                        Verdict.REPRODUCED, Collections.emptySortedSet(), differences, compared, Optional.empty())
                : new Comparison(
                        Verdict.WITHIN_TOLERANCE,
                        new TreeSet<>(causes(differences, expected, actual)),
                        differences,
                        compared,
                        Optional.empty());
    }

    /** What is said where the claim was not tested, for {@code reason}. */
    public static Comparison unverifiable(String reason) {
        return unverifiable(List.of(), Scope.NONE, List.of(), reason);
    }

    private static Comparison unverifiable(
            List<Difference> differences, Scope compared, List<String> resumptions, String reason) {
        return new Comparison(
                Verdict.UNVERIFIABLE,
                Collections.emptySortedSet(),
                differences,
                compared,
                resumptions,
                Optional.of(reason));
    }

    /** This, of two trainings that are known to have parted, whatever became of their results. */
    public Comparison diverged() {
        return verdict == Verdict.DIVERGED
                ? this
                : new Comparison(
                        Verdict.DIVERGED,
                        causes.isEmpty() ? new TreeSet<>(List.of(Aspect.NONDETERMINISM)) : causes,
                        differences,
                        compared,
                        resumptions,
                        Optional.empty());
    }

    /** Whether the traces part, or only one of the runs left one. */
    public boolean hasOtherSteps() {
        return differences.stream().anyMatch(difference -> difference.where().equals(TRACE));
    }

    /**
     * The verdict with what it is about, or with why there is none, and what a run lacked that was resumed: one line.
     */
    public String verdictLine() {
        String word = verdictAndScope();
        return resumptions.isEmpty() ? word : word + "; " + String.join("; ", resumptions);
    }

    private String verdictAndScope() {
        return switch (verdict) {
            case REPRODUCED, WITHIN_TOLERANCE -> verdict + ": " + compared;
            case DIVERGED -> compared.isEmpty() ? verdict.name() : verdict + ": compared " + compared;
            case UNVERIFIABLE -> verdict + ": " + reason.orElseThrow();
        };
    }

    /** A difference that has no place in the manifests: where the trainings part. */
    private static Difference parting(Divergence divergence) {
        String place = divergence.network().isEmpty()
                ? ""
                : divergence.network() + ", iteration " + divergence.iteration() + ", epoch " + divergence.epoch()
                        + divergence.layer().map(layer -> ", layer " + layer).orElse("") + ": ";
        String quantity = place + divergence.quantity() + " ";
        return new Difference(
                Aspect.OUTPUT,
                TRACE,
                Optional.of(quantity + divergence.expected()),
                Optional.of(quantity + divergence.actual()));
    }

    private static boolean isTraced(Manifest run) {
        return traceOf(run).isPresent();
    }

    private static Optional<Sha256> traceOf(Manifest run) {
        return Optional.ofNullable(run.subjects().get(TraceWriter.FILE_NAME));
    }

    /** Who leaves no trace took no step. */
    private static Optional<Difference> tracedByOne(Manifest expected, Manifest actual) {
        if (isTraced(expected) == isTraced(actual)) {
            return Optional.empty();
        }
        Optional<String> trace = Optional.of("steps of training");
        return Optional.of(new Difference(
                Aspect.OUTPUT,
                TRACE,
                isTraced(expected) ? trace : Optional.empty(),
                isTraced(actual) ? trace : Optional.empty()));
    }

    /**
     * As {@link #between}, where {@code actual} was stopped in mid-training because it had diverged: this compares what
     * it had recorded by then, but not the results.
     */
    public static Comparison upToStop(Manifest expected, Manifest actual) {
        List<Difference> differences = between(expected, actual).differences().stream()
                .filter(difference -> difference.aspect().isCause())
                .filter(difference -> difference.actual().isPresent())
                .filter(difference -> !difference.where().matches("predicate\\.hazards\\[.*\\]\\.count"))
                .toList();
        return new Comparison(
                Verdict.DIVERGED,
                new TreeSet<>(causes(differences, expected, actual)),
                differences,
                Scope.NONE,
                Optional.empty());
    }

    private static Set<Aspect> causes(List<Difference> differences, Manifest expected, Manifest actual) {
        Set<Aspect> causes = EnumSet.noneOf(Aspect.class);
        differences.stream()
                .filter(FieldRules::canBringAbout)
                .map(Difference::aspect)
                .forEach(causes::add);
        if (causes.isEmpty() || hasUncontrolledHazard(expected) || hasUncontrolledHazard(actual)) {
            causes.add(Aspect.NONDETERMINISM);
        }
        return causes;
    }

    /** The part of the result digest that covers what the run was given. */
    private static Sha256 given(Manifest manifest) {
        RunDefinition definition = manifest.definition();
        return ResultDigest.of(
                definition.dependencies(RunDefinition.KIND_INPUT),
                definition.parameters(),
                definition.seed(),
                Collections.emptySortedMap(),
                List.of(),
                List.of(),
                List.of());
    }

    private static List<Difference> differences(Manifest first, Manifest second) {
        List<Resource> codeThen = first.definition().classPath();
        List<Resource> codeNow = second.definition().classPath();
        CodeComparison code = CodeComparison.of(codeThen, codeNow);
        List<Resource> optionsThen = first.definition().optionCode();
        List<Resource> optionsNow = second.definition().optionCode();
        CodeComparison options = CodeComparison.ofOptions(optionsThen, optionsNow);
        Set<Resource> sameThen = same(codeThen, code.onlyThen());
        sameThen.addAll(same(optionsThen, options.onlyThen()));
        Set<Resource> sameNow = same(codeNow, code.onlyNow());
        sameNow.addAll(same(optionsNow, options.onlyNow()));
        SortedMap<String, String> expected = FlatManifest.without(sameThen, first);
        SortedMap<String, String> actual = FlatManifest.without(sameNow, second);
        SortedSet<String> places = new TreeSet<>(expected.keySet());
        places.addAll(actual.keySet());
        NumericFacts numeric = NumericFacts.of(first.definition().environment())
                .and(NumericFacts.of(second.definition().environment()));
        List<Difference> differences = new ArrayList<>();
        for (String place : places) {
            Optional<Aspect> aspect = FieldRules.aspect(place, numeric);
            Optional<String> before = Optional.ofNullable(expected.get(place));
            Optional<String> after = Optional.ofNullable(actual.get(place));
            if (aspect.isPresent() && !before.equals(after)) {
                differences.add(new Difference(aspect.get(), place, before, after));
            }
        }
        differences.addAll(unknown(first, second));
        differences.addAll(ListOrder.differences(first, second, List.of(code, options)));
        tracedByOne(first, second).ifPresent(differences::add);
        return differences;
    }

    /** The entries of code that both have, whatever they are called, and those of a class path in which a JVM finds nothing. */
    private static Set<Resource> same(List<Resource> code, Set<Integer> others) {
        Set<Resource> same = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < code.size(); i++) {
            if (!others.contains(i)) {
                same.add(code.get(i));
            }
        }
        return same;
    }

    /** Differences in fields that this version does not understand are reported; they decide nothing. */
    private static List<Difference> unknown(Manifest first, Manifest second) {
        SortedMap<String, String> expected = FlatManifest.unknown(first);
        SortedMap<String, String> actual = FlatManifest.unknown(second);
        SortedSet<String> places = new TreeSet<>(expected.keySet());
        places.addAll(actual.keySet());
        return places.stream()
                .filter(place -> !Objects.equals(expected.get(place), actual.get(place)))
                .map(place -> new Difference(
                        Aspect.FORMAT,
                        place,
                        Optional.ofNullable(expected.get(place)),
                        Optional.ofNullable(actual.get(place))))
                .toList();
    }

    private static boolean hasUncontrolledHazard(Manifest manifest) {
        return manifest.hazards().stream().anyMatch(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED);
    }
}
