package io.github.reprorun.examples.fraud;

import java.util.List;

/**
 * An hour as a point on the face of a clock of 24 hours, so that 23 is next to 0; a missing one is the centre, and a third
 * number says so.
 *
 * @param column of the table, holding hours from 0 to 23
 */
record HourOfDay(String column) implements Feature {
    @Override
    public List<String> names() {
        return List.of(column + " sine", column + " cosine", column + " missing");
    }

    @Override
    public double[] encode(Claim claim) {
        double hour = claim.number(column);
        if (Double.isNaN(hour)) {
            return new double[] {0, 0, 1};
        }
        double angle = hour * 2 * Math.PI / 24;
        return new double[] {StrictMath.sin(angle), StrictMath.cos(angle), 0};
    }

    @Override
    public String learned() {
        return "nothing";
    }
}
