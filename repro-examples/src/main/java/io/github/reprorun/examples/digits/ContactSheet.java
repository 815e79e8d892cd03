package io.github.reprorun.examples.digits;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Shows some digits to people, as a Netpbm grey map in text (PGM, P2): every machine writes the same bytes, while a
 * compressed format would depend on the compressor. Has no state; safe for use by several threads.
 */
final class ContactSheet {
    private static final int ROWS = 6;
    private static final int WHITE = 255;

    private ContactSheet() {}

    /** The first digits of {@code digits}, 0 to 9 in each row. */
    static String of(DataSet digits) {
        int rows = Math.min(ROWS, digits.numExamples() / DigitSet.CLASSES);
        int size = DigitPainter.SIZE;
        String header = "P2\n" + DigitSet.CLASSES * size + " " + rows * size + "\n" + WHITE + "\n";
        return IntStream.range(0, rows * size)
                .mapToObj(y -> IntStream.range(0, DigitSet.CLASSES * size)
                        .mapToObj(x -> grey(digits, y / size * DigitSet.CLASSES + x / size, y % size, x % size))
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n", header, "\n"));
    }

    private static String grey(DataSet digits, int digit, int y, int x) {
        float ink = digits.getFeatures().getFloat(digit, 0, y, x);
        return Integer.toString(WHITE - Math.round(ink * WHITE));
    }
}
