package io.github.reprorun.base.metrics;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link MetricsFile} row by row, in memory that does not grow with it. Every method throws an
 * {@link UnreadableException} with the line where the file cannot be read, or has a different form. Confined to one
 * thread.
 */
public final class MetricsReader implements Iterator<MetricRow>, AutoCloseable {
    private static final int BLOCK = 64 << 10;
    /** Each byte of the name may be a doubled quote; all other parts are short. */
    private static final int LONGEST_ROW = 2 * MetricsFile.LONGEST_NAME + 200;

    private final String subject;
    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int end;
    private long left;
    private byte[] row = new byte[256];
    private int length;
    /** The physical line in which the row begins, and that after it. */
    private long line;

    private long nextLine = 1;
    private @Nullable MetricRow ahead;

    private MetricsReader(String subject, InputStream in, long left) {
        this.subject = subject;
        this.in = in;
        this.left = left;
    }

    /** Opens {@code file}, and reads its first row. */
    public static MetricsReader open(Path file) {
        return open(file, Long.MAX_VALUE);
    }

    /**
     * As {@link #open(Path)}, as if {@code file} ended after {@code length} bytes. Ignores the rest, but the file must
     * not be shorter.
     */
    public static MetricsReader open(Path file, long length) {
        try {
            InputStream in = Files.newInputStream(file);
            MetricsReader reader = new MetricsReader(file.toString(), in, length);
            try {
                reader.requireHeader();
                return reader;
            } catch (RuntimeException | Error e) {
                reader.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }

    private void requireHeader() {
        if (!readRow() || !new String(row, 0, length, StandardCharsets.ISO_8859_1).equals(MetricsFile.HEADER + "\n")) {
            throw malformed("is not the header " + MetricsFile.HEADER);
        }
        advance();
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public MetricRow next() {
        MetricRow next = ahead;
        if (next == null) {
            throw new NoSuchElementException("there is no further row");
        }
        advance();
        return next;
    }

    private void advance() {
        ahead = readRow() ? parsed() : null;
    }

    /** A row ends with a line feed that is not within quotes. */
    private boolean readRow() {
        line = nextLine;
        length = 0;
        boolean quoted = false;
        while (true) {
            if (position == end && !fill()) {
                if (length > 0) {
                    throw malformed("is cut short");
                }
                return false;
            }
            byte next = block[position++];
            append(next);
            if (next == '"') {
                quoted = !quoted;
            } else if (next == '\n') {
                nextLine++;
                if (!quoted) {
                    return true;
                }
            }
        }
    }

    private void append(byte next) {
        if (length == row.length) {
            if (length >= LONGEST_ROW) {
                throw malformed("is longer than any row");
            }
            row = Arrays.copyOf(row, Math.min(2 * length, LONGEST_ROW));
        }
        row[length++] = next;
    }

    private boolean fill() {
        try {
            int count = left == 0 ? -1 : in.read(block, 0, (int) Math.min(block.length, left));
            if (count < 0) {
                return false;
            }
            position = 0;
            end = count;
            left -= count;
            return true;
        } catch (IOException e) {
            throw new UnreadableException(subject, "cannot be read (" + e + ")", e);
        }
    }

    private MetricRow parsed() {
        try {
            int comma = endOfName();
            String name = name(comma);
            String[] rest = new String(row, comma + 1, length - comma - 2, StandardCharsets.ISO_8859_1).split(",", -1);
            if (rest.length != 4) {
                throw malformed("has " + (rest.length + 1) + " fields, not 5");
            }
            MetricRow parsed = new MetricRow(
                    name,
                    Long.parseLong(rest[0]),
                    Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(rest[2])),
                    Long.parseLong(rest[3]));
            requireExact(parsed);
            return parsed;
        } catch (IllegalArgumentException e) {
            throw malformed("is not a row of a metric: " + e.getMessage());
        }
    }

    /** The comma behind the name. */
    private int endOfName() {
        boolean quoted = false;
        for (int i = 0; i < length; i++) {
            if (row[i] == '"') {
                quoted = !quoted;
            } else if (row[i] == ',' && !quoted) {
                return i;
            }
        }
        throw malformed("has one field, not 5");
    }

    private String name(int end) {
        boolean quoted = row[0] == '"' && end > 1;
        String text = quoted
                ? new String(row, 1, end - 2, StandardCharsets.UTF_8).replace("\"\"", "\"")
                : new String(row, 0, end, StandardCharsets.UTF_8);
        if (text.isBlank() || !MetricsFile.canHold(text)) {
            throw malformed(
                    text.isBlank() ? "has no name" : "has a name of more than " + MetricsFile.LONGEST_NAME + " bytes");
        }
        return text;
    }

    /**
     * Comparing with the text that the writer would produce finds bytes that are not UTF-8, other decimals, spaces and
     * needless quotes.
     */
    private void requireExact(MetricRow parsed) {
        byte[] exact =
                MetricsFile.row(MetricsFile.field(parsed.name()), parsed.step(), parsed.value(), parsed.epochMillis());
        if (!Arrays.equals(row, 0, length, exact, 0, exact.length)) {
            throw malformed("is not as it would be written");
        }
    }

    private UnreadableException malformed(String problem) {
        return new UnreadableException(subject, "line " + line + " " + problem);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UnreadableException(subject, "cannot be closed (" + e + ")", e);
        }
    }
}
