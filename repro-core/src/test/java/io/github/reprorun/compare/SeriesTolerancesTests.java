package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Expectation.Kind;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.MetricSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTolerancesTests {
    private static final MetricSeries.Point[] BEFORE = points(0.5, 0.4, 0.3);

    @TempDir
    private Path folder;

    private static MetricSeries.Point[] points(double... values) {
        MetricSeries.Point[] points = new MetricSeries.Point[values.length];
        for (int i = 0; i < values.length; i++) {
            points[i] = new MetricSeries.Point(i + 1L, values[i]);
        }
        return points;
    }

    private static Manifest manifest(MetricSeries.Point[] points, Expectation... expectations) {
        return Manifests.withExpectations(
                Manifests.withSeries(Manifests.succeeded(), List.of(Manifests.series("loss", points))), expectations);
    }

    private Path file(String name, MetricSeries.Point... points) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((MetricsFile.HEADER + "\n").getBytes(StandardCharsets.US_ASCII));
        for (MetricSeries.Point point : points) {
            bytes.write(MetricsFile.row("another", 7, bytes.size(), 0));
            bytes.write(MetricsFile.row("loss", point.step(), point.value(), 0));
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private Comparison compare(MetricSeries.Point[] after, Expectation... expectations) throws IOException {
        return Comparison.between(
                manifest(BEFORE, expectations),
                manifest(after, expectations),
                new RecordedValues(file("a.csv", BEFORE), file("b.csv", after)));
    }

    private static void assertAll(Comparison comparison, boolean allowed, String text) {
        List<Difference> effects = comparison.differences().stream()
                .filter(difference -> difference.aspect().isEffect())
                .toList();
        assertThat(effects)
                .isNotEmpty()
                .allSatisfy(effect ->
                        assertThat(effect.allowance()).isEqualTo(Optional.of(new Difference.Allowance(allowed, text))));
        assertThat(comparison.verdict()).isEqualTo(allowed ? Verdict.WITHIN_TOLERANCE : Verdict.DIVERGED);
    }

    @Test
    void holdForEachValue() throws IOException {
        Expectation within = Expectation.of("loss", Kind.WITHIN, 0.01);
        assertAll(compare(points(0.5, 0.41, 0.3), within), true, "each value within 0.01");
        assertAll(compare(points(0.5, 0.4101, 0.3), within), false, "at step 2 off by 0.0101, not within 0.01");
        assertAll(
                compare(points(0.5, Double.NaN, 0.3), within),
                false,
                "at step 2 not within 0.01: a value is not a finite number");
    }

    @Test
    void holdRelativelyToEachValue() throws IOException {
        Expectation relative = Expectation.of("loss", Kind.WITHIN_RELATIVE, 0.1);
        assertAll(compare(points(0.55, 0.44, 0.33), relative), true, "each value relatively within 0.1");
        assertAll(
                compare(points(0.55, 0.44, 0.331), relative),
                false,
                "at step 3 off by 0.031, not relatively within 0.1");
    }

    /** First, last, least, greatest and number are the same, and nothing is known of what lies between. */
    @Test
    void holdForNothingWithoutTheValues() {
        Expectation within = Expectation.of("loss", Kind.WITHIN, 10);
        MetricSeries.Point[] before = points(0.5, 0.4, 0.45, 0.3);
        MetricSeries.Point[] after = points(0.5, 0.4, 0.46, 0.3);
        Comparison comparison = Comparison.between(manifest(before, within), manifest(after, within));

        assertThat(comparison.differences())
                .filteredOn(difference -> difference.aspect() == Aspect.METRIC)
                .extracting(Difference::where)
                .containsExactly("predicate.series[loss].digest.sha256");
        assertAll(comparison, false, "not known to be within 10, without the values themselves");
    }

    @Test
    void holdForNoOtherNumberOrStep() throws IOException {
        Expectation within = Expectation.of("loss", Kind.WITHIN, 10);
        assertAll(compare(points(0.5, 0.4), within), false, "there are 3 values and 2");
        MetricSeries.Point[] otherStep = points(0.5, 0.4, 0.3);
        otherStep[1] = new MetricSeries.Point(9, 0.4);
        assertAll(compare(otherStep, within), false, "a value is of step 2 and of step 9");
    }

    @Test
    void holdForNoValuesButThoseOfTheManifest() throws IOException {
        Expectation within = Expectation.of("loss", Kind.WITHIN, 0.01);
        MetricSeries.Point[] after = points(0.9, 0.4, 0.3);
        Path first = file("a.csv", BEFORE);
        Path forged = file("b.csv", BEFORE);
        Path damaged = Files.writeString(folder.resolve("c.csv"), "x\n");

        assertAll(
                between(after, within, new RecordedValues(first, forged)),
                false,
                "the values cannot be compared: " + forged + " is not what its manifest states");
        assertAll(
                between(after, within, new RecordedValues(forged, damaged)),
                false,
                "the values cannot be compared: " + damaged + ": line 1 is not the header " + MetricsFile.HEADER);
        Path empty = Files.writeString(folder.resolve("d.csv"), MetricsFile.HEADER + "\n");
        assertAll(
                between(after, within, new RecordedValues(empty, empty)),
                false,
                "the values cannot be compared: " + empty + " is not what its manifest states");
        assertThat(Comparison.between(manifest(BEFORE, within), folder, manifest(after, within), folder)
                        .verdict())
                .isEqualTo(Verdict.DIVERGED);
    }

    @Test
    void areFoundBesideTheManifestsOfTwoRuns() throws IOException {
        Expectation within = Expectation.of("loss", Kind.WITHIN, 0.02);
        MetricSeries.Point[] after = points(0.5, 0.4, 0.31);
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        file("first/metrics.csv", BEFORE);
        file("second/metrics.csv", after);

        Path manifest = second.resolve("manifest.json");
        assertThat(Comparison.between(manifest(BEFORE, within), first, manifest(after, within), manifest)
                        .verdict())
                .isEqualTo(Verdict.WITHIN_TOLERANCE);
    }

    private static Comparison between(MetricSeries.Point[] after, Expectation within, RecordedValues values) {
        return Comparison.between(manifest(BEFORE, within), manifest(after, within), values);
    }

    @Test
    void areNotAskedForOfEqualSeries() {
        Expectation within = Expectation.of("loss", Kind.WITHIN, 0.01);
        Path nowhere = folder.resolve("nowhere");

        assertThat(between(Arrays.copyOf(BEFORE, 3), within, new RecordedValues(nowhere, nowhere))
                        .verdict())
                .isEqualTo(Verdict.REPRODUCED);
    }

    @Test
    void ofOneRunAloneAllowNothing() throws IOException {
        Manifest with = manifest(points(0.5, 0.4, 0.31), Expectation.of("loss", Kind.WITHIN, 1));
        Comparison comparison = Comparison.between(
                manifest(BEFORE),
                with,
                new RecordedValues(file("a.csv", BEFORE), file("b.csv", points(0.5, 0.4, 0.31))));

        assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
    }
}
