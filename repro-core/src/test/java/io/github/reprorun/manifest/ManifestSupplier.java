package io.github.reprorun.manifest;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.seed.Seed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Any manifest that a run could leave, names and texts of every kind, numbers of every size. */
public final class ManifestSupplier implements ArbitrarySupplier<Manifest> {
    private static final List<Double> SPECIAL_DOUBLES = List.of(
            Double.NaN,
            Double.longBitsToDouble(0x7ff8dead0000beefL),
            Double.longBitsToDouble(0xfff8000000000000L),
            0.0,
            -0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            -Double.MAX_VALUE,
            1e21,
            1e-7,
            0.1 + 0.2);

    @Override
    public Arbitrary<Manifest> get() {
        return Combinators.combine(withoutBelongings(), parent(), labels(), critical())
                .as((manifest, parent, labels, critical) -> new Manifest(
                        manifest.subjects(),
                        manifest.definition(),
                        manifest.details(),
                        manifest.metrics(),
                        manifest.series(),
                        manifest.expectations(),
                        manifest.hazards(),
                        manifest.resources(),
                        manifest.resultDigest(),
                        parent,
                        labels,
                        new NewerFields(criticalOf(critical, parent, labels), List.of())));
    }

    private static Arbitrary<Optional<Parent>> parent() {
        return Combinators.combine(Arbitraries.of(Parent.STUDY, Parent.CAPSULE, "fleet"), runName(), sha256())
                .as(Parent::new)
                .optional();
    }

    private static Arbitrary<Labels> labels() {
        Arbitrary<String> value = text().filter(text -> text.chars().noneMatch(Character::isISOControl));
        return texts(runName(), value).map(Labels::new);
    }

    private static Arbitrary<Boolean> critical() {
        return Arbitraries.of(true, false);
    }

    /** Of what this version understands and the manifest has. */
    private static SortedSet<String> criticalOf(boolean critical, Optional<Parent> parent, Labels labels) {
        SortedSet<String> names = new TreeSet<>();
        if (critical && parent.isPresent()) {
            names.add("predicate.parent");
        }
        if (critical && !labels.texts().isEmpty()) {
            names.add("predicate.labels");
        }
        return names;
    }

    private static Arbitrary<Manifest> withoutBelongings() {
        return Combinators.combine(
                        texts(fileName(), sha256()),
                        definition(),
                        details(),
                        metric().list().uniqueElements(Metric::name).ofMaxSize(4),
                        series().list().ofMaxSize(2),
                        expectation().list().ofMaxSize(3),
                        hazard().list().ofMaxSize(2),
                        texts(text(), text()))
                .as((subjects, definition, details, metrics, series, expectations, hazards, resources) -> new Manifest(
                        subjects,
                        definition,
                        details,
                        metrics,
                        series,
                        expectations,
                        hazards,
                        resources,
                        Sha256.ofUtf8("to be replaced")))
                .map(Manifests::digested);
    }

    private static Arbitrary<RunDefinition> definition() {
        Arbitrary<RunDefinition> partial = Combinators.combine(
                        runName(),
                        evidence(),
                        text().list().ofMaxSize(3),
                        texts(name(), parameter()),
                        seed(),
                        profile())
                .as((name, main, arguments, parameters, seed, profile) -> new RunDefinition(
                        name,
                        main,
                        arguments,
                        parameters,
                        seed,
                        new TreeMap<>(),
                        profile,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        List.of()));
        return Combinators.combine(
                        partial,
                        texts(text(), seed().map(Seed::toString)),
                        texts(text(), text()),
                        texts(text(), evidence()),
                        resource().list().ofMaxSize(3))
                .as((d, streams, unpinned, environment, dependencies) -> new RunDefinition(
                        d.name(),
                        d.mainClass(),
                        d.arguments(),
                        d.parameters(),
                        d.seed(),
                        streams,
                        d.profile(),
                        unpinned,
                        environment,
                        dependencies));
    }

    private static Arbitrary<PinnedProfile> profile() {
        return Combinators.combine(
                        Arbitraries.of("portable", "host", PinnedProfile.NONE),
                        Arbitraries.integers().greaterOrEqual(1),
                        texts(text(), text()),
                        text().list().ofMaxSize(3),
                        text().list().ofMaxSize(3),
                        name())
                .as(PinnedProfile::new);
    }

    private static Arbitrary<RunDetails> details() {
        return Combinators.combine(
                        texts(text(), text()),
                        runName(),
                        instant(),
                        instant(),
                        Arbitraries.of(RunStatus.class),
                        text(),
                        interruption().list().ofMaxSize(2),
                        resource().list().ofMaxSize(2))
                .as((versions, id, started, finished, status, cause, interruptions, byproducts) -> new RunDetails(
                        versions,
                        id,
                        started,
                        finished,
                        status,
                        status == RunStatus.SUCCEEDED ? Optional.empty() : Optional.of(cause),
                        interruptions,
                        byproducts));
    }

    private static Arbitrary<RunDetails.Interruption> interruption() {
        return Combinators.combine(text(), text(), instant(), text()).as(RunDetails.Interruption::new);
    }

