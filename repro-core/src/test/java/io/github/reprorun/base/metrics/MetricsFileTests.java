package io.github.reprorun.base.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.ManifestSupplier;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.MetricSeries;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class MetricsFileTests {
    private Path file;

    @BeforeTry
    void makeFile() throws IOException {
        file = Files.createTempFile("metrics", ".csv");
    }

    @AfterTry
    void removeFile() throws IOException {
        Files.delete(file);
    }

    @Provide
    Arbitrary<List<MetricRow>> rows() {
        Arbitrary<String> name = Arbitraries.oneOf(
                Arbitraries.of(
                        "loss", "a,b", "\"", "\"quoted\"", "two\nlines", "cr\rlf\n", " padded ", "\u00fc \ud83d\ude00"),
                Arbitraries.strings()
                        .withChars(",\"\n\r ax\u20ac")
                        .ofMinLength(1)
                        .ofMaxLength(6)
                        .filter(text -> !text.isBlank()));
        Arbitrary<Long> step =
                Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(-2, 2));
        return Combinators.combine(name, step, ManifestSupplier.number(), Arbitraries.longs())
                .as(MetricRow::new)
                .list()
                .ofMaxSize(20);
    }

    private void write(List<MetricRow> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((MetricsFile.HEADER + "\n").getBytes(StandardCharsets.US_ASCII));
        for (MetricRow row : rows) {
            bytes.write(MetricsFile.row(MetricsFile.field(row.name()), row.step(), row.value(), row.epochMillis()));
        }
        Files.write(file, bytes.toByteArray());
    }

    @Property
    void isReadAsItWasWritten(@ForAll("rows") List<MetricRow> rows) throws IOException {
        write(rows);

        List<MetricRow> read = new ArrayList<>();
        try (MetricsReader reader = MetricsReader.open(file)) {
            reader.forEachRemaining(read::add);
        }
        assertThat(read).isEqualTo(rows);
        assertThat(read)
                .extracting(row -> FloatText.bits(row.value()))
                .isEqualTo(rows.stream().map(row -> FloatText.bits(row.value())).toList());
    }

    /** Says of each series what a list of its values says. */
    @Property
    void isSummedUpAsDocumented(@ForAll("rows") List<MetricRow> rows) throws IOException {
        write(rows);

        List<MetricSeries> expected = new ArrayList<>();
        for (String name : new TreeSet<>(rows.stream().map(MetricRow::name).toList())) {
            expected.add(summed(
                    name, rows.stream().filter(row -> row.name().equals(name)).toList()));
        }
        assertThat(MetricsFile.series(file)).isEqualTo(expected);
    }

    private static MetricSeries summed(String name, List<MetricRow> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        for (MetricRow row : rows) {
            data.writeLong(row.step());
            data.writeLong(Double.doubleToRawLongBits(row.value()));
        }
        List<MetricSeries.Point> points = rows.stream()
                .map(row -> new MetricSeries.Point(row.step(), row.value()))
                .toList();
        List<MetricSeries.Point> numbers =
                points.stream().filter(point -> !Double.isNaN(point.value())).toList();
        List<MetricSeries.Point> descending = new ArrayList<>(numbers);
        descending.sort(Comparator.comparing(MetricSeries.Point::value).reversed());
        Optional<MetricSeries.Point> least = numbers.stream().min(Comparator.comparing(MetricSeries.Point::value));
        return new MetricSeries(
                name,
                rows.size(),
                points.get(0),
                points.get(points.size() - 1),
                least,
                descending.stream().findFirst(),
                Sha256.of(bytes.toByteArray()));
    }

    @Example
    void hasTheDocumentedForm() throws IOException {
        write(List.of(
                new MetricRow("loss", 1, 0.1, 1_700_000_000_000L),
                new MetricRow("a,\"b\"\nc", -2, -0.0, 0),
                new MetricRow("loss", 1, Double.POSITIVE_INFINITY, 1)));

        assertThat(Files.readString(file))
                .isEqualTo("name,step,value,bits,epochMillis\n"
                        + "loss,1,0.1,3fb999999999999a,1700000000000\n"
                        + "\"a,\"\"b\"\"\nc\",-2,-0.0,8000000000000000,0\n"
                        + "loss,1,Infinity,7ff0000000000000,1\n");
    }

    @Example
    void isReadAsFarAsIsAsked() throws IOException {
        String first = MetricsFile.HEADER + "\nm,1,1,3ff0000000000000,0\n";
        Files.writeString(file, first + "m,2,torn");

        assertThat(MetricsFile.tallies(file, first.length()).get("m").series())
                .isEqualTo(Manifests.series("m", new MetricSeries.Point(1, 1)));
        assertRefused(first + "m,2,torn", "line 3 is cut short");
    }

    @Example
    void refusesEveryOtherFormAndNamesTheLine() throws IOException {
        String header = MetricsFile.HEADER + "\n";
        String two = header + "\"two\nlines\",1,1,3ff0000000000000,0\n";
        assertRefused("", "line 1 is not the header name,step,value,bits,epochMillis");
        assertRefused("name,step,value\n", "line 1 is not the header name,step,value,bits,epochMillis");
        assertRefused(MetricsFile.HEADER, "line 1 is cut short");
        assertRefused(header.replace("\n", "\r\n"), "line 1 is not the header name,step,value,bits,epochMillis");
        assertRefused(two + "m,1,1\n", "line 4 has 3 fields, not 5");
        assertRefused(two + "m\n", "line 4 has one field, not 5");
        assertRefused(two + "m,1,1,3ff0000000000000,0,\n", "line 4 has 6 fields, not 5");
        assertRefused(two + "m,1,2,3ff0000000000000,0\n", "line 4 is not as it would be written");
        assertRefused(two + "m,1,1.0,3ff0000000000000,0\n", "line 4 is not as it would be written");
        assertRefused(two + "m,+1,1,3ff0000000000000,0\n", "line 4 is not as it would be written");
        assertRefused(two + "\"m\",1,1,3ff0000000000000,0\n", "line 4 is not as it would be written");
        assertRefused(two + "m,1,1,3FF0000000000000,0\n", "line 4 is not as it would be written");
        assertRefused(
                two + "m,1,1,3ff0000000000000,0\r\n", "line 4 is not a row of a metric: For input string: \"0\r\"");
        assertRefused(
                two + "m,one,1,3ff0000000000000,0\n", "line 4 is not a row of a metric: For input string: \"one\"");
        assertRefused(two + " ,1,1,3ff0000000000000,0\n", "line 4 has no name");
        assertRefused(two + "\"m,1,1,3ff0000000000000,0\n", "line 4 is cut short");
        assertRefused(
                header + "m".repeat(MetricsFile.LONGEST_NAME + 1) + ",1,1,3ff0000000000000,0\n",
                "line 2 has a name of more than 65536 bytes");
        assertRefused(header + "m".repeat(1 << 20), "line 2 is longer than any row");
        Files.write(file, (header + "\u00ff,1,1,3ff0000000000000,0\n").getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("line 2 is not as it would be written");
    }

    private void assertRefused(String content, String problem) throws IOException {
        Files.writeString(file, content);
        assertRefused(problem);
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> MetricsFile.series(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(file + ": " + problem.replace("\r", "\\r"));
    }
}
