package io.github.reprorun.base.metrics;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.MetricSeries;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Sums up a series value by value, in memory that does not grow with their number. A mutable object, for use by one
 * thread at a time.
 */
public final class SeriesTally {
    private static final int POINT = Long.BYTES + Double.BYTES;

    private final String name;
    private final String field;
    private final MessageDigest sha256 = Sha256.algorithm();
    private final ByteBuffer point = ByteBuffer.allocate(POINT); // Big-endian, as every new buffer is.
    private long count;
    private long firstStep;
    private double first;
    private long lastStep;
    private double last;
    private long minimumStep;
    private double minimum = Double.NaN;
    private long maximumStep;
    private double maximum = Double.NaN;

    /** A series without values so far. */
    public SeriesTally(String name) {
        this.name = name;
        this.field = MetricsFile.field(name);
    }

    /** The name as {@link MetricsFile#field} gives it. */
    public String field() {
        return field;
    }

    /** Adds the next value. */
    public void add(long step, double value) {
        point.putLong(0, step).putLong(Long.BYTES, Double.doubleToRawLongBits(value));
        sha256.update(point.array(), 0, POINT);
        if (count++ == 0) {
            firstStep = step;
            first = value;
        }
        lastStep = step;
        last = value;
        if (!Double.isNaN(value)) {
            if (Double.isNaN(minimum) || Double.compare(value, minimum) < 0) {
                minimumStep = step;
                minimum = value;
            }
            if (Double.isNaN(maximum) || Double.compare(value, maximum) > 0) {
                maximumStep = step;
                maximum = value;
            }
        }
    }

    /** Whether the values added so far give {@code series}. */
    public boolean comesTo(MetricSeries series) {
        return count > 0 && series().equals(series);
    }

    /**
     * The sum of the values added so far.
     *
     * @throws IllegalStateException if there are none
     */
    public MetricSeries series() {
        if (count == 0) {
            throw new IllegalStateException("the series " + name + " has no value yet");
        }
        return new MetricSeries(
                name,
                count,
                new MetricSeries.Point(firstStep, first),
                new MetricSeries.Point(lastStep, last),
                extreme(minimumStep, minimum),
                extreme(maximumStep, maximum),
                digest());
    }

    private static Optional<MetricSeries.Point> extreme(long step, double value) {
        return Double.isNaN(value) ? Optional.empty() : Optional.of(new MetricSeries.Point(step, value));
    }

    /** The digest of a copy, since finishing a digest resets it. */
    private Sha256 digest() {
        try {
            return Sha256.finish((MessageDigest) sha256.clone());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("every JDK's SHA-256 can be copied", e);
        }
    }
}
