package io.github.reprorun.report;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.manifest.Manifest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A report for people: two tables in GitHub's Markdown, one of the runs and one of their metrics. */
final class ReportText {
    private static final List<String> HEADING =
            List.of("", "run", "status", "signed by", "seed", "result", "against the first");
    private static final String LABELS = "labels";

    private final PrintWriter out;
    private final Report report;

    private ReportText(PrintWriter out, Report report) {
        this.out = out;
        this.report = report;
    }

    static void print(PrintWriter out, Report report) {
        ReportText text = new ReportText(out, report);
        text.printRuns();
        text.printMetrics();
    }

    private void printRuns() {
        boolean labelled = report.runs().stream().anyMatch(run -> !labels(run).isEmpty());
        heading(labelled ? with(HEADING, LABELS) : HEADING);
        for (int i = 0; i < report.runs().size(); i++) {
            ReportedRun run = report.runs().get(i);
            List<String> cells = List.of(
                    Integer.toString(i + 1),
                    run.title(),
                    run.status(),
                    run.signature(),
                    run.manifest()
                            .map(manifest -> manifest.definition().seed().toString())
                            .orElse(""),
                    run.manifest()
                            .flatMap(Manifest::result)
                            .map(digest -> "sha256:" + digest)
                            .orElse(run.manifest().isPresent() ? "no result" : ""),
                    report.comparison(run).map(ReportText::verdict).orElse(""));
            row(labelled ? with(cells, labels(run)) : cells);
        }
    }

    /** The labels of {@code run}, as {@code name=text}. */
    private static String labels(ReportedRun run) {
        return run.manifest().stream()
                .flatMap(manifest -> manifest.labels().texts().entrySet().stream())
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }

    private static List<String> with(List<String> cells, String last) {
        List<String> all = new ArrayList<>(cells);
        all.add(last);
        return all;
    }

    private void printMetrics() {
        List<SortedMap<String, String>> values =
                report.runs().stream().map(ReportText::values).toList();
        SortedSet<String> names = new TreeSet<>();
        values.forEach(each -> names.addAll(each.keySet()));
        if (names.isEmpty()) {
            return;
        }
        out.println();
        heading(cells(
                "metric",
                IntStream.rangeClosed(1, values.size())
                        .mapToObj(Integer::toString)
                        .toList()));
        for (String name : names) {
            row(cells(
                    name,
                    values.stream().map(each -> each.getOrDefault(name, "")).toList()));
        }
    }

    /** The metrics of {@code run} as a whole, and the last value of each by step, in words by name. */
    private static SortedMap<String, String> values(ReportedRun run) {
        SortedMap<String, String> values = new TreeMap<>();
        Report.metrics(run).forEach((name, value) -> values.put(name, FloatText.shortest(value)));
        Report.series(run)
                .forEach((name, series) -> values.put(
                        name + " by step, the last",
                        FloatText.shortest(series.last().value()) + " at step "
                                + series.last().step()));
        return values;
    }

    private static String verdict(Comparison comparison) {
        return comparison.causes().isEmpty()
                ? comparison.verdictLine()
                : comparison.verdict() + ": "
                        + comparison.causes().stream().map(Aspect::name).collect(Collectors.joining(", "));
    }

    private static List<String> cells(String first, List<String> others) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.addAll(others);
        return cells;
    }

    private void heading(List<String> cells) {
        row(cells);
        out.println("|" + String.join("|", Collections.nCopies(cells.size(), "---")) + "|");
    }

    private void row(List<String> cells) {
        out.println(cells.stream().map(ReportText::cell).collect(Collectors.joining(" | ", "| ", " |")));
    }

    /** Text that stays in its cell and is shown as it is: anybody may have chosen the names in a manifest. */
    private static String cell(String text) {
        return OneLine.of(text).replaceAll("[\\\\|<&`*\\[]", "\\\\$0");
    }
}
