package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.base.metrics.SeriesTally;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.seed.Seed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Manifests to test with. */
public final class Manifests {
    private Manifests() {}

    /** A manifest with something in every field that there is. */
    public static Manifest full() {
        return digested(new Manifest(
                sorted(Map.of(
                        "inputs/images.sha256", Sha256.ofUtf8("listing"),
                        "outputs/labels.txt", Sha256.ofUtf8("labels"),
                        "outputs/models/model.zip", Sha256.ofUtf8("model"),
                        "run.log", Sha256.ofUtf8("log"))),
                definition(),
                new RunDetails(
                        sorted(Map.of("repro-core", "0.1.0", "repro-dl4j", "0.1.0")),
                        "20260102T030405Z-0badcafe",
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        Instant.parse("2026-01-02T03:05:00Z"),
                        RunStatus.FAILED,
                        Optional.of("java.lang.IllegalStateException: no convergence"),
                        List.of(new RunDetails.Interruption(
                                "INTERRUPTED: SIGTERM",
                                "iteration 130, epoch 2",
                                Instant.parse("2026-01-02T03:04:30Z"),
                                "iteration 120, epoch 2")),
                        List.of(resource("network", "pkg:x/y@1", Map.of("sha256", hex("params")), "kind", "network"))),
                List.of(
                        new Metric("gain", Double.NaN),
                        new Metric("loss", 0.1),
                        new Metric("margin", -0.0),
                        new Metric("recall", 0.875)),
                List.of(series(
                        "score",
                        new MetricSeries.Point(1, 0.5),
                        new MetricSeries.Point(2, Double.NaN),
                        new MetricSeries.Point(2, -0.0))),
                List.of(
                        Expectation.of("accuracy", Expectation.Kind.WITHIN, 0.005),
                        Expectation.of("loss", Expectation.Kind.AT_MOST, -0.5),
                        Expectation.mayDiffer("outputs/plots")),
                List.of(
                        new Hazard("java.util.Random()", "a.B$C", 17, 3, Hazard.Treatment.SEEDED, "Use run.random."),
                        new Hazard("hogwild", "a.D", -1, 1, Hazard.Treatment.UNCONTROLLED, "Use one worker.")),
                sorted(Map.of("cpuSeconds", "12.5", "maxRssBytes", "1048576")),
                Sha256.ofUtf8("to be replaced"),
                Optional.of(new Parent(Parent.STUDY, "fraud-grid", Sha256.ofUtf8("study"))),
                new Labels(sorted(Map.of("ticket", "R-7 \u00fc", "team", "fraud"))),
                new NewerFields(new TreeSet<>(List.of("predicate.labels")), List.of())));
    }

    private static RunDefinition definition() {
        return new RunDefinition(
                "fraud-detector",
                Evidence.observed("com.example.FraudTraining"),
                List.of("--epochs", "20", "", "\u00fc \ud83d\ude00"),
                sorted(Map.of(
                        "batch", ParameterValue.of(32),
                        "big", ParameterValue.of(Long.MIN_VALUE),
                        "dropout", ParameterValue.of(0.5),
                        "name", ParameterValue.of("a \"b\"\n\u20ac"),
                        "shuffle", ParameterValue.of(true))),
                new Seed(42),
                sorted(Map.of("shuffle", "5713196291440503434")),
                new PinnedProfile(
                        "portable",
                        2,
                        sorted(Map.of("LC_ALL", "C.UTF-8", "OMP_NUM_THREADS", "2", "TZ", "UTC")),
                        List.of("-Xmx1g", "-Dfile.encoding=UTF-8"),
                        List.of("/app/classes", "/app/lib/core.jar"),
                        "/home/u/work"),
                sorted(Map.of("clock", "no seed reaches it")),
                sorted(Map.of(
                        "jvm.maxHeap", Evidence.observed("1073741824"),
                        "jvm.vendor", Evidence.observed("Eclipse Adoptium"),
                        "memory.total", Evidence.observed("25769803776"),
                        "nd4j.blas.core", Evidence.observed("Haswell"),
                        "nvidia.driver", Evidence.unavailable("no such device"))),
                List.of(
                        resource("claims", "", Map.of("sha256", hex("claims")), "kind", "input", "path", "claims.csv"),
                        resource("images", "", Map.of("dirHash", hex("images")), "kind", "input", "files", "3"),
                        resource("classes", "", Map.of("dirHash", hex("classes")), "kind", "classes"),
                        resource("core.jar", "pkg:maven/a/core@1", Map.of("sha256", hex("core")), "kind", "jar"),
                        resource("libblas.so", "", Map.of("sha256", hex("blas")), "kind", "native"),
                        resource(
                                "sources",
                                "https://x/y",
                                Map.of("gitCommit", hex("c").substring(24)),
                                "kind",
                                "source")));
    }

