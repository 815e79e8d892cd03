package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.seed.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which facts of a run the result digest is over; that its form is the documented one is for ManifestDocumentTests. */
class ResultDigestTests {
    private static final Sha256 X = Sha256.ofUtf8("x");
    private static final Sha256 Y = Sha256.ofUtf8("y");

    /** What enters the digest, with a name for every variant. */
    private record Result(
            List<Resource> inputs,
            SortedMap<String, ParameterValue> parameters,
            Seed seed,
            SortedMap<String, Sha256> subjects,
            List<Metric> metrics,
            List<MetricSeries> series,
            List<Resource> byproducts) {
        static Result usual() {
            return new Result(
                    List.of(Manifests.resource("data", "", Map.of("sha256", X.hex()), "path", "data.csv")),
                    Manifests.sorted(Map.of("p", ParameterValue.of(1))),
                    new Seed(42),
                    Manifests.sorted(Map.of("outputs/a", X, "run.log", X)),
                    List.of(new Metric("m", 0.5)),
                    List.of(),
                    List.of());
        }

        Result withInputs(Resource... inputs) {
            return new Result(List.of(inputs), parameters, seed, subjects, metrics, series, byproducts);
        }

        Result withParameters(Map<String, ParameterValue> parameters) {
            return new Result(inputs, Manifests.sorted(parameters), seed, subjects, metrics, series, byproducts);
        }

        Result withParameter(Object value) {
            return withParameters(Map.of("p", ParameterValue.of(value)));
        }

        Result withSeed(long seed) {
            return new Result(inputs, parameters, new Seed(seed), subjects, metrics, series, byproducts);
        }

        Result withSubjects(Map<String, Sha256> subjects) {
            return new Result(inputs, parameters, seed, Manifests.sorted(subjects), metrics, series, byproducts);
        }

        Result withMetrics(Metric... metrics) {
            return new Result(inputs, parameters, seed, subjects, List.of(metrics), series, byproducts);
        }

        Result withSeries(MetricSeries... series) {
            return new Result(inputs, parameters, seed, subjects, metrics, List.of(series), byproducts);
        }

        Result withByproducts(Resource... byproducts) {
            return new Result(inputs, parameters, seed, subjects, metrics, series, List.of(byproducts));
        }

        Sha256 digest() {
            return ResultDigest.of(inputs, parameters, seed, subjects, metrics, series, byproducts);
        }
    }

