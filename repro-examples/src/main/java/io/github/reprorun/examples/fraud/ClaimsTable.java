package io.github.reprorun.examples.fraud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads claims from CSV and cleans their cells. Has no state; safe for use by several threads. */
final class ClaimsTable {
    private ClaimsTable() {}

    /** The path of the table, whether the program was started in the repository or in the module. */
    static Path location() {
        Path inRepository = Path.of("repro-examples", "data", "claims.csv");
        return Files.exists(inRepository.getParent()) ? inRepository : Path.of("data", "claims.csv");
    }

    /**
     * The claims of {@code csv}: a header, then one claim per line, with cells separated by commas and never quoted.
     */
    static List<Claim> read(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv, StandardCharsets.UTF_8);
        List<String> columns = List.of(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .map(line -> new Claim(columns, cells(line)))
                .toList();
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split(",", -1)).map(ClaimsTable::clean).toList();
    }

    private static String clean(String cell) {
        String tidy = cell.trim().toLowerCase(Locale.ROOT);
        return tidy.equals("nan") ? "" : tidy;
    }
}
