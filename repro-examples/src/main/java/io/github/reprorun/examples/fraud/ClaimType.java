package io.github.reprorun.examples.fraud;

/** The kinds of damage, with the usual values for each. */
enum ClaimType {
    COLLISION(2600, 0.45),
    GLASS(450, 0.05),
    WEATHER(1500, 0.10),
    THEFT(7000, 0.92),
    INJURY(5200, 0.85),
    FIRE(6000, 0.70);

    /** The median claim, in euros. */
    final double medianAmount;

    final double policeProbability;

    ClaimType(double medianAmount, double policeProbability) {
        this.medianAmount = medianAmount;
        this.policeProbability = policeProbability;
    }
}
