package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document describes what is written. */
class TraceFormatTests {
    private static final Pattern ROW = Pattern.compile("([0-9a-f]{4})  ((?:[0-9a-f]{2} )*[0-9a-f]{2})(?:  .*)?");

    @TempDir
    Path folder;

    private static String document() throws IOException {
        return Files.readString(Path.of("..", "docs", "trace-format.md"));
    }

    private static byte[] example() throws IOException {
        String document = document();
        int begin = document.indexOf("```hexdump\n") + "```hexdump\n".length();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line :
                document.substring(begin, document.indexOf("```", begin)).split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher row = ROW.matcher(line);
            assertThat(row.matches()).as(line).isTrue();
            assertThat(Integer.parseInt(row.group(1), 16)).as(line).isEqualTo(bytes.size());
            bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(row.group(2)));
        }
        return bytes.toByteArray();
    }

    @Test
    void theExampleIsWhatIsWritten() throws IOException {
        Path path = folder.resolve(TraceWriter.FILE_NAME);
        TraceHeader header = new TraceHeader(
                List.of(Column.whole(Quantity.SCORE, 1), Column.perLayer(Quantity.PARAMETERS, 10)), 128);
        try (TraceWriter writer = TraceWriter.open(path, header)) {
            TraceRecord record = new TraceRecord(header, writer.network("net", List.of("0", "1")));
            long[] parameters = {0x1122334455667788L, 0x99aabbccddeeff00L};
            writer.append(record.at(0, 0, 0).score(0.75).set(Quantity.PARAMETERS, parameters));
            writer.append(record.at(1, 0, 0).score(0.5));
            writer.append(record.at(2, 1, 0).score(0.25));
            writer.seal();
        }

        assertThat(Files.readAllBytes(path)).isEqualTo(example());
    }

    @Test
    void everyQuantityIsInTheTableInItsOrder() throws IOException {
        Matcher rows = Pattern.compile("\n\\| `([a-z-]+)` \\| ([12]) \\|").matcher(document());

        assertThat(rows.results().map(row -> row.group(1) + " " + row.group(2)).toList())
                .containsExactlyElementsOf(java.util.Arrays.stream(Quantity.values())
                        .map(quantity -> quantity.label() + " " + quantity.kind())
                        .toList());
    }
}
