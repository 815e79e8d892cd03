package io.github.reprorun.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.VerifiedStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A study as a table with a row for each cell. Immutable, hence safe to share between threads.
 *
 * @param study what it states
 * @param signature whose signature was verified, or that none was checked
 * @param rows the cells, in the order of the design
 */
public record StudyReport(StudyManifest study, String signature, List<Row> rows) {
    /** Copies the list. */
    public StudyReport {
        rows = List.copyOf(rows);
    }

    /**
     * The study in {@code directory}, whose runs are what it says.
     *
     * @param trust whose signature is believed; without it, the study is
     * @throws io.github.reprorun.failure.RefusedException if a signature or a run is not what it has to be
     * @throws io.github.reprorun.failure.UnreadableException if there is no study, or it has not ended
     */
    public static StudyReport of(Path directory, Optional<TrustPolicy> trust) {
        VerifiedStudy verified =
                trust.isPresent() ? VerifiedStudy.verify(directory, trust.get()) : VerifiedStudy.unsigned(directory);
        List<Row> rows = new ArrayList<>();
        for (StudyManifest.Cell cell : verified.manifest().cells()) {
            rows.add(new Row(
                    cell,
                    cell.result().isEmpty()
                            ? Collections.emptySortedMap()
                            : verified.run(cell)
                                    .map(run -> metrics(run.manifest()))
                                    .orElse(Collections.emptySortedMap())));
        }
        String signature =
                trust.isPresent() ? "signed by " + String.join(", ", verified.keyids()) : "signature not checked";
        return new StudyReport(verified.manifest(), signature, rows);
    }

    private static SortedMap<String, Double> metrics(Manifest manifest) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        for (Metric metric : manifest.metrics()) {
            metrics.put(metric.name(), metric.value());
        }
        return metrics;
    }

    /**
     * What statistics are made of: for each setting, in the order of the design, the values that the metric called {@code
     * metric} has in its runs, by seed in the order of the design. A cell without a result, or whose run did not record the
     * metric, has no value.
     */
    public Map<SortedMap<String, String>, SortedMap<Long, Double>> samples(String metric) {
        Map<SortedMap<String, String>, SortedMap<Long, Double>> samples = new LinkedHashMap<>();
        for (Row row : rows) {
            SortedMap<Long, Double> values =
                    samples.computeIfAbsent(row.cell().cell().parameters(), setting -> new TreeMap<>());
            Double value = row.metrics().get(metric);
            if (value != null) {
                values.put(row.cell().cell().seed().value(), value);
            }
        }
        return samples;
    }

    /** The names of all metrics that a run recorded for itself as a whole. */
    public SortedSet<String> metrics() {
        SortedSet<String> names = new TreeSet<>();
        rows.forEach(row -> names.addAll(row.metrics().keySet()));
        return names;
    }

    /** Prints a table in GitHub's Markdown. */
    public void printMarkdown(PrintWriter out) {
        List<String> heading = new ArrayList<>(study.design().grid().keySet());
        heading.addAll(List.of("seed", "status", "run", "result"));
        heading.addAll(metrics());
        out.println(cell(study.name()) + ": " + study.counts() + "; result sha256:" + study.resultDigest() + "; "
                + signature);
        out.println();
        row(out, heading);
        out.println("|" + String.join("|", Collections.nCopies(heading.size(), "---")) + "|");
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(row.cell().cell().parameters().values());
            cells.add(row.cell().cell().seed().toString());
            cells.add(row.cell().status()
                    + row.cell().cause().map(cause -> ": " + cause).orElse(""));
            cells.add(row.cell().run().orElse(""));
            cells.add(row.cell().result().map(digest -> "sha256:" + digest).orElse(""));
            for (String metric : metrics()) {
                cells.add(value(row, metric));
            }
            row(out, cells);
        }
    }

    /** Prints one JSON document. */
    public void printJson(PrintWriter out) {
        ObjectNode document = Json.object();
        document.put("study", study.name());
        document.put("id", study.id());
        document.put("signature", signature);
        document.put("resultDigest", study.resultDigest().hex());
        var cells = document.putArray("cells");
        for (Row row : rows) {
            ObjectNode node = cells.addObject();
            ObjectNode parameters = node.putObject("parameters");
            row.cell().cell().parameters().forEach(parameters::put);
            node.put("seed", row.cell().cell().seed().toString());
            node.put("rootSeed", row.cell().cell().rootSeed().toString());
            node.put("status", row.cell().status().name());
            row.cell().cause().ifPresent(cause -> node.put("cause", cause));
            row.cell().run().ifPresent(run -> node.put("run", run));
            row.cell().result().ifPresent(digest -> node.put("resultDigest", digest.hex()));
            ObjectNode metrics = node.putObject("metrics");
            row.metrics()
                    .forEach((name, value) -> metrics.putObject(name)
                            .put("value", FloatText.shortest(value))
                            .put("bits", FloatText.bits(value)));
        }
        Json.print(out, document);
    }

    /**
     * A row for each cell as CSV (RFC 4180) with LF at the end of each row: parameters, seed, rootSeed, status, cause, run,
     * resultDigest, then each metric as its shortest decimal.
     */
    public String csv() {
        StringBuilder csv = new StringBuilder();
        List<String> heading = new ArrayList<>(study.design().grid().keySet());
        heading.addAll(List.of("seed", "rootSeed", "status", "cause", "run", "resultDigest"));
        heading.addAll(metrics());
        append(csv, heading);
        for (Row row : rows) {
            List<String> fields = new ArrayList<>(row.cell().cell().parameters().values());
            fields.add(row.cell().cell().seed().toString());
            fields.add(row.cell().cell().rootSeed().toString());
            fields.add(row.cell().status().name());
            fields.add(row.cell().cause().orElse(""));
            fields.add(row.cell().run().orElse(""));
            fields.add(row.cell().result().map(Sha256::hex).orElse(""));
            for (String metric : metrics()) {
                fields.add(value(row, metric));
            }
            append(csv, fields);
        }
        return csv.toString();
    }

    private static void append(StringBuilder csv, List<String> fields) {
        csv.append(fields.stream().map(StudyReport::field).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String field(String text) {
        return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String value(Row row, String metric) {
        Double value = row.metrics().get(metric);
        return value == null ? "" : FloatText.shortest(value);
    }

    private static void row(PrintWriter out, List<String> cells) {
        out.println(cells.stream().map(StudyReport::cell).collect(Collectors.joining(" | ", "| ", " |")));
    }

    /** Text that stays in its cell and is shown as it is. */
    private static String cell(String text) {
        return OneLine.of(text).replaceAll("[\\\\|<&`*\\[]", "\\\\$0");
    }

    /**
     * A cell with the metrics of its run. Immutable, hence safe to share between threads.
     *
     * @param cell what became of it
     * @param metrics the values of the run as a whole, by name; empty without a result
     */
    public record Row(StudyManifest.Cell cell, SortedMap<String, Double> metrics) {
        /** Copies what it is given. */
        public Row {
            metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        }
    }
}
