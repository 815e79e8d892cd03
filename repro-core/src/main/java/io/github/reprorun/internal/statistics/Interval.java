package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.Optional;

/**
 * An interval with both ends, and the level that its method claims. Whoever shows it shows the caution too. Immutable,
 * hence safe to share between threads.
 *
 * @param low its lower end, in the unit of what it is for
 * @param high its upper end
 * @param level the probability, above 0 and below 1, with which such intervals hold what they are for
 * @param caution a phrase that says why the level is not to be relied on; empty if there is no such reason
 */
public record Interval(double low, double high, double level, Optional<String> caution) {
    /** @throws IllegalArgumentException if an end is not finite, the ends are swapped, or the level is none */
    public Interval {
        requireLevel(level);
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException(
                    "an interval has two finite ends, the lower first, not " + low + " and " + high);
        }
    }

    /** One without a caution. */
    public Interval(double low, double high, double level) {
        this(low, high, level, Optional.empty());
    }

    /** Whether {@code value} lies between the ends or on one; false for NaN. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The distance of the ends; infinite if it is beyond the range of a double. */
    public double width() {
        return high - low;
    }

    static Evidence<Interval> inRange(double low, double high, double level, Optional<String> caution) {
        return Double.isFinite(low) && Double.isFinite(high)
                ? Evidence.observed(new Interval(low, high, level, caution))
                : Evidence.unavailable("an end of the interval is beyond the range of a double");
    }

    static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level is above 0 and below 1, not " + level);
        }
    }
}
