package io.github.reprorun.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.VerifiedStudy;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
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
 * A study as tables: a row for each cell, a row for each setting and metric with estimates over its seeds, and a row for
 * each setting against one of them. docs/statistics.md has the methods. Immutable, hence safe to share between threads.
 *
 * @param study what it states
 * @param signature whose signature was verified, or that none was checked
 * @param rows the cells, in the order of the design
 * @param against the setting that the others are compared with
 */
public record StudyReport(StudyManifest study, String signature, List<Row> rows, SortedMap<String, String> against) {
    /** How many digits a table for people has. */
    private static final MathContext SHOWN = new MathContext(6);

    /** Titles by columns: those with an interval have it in brackets. */
    private static final Map<String, String> SETTING_TITLES = titles(
            "seeds",
            "seeds",
            "mean",
            "mean",
            "median",
            "median",
            "interquartileMean",
            "interquartile mean",
            "deviation",
            "deviation",
            "minimum",
            "minimum",
            "maximum",
            "maximum");

    private static final Map<String, String> COMPARISON_TITLES = titles(
            "pairs",
            "pairs",
            "difference",
            "difference",
            "signFlipP",
            "p, sign flips",
            "signFlipHolmP",
            "with Holm",
            "wilcoxonP",
            "p, Wilcoxon",
            "wilcoxonHolmP",
            "with Holm",
            "leastP",
            "least p",
            "greater",
            "greater");

    /**
     * Copies what it is given.
     *
     * @throws UsageException if no cell that was tried has the setting to compare with
     */
    public StudyReport {
        rows = List.copyOf(rows);
        SortedMap<String, String> setting = Collections.unmodifiableSortedMap(new TreeMap<>(against));
        if (rows.stream()
                        .noneMatch(row ->
                                row.isTried() && row.cell().cell().parameters().equals(setting))
                && !(setting.isEmpty() && rows.stream().noneMatch(Row::isTried))) {
            throw new UsageException("against " + setting, "no cell that was tried has these parameters");
        }
        against = setting;
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
        return new StudyReport(verified.manifest(), signature, rows, first(rows));
    }

    private static SortedMap<String, String> first(List<Row> rows) {
        for (Row row : rows) {
            if (row.isTried()) {
                return row.cell().cell().parameters();
            }
        }
        return Collections.emptySortedMap();
    }

    /**
     * This report with another setting to compare with; it is the first that was tried otherwise.
     *
     * @throws UsageException if no cell that was tried has that setting
     */
    public StudyReport against(SortedMap<String, String> setting) {
        return new StudyReport(study, signature, rows, setting);
    }

