package io.github.reprorun.base.metrics;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.MetricSeries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The form of {@value #FILE_NAME}, which holds the values of metrics by step in the order of their recording: CSV after
 * RFC 4180 in UTF-8, each row ended by LF, the first being {@value #HEADER}. A name that holds a comma, a quote or a
 * line break is quoted, and no other. A value is its shortest decimal, as {@link FloatText#shortest} writes it, and its
 * 64 bits in hexadecimal. Two rows may have the same name and step: for a reader that needs one value of each, the
 * later one counts.
 *
 * <p>Each row has exactly one valid form, and readers accept no other. Stateless, hence safe for use by several
 * threads.
 */
public final class MetricsFile {
    /** The file's name in a run directory. */
    public static final String FILE_NAME = "metrics.csv";

    /** The first row. */
    public static final String HEADER = "name,step,value,bits,epochMillis";

    /** The longest name that is written and read, in bytes of UTF-8. */
    public static final int LONGEST_NAME = 64 << 10;

    private MetricsFile() {}

    /** Whether a row can have {@code name}. */
    public static boolean canHold(String name) {
        return name.length() <= LONGEST_NAME / 3 || name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
    }

    /** {@code name} as it stands in a row. */
    public static String field(String name) {
        for (int i = 0; i < name.length(); i++) {
            switch (name.charAt(i)) {
                case ',', '"', '\n', '\r' -> {
                    return '"' + name.replace("\"", "\"\"") + '"';
                }
                default -> {
                    // Needs no escape.
                }
            }
        }
        return name;
    }

    /**
     * One row.
     *
     * @param field the name as {@link #field} gives it
     */
    public static byte[] row(String field, long step, double value, long epochMillis) {
        return (field
                        + ','
                        + step
                        + ','
                        + FloatText.shortest(value)
                        + ','
                        + FloatText.bits(value)
                        + ','
                        + epochMillis
                        + '\n')
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sums up every series of {@code file}, by name, in one pass.
     *
     * @throws UnreadableException if it cannot be read, or is not in that form; the message has the line
     */
    public static List<MetricSeries> series(Path file) {
        return tallies(file, Long.MAX_VALUE).values().stream()
                .map(SeriesTally::series)
                .toList();
    }

    /**
     * As {@link #series}, by name, for a caller that adds further values.
     *
     * @param length the number of bytes after which {@code file} is taken to end
     */
    public static SortedMap<String, SeriesTally> tallies(Path file, long length) {
        SortedMap<String, SeriesTally> tallies = new TreeMap<>();
        try (MetricsReader reader = MetricsReader.open(file, length)) {
            while (reader.hasNext()) {
                MetricRow row = reader.next();
                tallies.computeIfAbsent(row.name(), SeriesTally::new).add(row.step(), row.value());
            }
        }
        return tallies;
    }
}
