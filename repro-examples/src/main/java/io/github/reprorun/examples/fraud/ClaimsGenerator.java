package io.github.reprorun.examples.fraud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes the table of claims that the example learns from. One claim in twenty is a fraud, made up after one of four
 * stories; honest claims sometimes look like one, some frauds leave no trace, and cells are missing as they are in a
 * real table. Equal seeds give equal bytes on every machine: the numbers come from {@link Random} and
 * {@link StrictMath}, whose results are specified to the bit.
 *
 * <p>Has no state; safe for use by several threads.
 */
public final class ClaimsGenerator {
    static final long SEED = 1;
    static final int ROWS = 20_000;
    static final double FRAUD_SHARE = 0.05;

    private ClaimsGenerator() {}

    /** Writes the table to the file that {@code args} names, or to the file that the example reads. */
    public static void main(String[] args) throws IOException {
        Path file = args.length > 0 ? Path.of(args[0]) : ClaimsTable.location();
        Files.writeString(file, table(SEED, ROWS), StandardCharsets.US_ASCII);
    }

    /** A table of {@code rows} claims as CSV with a header, {@code \n} after every line. */
    static String table(long seed, int rows) {
        Random random = new Random(seed);
        StringBuilder csv =
                new StringBuilder(rows * 64).append(ClaimDraft.HEADER).append('\n');
        for (int row = 1; row <= rows; row++) {
            boolean fraud = random.nextDouble() < FRAUD_SHARE;
            ClaimDraft draft = ClaimDraft.honest(random);
            if (fraud) {
                FraudStory.any(draft, random);
            }
            csv.append(draft.toCsv(row, fraud, random)).append('\n');
        }
        return csv.toString();
    }
}
