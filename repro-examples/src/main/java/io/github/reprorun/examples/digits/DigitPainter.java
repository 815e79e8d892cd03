package io.github.reprorun.examples.digits;

import java.util.Random;

/**
 * Draws digits as if by many hands: turned, slanted, stretched, shaky, with thin and thick pens, on paper that is not
 * clean. Equal streams give equal pictures on every machine. For use by one thread.
 */
final class DigitPainter {
    /** Width and height of a picture, in pixels. */
    static final int SIZE = 16;

    private final Random random;

    DigitPainter(Random random) {
        this.random = random;
    }

    /** A picture of {@code digit}, row by row, 0 for paper and 1 for ink. */
    float[] paint(int digit) {
        Glyph glyph = Glyph.of(digit).moved(this::shaken).moved(hand()::write);
        double pen = between(0.045, 0.09);
        double ink = between(0.7, 1);
        float[] picture = new float[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double distance = glyph.distanceTo(new Point((x + 0.5) / SIZE, (y + 0.5) / SIZE));
                double covered = clipped((pen - distance) * SIZE + 0.5);
                picture[y * SIZE + x] = (float) clipped(ink * covered + 0.12 * random.nextGaussian());
            }
        }
        return picture;
    }

    private Point shaken(Point point) {
        return point.plus(0.012 * random.nextGaussian(), 0.012 * random.nextGaussian());
    }

    private Handwriting hand() {
        return new Handwriting(
                StrictMath.toRadians(between(-20, 20)),
                between(-0.25, 0.25),
                between(0.7, 1.05),
                between(0.7, 1.05),
                between(-0.08, 0.08),
                between(-0.08, 0.08));
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    private static double clipped(double value) {
        return Math.max(0, Math.min(1, value));
    }

    /** How one hand bends a digit, about the middle of the picture. */
    private record Handwriting(double turn, double slant, double width, double height, double right, double down) {
        Point write(Point point) {
            double x = (point.x() - 0.5 - slant * (point.y() - 0.5)) * width;
            double y = (point.y() - 0.5) * height;
            double cosine = StrictMath.cos(turn);
            double sine = StrictMath.sin(turn);
            return new Point(0.5 + right + cosine * x - sine * y, 0.5 + down + sine * x + cosine * y);
        }
    }
}
