package io.github.reprorun.internal.statistics;

import io.github.reprorun.internal.statistics.Coverage.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of docs/statistics.md that says how often intervals hold the truth. */
record CoverageTable(Map<String, SortedMap<Integer, Coverage>> coverages) {
    static final List<Integer> SIZES = List.of(5, 8, 10, 20, 30, 50, 200);

    private static final int SAMPLES = 2000;
    private static final Path PAGE = Path.of("..", "docs", "statistics.md");
    private static final String BEGIN = "<!-- begin coverage: written by ./mvnw -Pstatistics verify -->\n";
    private static final String END = "<!-- end coverage -->";
    private static final Pattern CELL = Pattern.compile("([0-9.]+)(\\\\\\*)?( of [0-9.]+)?");

    /** What the page says of a method and a number of values. */
    record Cell(double share, boolean cautioned) {}

    static CoverageTable simulated() {
        Map<String, SortedMap<Integer, Coverage>> coverages = new LinkedHashMap<>();
        for (Method method : Coverage.METHODS) {
            SortedMap<Integer, Coverage> bySize = new TreeMap<>();
            for (int size : SIZES) {
                // few values need more resamples, for their tails are read further out
                bySize.put(size, method.simulate(size, SAMPLES, size < 20 ? Bootstrap.RESAMPLES : 999));
            }
            coverages.put(method.title(), bySize);
        }
        return new CoverageTable(coverages);
    }

    void write() throws IOException {
        String page = page();
        String lines = "| held, % | "
                + SIZES.stream().map(size -> size + " values").collect(Collectors.joining(" | "))
                + " |\n|---|"
                + "---:|".repeat(SIZES.size())
                + "\n"
                + coverages.entrySet().stream()
                        .map(row -> row.getValue().values().stream()
                                .map(Coverage::inTable)
                                .collect(Collectors.joining(" | ", "| " + row.getKey() + " | ", " |\n")))
                        .collect(Collectors.joining());
        Files.writeString(
                PAGE,
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + lines + page.substring(page.indexOf(END)),
                StandardCharsets.UTF_8);
    }

    /** What the page says. */
    static Page read() throws IOException {
        String page = page();
        return new Page(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END))
                .lines()
                .map(line -> List.of(line.split(" *\\| *")))
                .toList());
    }

    private static String page() throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        if (page.indexOf(BEGIN) < 0 || page.indexOf(END) < page.indexOf(BEGIN)) {
            throw new IOException(PAGE + " has no place for the table");
        }
        return page;
    }

    /** The rows of the table, each from its second cell on, since a line starts with a bar. */
    record Page(List<List<String>> rows) {
        Cell cell(String method, int size) {
            int column = rows.get(0).indexOf(size + " values");
            List<String> row = rows.stream()
                    .filter(each -> each.get(1).equals(method))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(PAGE + " has no row for " + method));
            Matcher cell = CELL.matcher(row.get(column));
            if (!cell.matches()) {
                throw new AssertionError(method + " of " + size + " values: " + row.get(column));
            }
            return new Cell(Double.parseDouble(cell.group(1)) / 100, cell.group(2) != null);
        }
    }
}