    @Test
    void isAnotherForEveryOtherResult() {
        Result usual = Result.usual();
        Map<String, Result> variants = new LinkedHashMap<>();
        variants.put("usual", usual);
        variants.put("no input", usual.withInputs());
        variants.put("other input name", usual.withInputs(input("other", "sha256", X)));
        variants.put("other input content", usual.withInputs(input("data", "sha256", Y)));
        variants.put("folder of the same digest", usual.withInputs(input("data", "dirHash", X)));
        variants.put("two inputs", usual.withInputs(input("data", "sha256", X), input("more", "sha256", X)));
        variants.put("no parameter", usual.withParameters(Map.of()));
        variants.put("other parameter name", usual.withParameters(Map.of("q", ParameterValue.of(1))));
        variants.put("other parameter value", usual.withParameter(2));
        variants.put("long in place of int", usual.withParameter(1L));
        variants.put("text in place of int", usual.withParameter("1"));
        variants.put("double in place of int", usual.withParameter(1.0));
        variants.put("next double", usual.withParameter(Math.nextUp(1.0)));
        variants.put("0.0", usual.withParameter(0.0));
        variants.put("-0.0", usual.withParameter(-0.0));
        variants.put("true", usual.withParameter(true));
        variants.put("text true", usual.withParameter("true"));
        variants.put("text null", usual.withParameter("null"));
        variants.put("empty text", usual.withParameter(""));
        variants.put("text bits", usual.withParameter("3ff0000000000000"));
        variants.put("other seed", usual.withSeed(-42));
        variants.put("no output", usual.withSubjects(Map.of("run.log", X)));
        variants.put("other output name", usual.withSubjects(Map.of("outputs/b", X)));
        variants.put("other output content", usual.withSubjects(Map.of("outputs/a", Y)));
        variants.put("two outputs", usual.withSubjects(Map.of("outputs/a", X, "outputs/b", X)));
        variants.put("no metric", usual.withMetrics());
        variants.put("other metric name", usual.withMetrics(metric("n", 0.5)));
        MetricSeries.Point point = new MetricSeries.Point(1, 0.5);
        variants.put("series", usual.withSeries(Manifests.series("s", point)));
        variants.put("other series", usual.withSeries(Manifests.series("t", point)));
        variants.put("longer series", usual.withSeries(Manifests.series("s", point, point)));
        variants.put("series of another step", usual.withSeries(Manifests.series("s", new MetricSeries.Point(2, 0.5))));
        variants.put(
                "series of another value", usual.withSeries(Manifests.series("s", new MetricSeries.Point(1, 0.25))));
        variants.put("end state", usual.withByproducts(state("network 1/parameters", X)));
        variants.put("end state of other bits", usual.withByproducts(state("network 1/parameters", Y)));
        variants.put("end state of another network", usual.withByproducts(state("network 2/parameters", X)));
        variants.put(
                "two end states",
                usual.withByproducts(state("network 1/parameters", X), state("network 1/updater", X)));
        variants.put(
                "two end states the other way round",
                usual.withByproducts(state("network 1/parameters", X), state("network 1/updater", Y)));
        variants.put("last bit", usual.withMetrics(metric("m", Math.nextUp(0.5))));
        variants.put("metric 0.0", usual.withMetrics(metric("m", 0.0)));
        variants.put("metric -0.0", usual.withMetrics(metric("m", -0.0)));
        variants.put("metric NaN", usual.withMetrics(metric("m", Double.NaN)));
        variants.put(
                "metric NaN of other bits",
                usual.withMetrics(metric("m", Double.longBitsToDouble(0x7ff8000000000001L))));
        variants.put("metric twice", usual.withMetrics(metric("m", 0.5), metric("m", 0.5)));

        Map<Sha256, String> seen = new LinkedHashMap<>();
        variants.forEach((name, result) -> assertThat(seen.put(result.digest(), name))
                .as("same as %s", name)
                .isNull());
        assertThat(seen).hasSize(43);
    }

    @Test
    void aNotANumberOfOtherBitsIsAnotherValue() {
        double other = Double.longBitsToDouble(0x7ff8000000000001L);

        assertThat(metric("m", Double.NaN)).isEqualTo(metric("m", Double.NaN)).isNotEqualTo(metric("m", other));
        assertThat(new MetricSeries.Point(1, Double.NaN))
                .isEqualTo(new MetricSeries.Point(1, Double.NaN))
                .isNotEqualTo(new MetricSeries.Point(1, other));
    }