    private static Arbitrary<Instant> instant() {
        long latest = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        return Combinators.combine(
                        Arbitraries.longs().between(0, latest),
                        Arbitraries.of(0, 5, 120_000_000, 123_456_000, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    public static Arbitrary<Double> number() {
        return Arbitraries.oneOf(
                Arbitraries.of(SPECIAL_DOUBLES), Arbitraries.longs().map(Double::longBitsToDouble), decimal());
    }

    private static Arbitrary<Double> decimal() {
        return Combinators.combine(
                        Arbitraries.integers().between(-99_999, 99_999),
                        Arbitraries.integers().between(-30, 30))
                .as((digits, exponent) -> Double.parseDouble(digits + "e" + exponent));
    }

    static Arbitrary<ParameterValue> parameter() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(ParameterValue::of),
                Arbitraries.longs().map(ParameterValue::of),
                number().map(ParameterValue::of),
                Arbitraries.of(true, false).map(ParameterValue::of),
                text().map(ParameterValue::of));
    }

    private static Arbitrary<Metric> metric() {
        return Combinators.combine(name(), number()).as(Metric::new);
    }

    private static Arbitrary<MetricSeries> series() {
        Arbitrary<MetricSeries.Point> point =
                Combinators.combine(Arbitraries.longs(), number()).as(MetricSeries.Point::new);
        return Combinators.combine(name(), point.list().ofMinSize(1).ofMaxSize(4))
                .as((name, points) -> Manifests.series(name, points.toArray(MetricSeries.Point[]::new)));
    }

    private static Arbitrary<Expectation> expectation() {
        Arbitrary<Expectation.Kind> kind =
                Arbitraries.of(Expectation.Kind.class).filter(each -> each != Expectation.Kind.MAY_DIFFER);
        Arbitrary<Expectation> ofMetric = Combinators.combine(name(), kind, decimal())
                .as((metric, what, bound) -> Expectation.of(metric, what, Math.abs(bound)));
        return Arbitraries.oneOf(ofMetric, fileName().map(name -> Expectation.mayDiffer("outputs/" + name)));
    }

    private static Arbitrary<Hazard> hazard() {
        return Combinators.combine(
                        text(),
                        text(),
                        Arbitraries.integers(),
                        Arbitraries.longs().greaterOrEqual(1),
                        Arbitraries.of(Hazard.Treatment.class),
                        text())
                .as(Hazard::new);
    }

    private static Arbitrary<Resource> resource() {
        Arbitrary<SortedMap<String, String>> annotations = Combinators.combine(
                        texts(text(), text()),
                        Arbitraries.of(RunDefinition.KIND_INPUT, RunDefinition.KIND_JAR, RunDefinition.KIND_NATIVE))
                .as((facts, kind) -> {
                    facts.put(RunDefinition.KIND, kind);
                    return facts;
                });
        return Combinators.combine(name(), text(), texts(text(), sha256().map(Sha256::hex)), annotations)
                .as(Resource::new);
    }

    private static Arbitrary<Evidence<String>> evidence() {
        return Arbitraries.oneOf(text().map(Evidence::observed), name().map(Evidence::unavailable));
    }

    private static Arbitrary<Sha256> sha256() {
        return Arbitraries.longs().map(number -> Sha256.ofUtf8(Long.toString(number)));
    }

    private static Arbitrary<Seed> seed() {
        return Arbitraries.longs().filter(seed -> seed != 0).map(Seed::new);
    }

    private static Arbitrary<String> runName() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("._-0123456789ABZ")
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(name -> "r" + name);
    }

    private static Arbitrary<String> fileName() {
        return Arbitraries.of("outputs/", "inputs/", "")
                .flatMap(folder -> Arbitraries.strings()
                        .withCharRange('!', '[')
                        .withChars(" \u00e9\u20ac\ufffd")
                        .ofMinLength(1)
                        .ofMaxLength(6)
                        .filter(name -> !name.startsWith("/"))
                        .map(name -> folder + name));
    }

    /** Text that is not blank. */
    private static Arbitrary<String> name() {
        return text().filter(text -> !text.isBlank());
    }

    /** Text of any kind, but for half a surrogate pair, which JSON cannot hold. */
    private static Arbitrary<String> text() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(5),
                Arbitraries.strings().withCharRange('\u0080', '\ud7ff').ofMaxLength(3),
                Arbitraries.of(
                        "",
                        "\u0000",
                        "\n",
                        "\r",
                        "\t",
                        "\"",
                        "\\",
                        "/",
                        "\u007f",
                        "\u2028",
                        "\ufeff",
                        "\ud83d\ude00",
                        "\ue000",
                        "I\u0131\u0130i",
                        "\u0661",
                        "a.b",
                        "[x]",
                        "#1",
                        "@2"));
        return piece.list().ofMaxSize(2).map(pieces -> String.join("", pieces));
    }

    private static <V> Arbitrary<SortedMap<String, V>> texts(Arbitrary<String> names, Arbitrary<V> values) {
        return Arbitraries.maps(names, values).ofMaxSize(2).map(TreeMap::new);
    }
}
