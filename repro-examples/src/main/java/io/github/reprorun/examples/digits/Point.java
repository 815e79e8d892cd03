package io.github.reprorun.examples.digits;

/** A point of the plane; a digit is drawn in the unit square, y pointing down. */
record Point(double x, double y) {
    Point plus(double dx, double dy) {
        return new Point(x + dx, y + dy);
    }

    /** How far this point is from the line between {@code from} and {@code to}. */
    double distanceTo(Point from, Point to) {
        double dx = to.x - from.x;
        double dy = to.y - from.y;
        double length = dx * dx + dy * dy;
        double along = length == 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
        double cut = Math.max(0, Math.min(1, along));
        return StrictMath.hypot(x - from.x - cut * dx, y - from.y - cut * dy);
    }
}