    private static SortedMap<String, Double> metrics(Manifest manifest) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        for (Metric metric : manifest.metrics()) {
            metrics.put(metric.name(), metric.value());
        }
        return metrics;
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
        StudyStatistics statistics = StudyStatistics.of(this, against);
        out.println();
        out.println("Estimates over seeds, with intervals of 95 %");
        print(out, SETTING_TITLES, statistics.settings());
        if (!statistics.comparisons().isEmpty()) {
            out.println();
            out.println("Against " + cell(setting(against)) + ", "
                    + (study.design().hasPairs() ? "seed by seed" : "not in pairs"));
            print(out, COMPARISON_TITLES, statistics.comparisons());
        }
    }

    private static Map<String, String> titles(String... columnsAndTitles) {
        Map<String, String> titles = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndTitles.length; i += 2) {
            titles.put(columnsAndTitles[i], columnsAndTitles[i + 1]);
        }
        return titles;
    }

    private void print(PrintWriter out, Map<String, String> titles, List<StudyStatistics.Line> lines) {
        List<String> heading = new ArrayList<>(study.design().grid().keySet());
        heading.addAll(List.of("metric", "role"));
        heading.addAll(titles.values());
        heading.add("notes");
        out.println();
        row(out, heading);
        out.println("|" + String.join("|", Collections.nCopies(heading.size(), "---")) + "|");
        Map<String, Integer> notes = new LinkedHashMap<>();
        for (StudyStatistics.Line line : lines) {
            List<String> cells = new ArrayList<>(line.setting().values());
            cells.add(line.metric());
            cells.add(line.role().title());
            titles.keySet().forEach(column -> cells.add(rounded(line.numbers(), column)));
            line.notes().forEach(note -> notes.putIfAbsent(note, notes.size() + 1));
            cells.add(line.notes().stream()
                    .map(note -> String.valueOf(notes.get(note)))
                    .collect(Collectors.joining(", ")));
            row(out, cells);
        }
        if (!notes.isEmpty()) {
            out.println();
            notes.forEach((note, number) -> out.println(number + ". " + cell(note)));
        }
    }

    private static String rounded(Map<String, Double> numbers, String column) {
        Double number = numbers.get(column);
        Double low = numbers.get(column + "Low");
        Double high = numbers.get(column + "High");
        return (number == null ? "" : rounded(number))
                + (low == null || high == null ? "" : " (" + rounded(low) + " … " + rounded(high) + ")");
    }

    private static String rounded(double number) {
        return FloatText.shortest(
                Double.isFinite(number) ? new BigDecimal(number).round(SHOWN).doubleValue() : number);
    }

    private static String setting(SortedMap<String, String> setting) {
        return setting.isEmpty()
                ? "the program as it is"
                : setting.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(", "));
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
        StudyStatistics statistics = StudyStatistics.of(this, against);
        document.put("level", FloatText.shortest(StudyStatistics.LEVEL));
        put(document.putArray("settings"), statistics.settings());
        ObjectNode base = document.putObject("against");
        against.forEach(base::put);
        put(document.putArray("comparisons"), statistics.comparisons());
        Json.print(out, document);
    }

    private static void put(ArrayNode array, List<StudyStatistics.Line> lines) {
        for (StudyStatistics.Line line : lines) {
            ObjectNode node = array.addObject();
            ObjectNode parameters = node.putObject("parameters");
            line.setting().forEach(parameters::put);
            node.put("metric", line.metric());
            node.put("role", line.role().name());
            line.numbers().forEach((column, number) -> node.put(column, FloatText.shortest(number)));
            ArrayNode notes = node.putArray("notes");
            line.notes().forEach(notes::add);
        }
    }

    /**
     * The estimates over seeds as CSV, a row for each setting and metric: parameters, metric, role, the numbers of which
     * those that end in {@code Low} and {@code High} are intervals of 95 %, and notes, which say why a number is missing.
     */
    public String settingsCsv() {
        return csv(
                StudyStatistics.SETTING_NUMBERS,
                StudyStatistics.of(this, against).settings());
    }

    /** The comparisons as CSV, in the form of {@link #settingsCsv}. */
    public String comparisonsCsv() {
        return csv(
                StudyStatistics.COMPARISON_NUMBERS,
                StudyStatistics.of(this, against).comparisons());
    }

    private String csv(List<String> columns, List<StudyStatistics.Line> lines) {
        StringBuilder csv = new StringBuilder();
        List<String> heading = new ArrayList<>(study.design().grid().keySet());
        heading.addAll(List.of("metric", "role"));
        heading.addAll(columns);
        heading.add("notes");
        append(csv, heading);
        for (StudyStatistics.Line line : lines) {
            List<String> fields = new ArrayList<>(line.setting().values());
            fields.add(line.metric());
            fields.add(line.role().title());
            for (String column : columns) {
                Double number = line.numbers().get(column);
                fields.add(number == null ? "" : FloatText.shortest(number));
            }
            fields.add(String.join("; ", line.notes()));
            append(csv, fields);
        }
        return csv.toString();
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

        private boolean isTried() {
            return cell.status() != StudyManifest.Status.EXCLUDED;
        }
    }
}