    /** {@link #full()}, as if it had succeeded. */
    public static Manifest succeeded() {
        Manifest full = full();
        return withDetails(full, ended(full.details(), RunStatus.SUCCEEDED, Optional.empty()));
    }

    /** {@link #full()}, with this one metric. */
    static Manifest withMetric(double value) {
        return withMetrics(full(), List.of(new Metric("m", value)));
    }

    /** {@code manifest}, with these metrics. */
    public static Manifest withMetrics(Manifest manifest, List<Metric> metrics) {
        return digested(new Manifest(
                manifest.subjects(),
                manifest.definition(),
                manifest.details(),
                metrics,
                manifest.series(),
                manifest.expectations(),
                manifest.hazards(),
                manifest.resources(),
                manifest.resultDigest()));
    }

    /** What {@code points} come to. */
    public static MetricSeries series(String name, MetricSeries.Point... points) {
        SeriesTally tally = new SeriesTally(name);
        for (MetricSeries.Point point : points) {
            tally.add(point.step(), point.value());
        }
        return tally.series();
    }

    /** {@code manifest}, with these series. */
    public static Manifest withSeries(Manifest manifest, List<MetricSeries> series) {
        return digested(new Manifest(
                manifest.subjects(),
                manifest.definition(),
                manifest.details(),
                manifest.metrics(),
                series,
                manifest.expectations(),
                manifest.hazards(),
                manifest.resources(),
                manifest.resultDigest(),
                manifest.parent(),
                manifest.labels(),
                manifest.newer()));
    }

    /** {@code manifest}, with these expectations. */
    public static Manifest withExpectations(Manifest manifest, Expectation... expectations) {
        return new Manifest(
                manifest.subjects(),
                manifest.definition(),
                manifest.details(),
                manifest.metrics(),
                manifest.series(),
                List.of(expectations),
                manifest.hazards(),
                manifest.resources(),
                manifest.resultDigest(),
                manifest.parent(),
                manifest.labels(),
                manifest.newer());
    }

    public static RunDetails ended(RunDetails details, RunStatus status, Optional<String> cause) {
        return new RunDetails(
                details.builderVersions(),
                details.invocationId(),
                details.startedOn(),
                details.finishedOn(),
                status,
                cause,
                details.interruptions(),
                details.byproducts());
    }

    public static Manifest withDetails(Manifest manifest, RunDetails details) {
        return digested(new Manifest(
                manifest.subjects(),
                manifest.definition(),
                details,
                manifest.metrics(),
                manifest.series(),
                manifest.expectations(),
                manifest.hazards(),
                manifest.resources(),
                manifest.resultDigest(),
                manifest.parent(),
                manifest.labels(),
                manifest.newer()));
    }

    /** {@code manifest} with the result digest that follows from it. */
    public static Manifest digested(Manifest manifest) {
        return new Manifest(
                manifest.subjects(),
                manifest.definition(),
                manifest.details(),
                manifest.metrics(),
                manifest.series(),
                manifest.expectations(),
                manifest.hazards(),
                manifest.resources(),
                resultDigest(manifest),
                manifest.parent(),
                manifest.labels(),
                manifest.newer());
    }

    static Sha256 resultDigest(Manifest manifest) {
        return ResultDigest.of(manifest);
    }

    /** {@link #full()} with another value at {@code place}, a JSON pointer, and the result digest that follows. */
    public static Manifest changed(String place, UnaryOperator<JsonNode> change) {
        return changed(full(), place, change);
    }

    /** {@code manifest} with another value at {@code place}, a JSON pointer, and the result digest that follows. */
    public static Manifest changed(Manifest manifest, String place, UnaryOperator<JsonNode> change) {
        JsonNode tree = Places.changed(ManifestJson.tree(manifest), place, change);
        return digested(new ManifestReader("changed").statement(tree));
    }

    /** A resource with {@code annotations} as names and values in turn. */
    public static Resource resource(String name, String uri, Map<String, String> digest, String... annotations) {
        SortedMap<String, String> facts = new TreeMap<>();
        for (int i = 0; i < annotations.length; i += 2) {
            facts.put(annotations[i], annotations[i + 1]);
        }
        return new Resource(name, uri, sorted(digest), facts);
    }

    public static <V> SortedMap<String, V> sorted(Map<String, ? extends V> map) {
        return new TreeMap<>(map);
    }

    private static String hex(String text) {
        return Sha256.ofUtf8(text).hex();
    }
}