    @Test
    void everyBitOfAMetricCounts() {
        Set<Sha256> digests = new HashSet<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            double value = Double.longBitsToDouble(Double.doubleToRawLongBits(0.875) ^ (1L << bit));
            digests.add(Result.usual().withMetrics(metric("m", value)).digest());
        }
        assertThat(digests).hasSize(Long.SIZE);
    }

    @Test
    void isOfAKnownValue() {
        assertThat(Result.usual().digest().hex())
                .isEqualTo(Sha256.ofUtf8("{\"inputs\":{\"data\":{\"sha256\":\"" + X + "\"}},"
                                + "\"metrics\":[{\"bits\":\"3fe0000000000000\",\"name\":\"m\"}],"
                                + "\"outputs\":{\"outputs/a\":\"" + X + "\"},"
                                + "\"parameters\":{\"p\":{\"type\":\"int\",\"value\":\"1\"}},"
                                + "\"seed\":\"42\",\"version\":1}")
                        .hex());
    }

    @Test
    void isOfAKnownValueWithEndStates() {
        assertThat(Result.usual()
                        .withByproducts(state("network 2/parameters", Y), state("network 1/parameters", X))
                        .digest()
                        .hex())
                .isEqualTo(Sha256.ofUtf8("{\"endStates\":{\"network 1/parameters\":{\"sha256\":\"" + X + "\"},"
                                + "\"network 2/parameters\":{\"sha256\":\"" + Y + "\"}},"
                                + "\"inputs\":{\"data\":{\"sha256\":\"" + X + "\"}},"
                                + "\"metrics\":[{\"bits\":\"3fe0000000000000\",\"name\":\"m\"}],"
                                + "\"outputs\":{\"outputs/a\":\"" + X + "\"},"
                                + "\"parameters\":{\"p\":{\"type\":\"int\",\"value\":\"1\"}},"
                                + "\"seed\":\"42\",\"version\":1}")
                        .hex());
    }

    @Nested
    class TheSame {
        @Test
        void whicheverThreadWasFirstToTellOfItsNetwork() {
            Resource one = state("network 1/parameters", X);
            Resource other = state("network 2/parameters", Y);
            assertThat(Result.usual().withByproducts(one, other).digest())
                    .isEqualTo(Result.usual().withByproducts(other, one).digest());
        }

        @Test
        void whateverElseARunMadeThatIsNoFile() {
            assertThat(Result.usual()
                            .withByproducts(
                                    Manifests.resource("model.zip/parameters", "", Map.of("sha256", Y.hex())),
                                    Manifests.resource("x", "", Map.of("sha256", Y.hex()), "kind", "other"))
                            .digest())
                    .isEqualTo(Result.usual().digest());
        }

        private final Manifest full = Manifests.full();

        @Test
        void whateverIsNoOutputAmongTheFiles() {
            assertThat(Result.usual()
                            .withSubjects(Map.of("outputs/a", X, "run.log", Y, "inputs/z", Y))
                            .digest())
                    .isEqualTo(Result.usual().digest());
        }

        @Test
        void whereverAnInputLies() {
            Resource elsewhere =
                    Manifests.resource("data", "file:/x", Map.of("sha256", X.hex()), "path", "/elsewhere", "size", "9");
            assertThat(Result.usual().withInputs(elsewhere).digest())
                    .isEqualTo(Result.usual().digest());
        }

        @Test
        void whenAndAsWhichRunItWas() {
            assertSame(manifest -> Manifests.withDetails(
                    manifest,
                    new RunDetails(
                            new TreeMap<>(),
                            "other-id",
                            Instant.EPOCH,
                            Instant.EPOCH,
                            RunStatus.INTERRUPTED,
                            Optional.of("x"),
                            List.of(),
                            List.of())));
        }

        @Test
        void onWhateverHostFromWhateverCode() {
            RunDefinition full = Manifests.full().definition();
            List<Resource> inputs = new ArrayList<>(full.dependencies(RunDefinition.KIND_INPUT));
            RunDefinition elsewhere = new RunDefinition(
                    "other-name",
                    Evidence.unavailable("unknown"),
                    List.of(),
                    full.parameters(),
                    full.seed(),
                    new TreeMap<>(),
                    new PinnedProfile("none", 64, new TreeMap<>(), List.of(), List.of(), "/elsewhere"),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    inputs);
            assertSame(manifest -> Manifests.digested(new Manifest(
                    manifest.subjects(),
                    elsewhere,
                    manifest.details(),
                    manifest.metrics(),
                    manifest.series(),
                    List.of(),
                    List.of(new Hazard("k", "c", 1, 1, Hazard.Treatment.PINNED, "a")),
                    new TreeMap<>(),
                    manifest.resultDigest())));
        }

        private void assertSame(UnaryOperator<Manifest> change) {
            Manifest changed = change.apply(full);
            assertThat(changed).isNotEqualTo(full);
            assertThat(changed.resultDigest()).isEqualTo(full.resultDigest());
        }
    }

    private static Metric metric(String name, double value) {
        return new Metric(name, value);
    }

    private static Resource input(String name, String algorithm, Sha256 digest) {
        return Manifests.resource(name, "", Map.of(algorithm, digest.hex()));
    }

    private static Resource state(String name, Sha256 digest) {
        return Manifests.resource(name, "", Map.of("sha256", digest.hex()), "kind", RunDefinition.KIND_END_STATE);
    }
}
