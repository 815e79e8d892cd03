package io.github.reprorun.examples.digits;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The strokes of a digit, each a row of points that are joined by lines. Immutable, hence safe to share between threads.
 */
record Glyph(List<List<Point>> strokes) {
    private static final int ARC_POINTS = 12;

    private static final List<Glyph> DIGITS = List.of(
            of(arc(0.5, 0.5, 0.27, 0.4, 0, 360)),
            of(line(0.35, 0.28, 0.55, 0.1, 0.55, 0.9)),
            of(join(arc(0.5, 0.33, 0.26, 0.23, 180, 370), line(0.25, 0.9, 0.78, 0.9))),
            of(arc(0.47, 0.3, 0.25, 0.2, 190, 450), arc(0.47, 0.7, 0.28, 0.2, 270, 530)),
            of(line(0.64, 0.9, 0.64, 0.1, 0.2, 0.65, 0.84, 0.65)),
            of(join(line(0.76, 0.1, 0.32, 0.1, 0.28, 0.45), arc(0.48, 0.64, 0.27, 0.25, 235, 510))),
            of(join(line(0.66, 0.1, 0.4, 0.3, 0.26, 0.6), arc(0.5, 0.68, 0.24, 0.22, 180, 540))),
            of(line(0.22, 0.12, 0.78, 0.12, 0.42, 0.9)),
            of(arc(0.5, 0.3, 0.22, 0.19, 90, 450), arc(0.5, 0.7, 0.26, 0.21, 270, 630)),
            of(join(arc(0.5, 0.33, 0.24, 0.22, 360, 0), line(0.74, 0.33, 0.66, 0.9))));

    /** Copies what it is given. */
    Glyph {
        strokes = strokes.stream().map(List::copyOf).toList();
    }

    /** The shape of {@code digit}, from 0 to 9. */
    static Glyph of(int digit) {
        return DIGITS.get(digit);
    }

    /** This glyph with every point moved. */
    Glyph moved(UnaryOperator<Point> movement) {
        return new Glyph(strokes.stream()
                .map(stroke -> stroke.stream().map(movement).toList())
                .toList());
    }

    /** How far {@code point} is from the nearest stroke. */
    double distanceTo(Point point) {
        double least = Double.POSITIVE_INFINITY;
        for (List<Point> stroke : strokes) {
            for (int i = 1; i < stroke.size(); i++) {
                least = Math.min(least, point.distanceTo(stroke.get(i - 1), stroke.get(i)));
            }
        }
        return least;
    }

    private static Glyph of(List<Point> stroke) {
        return new Glyph(List.of(stroke));
    }

    private static Glyph of(List<Point> first, List<Point> second) {
        return new Glyph(List.of(first, second));
    }

    private static List<Point> join(List<Point> first, List<Point> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Point> line(double... coordinates) {
        return IntStream.range(0, coordinates.length / 2)
                .mapToObj(i -> new Point(coordinates[2 * i], coordinates[2 * i + 1]))
                .toList();
    }

    /** Part of an ellipse; angles in degrees, clockwise from the right. */
    private static List<Point> arc(double x, double y, double width, double height, double from, double to) {
        return IntStream.rangeClosed(0, ARC_POINTS)
                .mapToDouble(i -> StrictMath.toRadians(from + (to - from) * i / ARC_POINTS))
                .mapToObj(angle -> new Point(x + width * StrictMath.cos(angle), y + height * StrictMath.sin(angle)))
                .toList();
    }
}
