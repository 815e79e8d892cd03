package io.github.reprorun.dl4j.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Prints figures in columns while they come, and keeps them as a page of Markdown. Confined to one thread. */
final class Report {
    /** Where a figure has no budget. */
    static final String NO_BUDGET = "";

    private static final String COLUMNS = "%-66s %9s %9s %9s %7s  %s%n";

    private final PrintStream screen;
    private final StringBuilder page = new StringBuilder();

    Report(PrintStream screen) {
        this.screen = screen;
    }

    /** The machine that everything below was measured on. */
    void machine(Map<String, String> facts) {
        page.append(
                        "# Benchmarks\n\nWritten by `./mvnw -q -Pbench verify`. Each figure compares pieces of work that took")
                .append(" turns in one run; figures of two runs, or of two machines, say nothing about each other.\n\n")
                .append("| machine | |\n|---|---|\n");
        facts.forEach((name, value) -> {
            screen.printf("%-14s %s%n", name, value);
            page.append("| ").append(name).append(" | ").append(value).append(" |\n");
        });
    }

    void begin(Section section) {
        screen.printf("%n%s: %s%n", section.title(), section.explanation());
        screen.printf(COLUMNS, "", "min", "median", "max", "rounds", "budget");
        page.append("\n## ").append(section.title()).append("\n\n").append(section.explanation());
        page.append("\n\n| | min | median | max | rounds | budget |\n|---|---:|---:|---:|---:|---|\n");
    }

    /** A figure without a unit: a time divided by a time, or a throughput by a throughput. */
    void ratio(String name, Spread spread, String budget) {
        add(name, spread, "%.3f", budget);
    }

    /** A time. */
    void seconds(String name, Spread spread, String budget) {
        add(name, spread, "%.3f s", budget);
    }

    /** What is counted, not measured: the same in each round. */
    void count(String name, long count, String unit) {
        line(name, "", count + " " + unit, "", "", NO_BUDGET);
    }

    private void add(String name, Spread spread, String format, String budget) {
        line(
                name,
                String.format(Locale.ROOT, format, spread.minimum()),
                String.format(Locale.ROOT, format, spread.median()),
                String.format(Locale.ROOT, format, spread.maximum()),
                Integer.toString(spread.sorted().size()),
                budget);
    }

    private void line(String... cells) {
        screen.printf(COLUMNS, (Object[]) cells);
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Writes the page, and says where. */
    void write(Path file) throws IOException {
        Files.writeString(file, page, StandardCharsets.UTF_8);
        screen.printf("%nThe same as a page: %s%n", file);
    }
}
