package io.github.reprorun.trace;

import java.util.Objects;

/**
 * One step of one network: filled and appended, again and again, without allocation; or filled by a {@link TraceCursor}.
 * Confined to one thread.
 */
public final class TraceRecord {
    private final TracedNetwork network;
    private final ColumnIndex index;
    private final int[] first;
    private final long[] values;
    private int presence;
    private int iteration;
    private int epoch;
    private int substep;

    /** A record of {@code network}, for a trace with {@code header}. */
    public TraceRecord(TraceHeader header, TracedNetwork network) {
        this(new ColumnIndex(header), network);
    }

    TraceRecord(ColumnIndex index, TracedNetwork network) {
        this.network = network;
        this.index = index;
        int count = index.columns().size();
        this.first = new int[count + 1];
        for (int i = 0; i < count; i++) {
            first[i + 1] = first[i]
                    + (index.columns().get(i).layered() ? network.layers().size() : 1);
        }
        this.values = new long[first[count]];
    }

    /**
     * Begins another step, without any value.
     *
     * @param iteration as {@code TrainingListener} counts them
     * @param epoch from 0
     * @param substep the segment of truncated backpropagation or the like, from 0; 0 where there is but one
     * @return this record
     * @throws IllegalArgumentException if one of them is negative
     */
    public TraceRecord at(int iteration, int epoch, int substep) {
        if (iteration < 0 || epoch < 0 || substep < 0) {
            throw new IllegalArgumentException("iteration " + iteration + ", epoch " + epoch + ", sub-step " + substep
                    + ": none of them can be negative");
        }
        this.iteration = iteration;
        this.epoch = epoch;
        this.substep = substep;
        this.presence = 0;
        return this;
    }

    /**
     * Sets the value for the network as a whole: a {@link Digest64}.
     *
     * @return this record
     * @throws IllegalArgumentException if the trace has no such column
     */
    public TraceRecord set(Quantity quantity, long digest) {
        int column = index.require(quantity, false);
        values[first[column]] = digest;
        presence |= 1 << column;
        return this;
    }

    /**
     * Sets the score.
     *
     * @return this record
     * @throws IllegalArgumentException if the trace has no such column
     */
    public TraceRecord score(double score) {
        return set(Quantity.SCORE, Double.doubleToRawLongBits(score));
    }

    /**
     * Sets the values for the layers, in forward order; {@code digests} is copied.
     *
     * @return this record
     * @throws IllegalArgumentException if the trace has no such column, or the network has a different number of layers
     */
    public TraceRecord set(Quantity quantity, long[] digests) {
        int column = index.require(quantity, true);
        int layers = network.layers().size();
        if (digests.length != layers) {
            throw new IllegalArgumentException("network \"" + network.name() + "\" has " + layers + " layers, and "
                    + quantity.label() + " was given for " + digests.length);
        }
        System.arraycopy(digests, 0, values, first[column], layers);
        presence |= 1 << column;
        return this;
    }

    /** The network whose step this is. */
    public TracedNetwork network() {
        return network;
    }

    /** The iteration, as {@code TrainingListener} counts them. */
    public int iteration() {
        return iteration;
    }

    /** The epoch, from 0. */
    public int epoch() {
        return epoch;
    }

    /** The sub-step, from 0. */
    public int substep() {
        return substep;
    }

    /** Whether the value for the whole network was set. */
    public boolean has(Quantity quantity) {
        int column = index.find(quantity, false);
        return column != ColumnIndex.ABSENT && has(column);
    }

    /** Whether the values for the layers were set. */
    public boolean hasLayers(Quantity quantity) {
        int column = index.find(quantity, true);
        return column != ColumnIndex.ABSENT && has(column);
    }

    /**
     * The value for the whole network.
     *
     * @throws IllegalArgumentException if there is none
     */
    public long value(Quantity quantity) {
        return value(present(quantity, false), 0);
    }

    /**
     * The value for the layer with index {@code layer}, from 0.
     *
     * @throws IllegalArgumentException if there is none
     */
    public long value(Quantity quantity, int layer) {
        return value(present(quantity, true), layer);
    }

    boolean has(int column) {
        return (presence >>> column & 1) != 0;
    }

    int width(int column) {
        return first[column + 1] - first[column];
    }

    long value(int column, int layer) {
        return values[first[column] + Objects.checkIndex(layer, width(column))];
    }

    boolean isFor(TraceHeader header) {
        return index.columns().equals(header.columns());
    }

    void encode(EntryBuffer buffer, long ordinal) {
        buffer.beginEntry()
                .u16(network.id())
                .u16(presence)
                .u32(iteration)
                .u32(epoch)
                .u32(substep);
        for (int column = 0; column < index.columns().size(); column++) {
            if (has(column)) {
                for (int i = first[column]; i < first[column + 1]; i++) {
                    buffer.u64(values[i]);
                }
            }
        }
        buffer.endEntry(EntryBuffer.STEP, ordinal);
    }

    /** Reads what follows the number of the network. */
    void decode(EntryInput in) throws Flaw {
        int bits = in.u16();
        if (bits >>> index.columns().size() != 0) {
            throw in.flaw("the presence of " + index.columns().size() + " columns", "0x" + Integer.toHexString(bits));
        }
        at(in.u31("iteration"), in.u31("epoch"), in.u31("sub-step"));
        presence = bits;
        for (int column = 0; column < index.columns().size(); column++) {
            if (has(column)) {
                for (int i = first[column]; i < first[column + 1]; i++) {
                    values[i] = in.u64();
                }
            }
        }
        in.end();
    }

    private int present(Quantity quantity, boolean perLayer) {
        int column = index.require(quantity, perLayer);
        if (!has(column)) {
            throw new IllegalArgumentException("the record has no " + ColumnIndex.name(quantity, perLayer));
        }
        return column;
    }
}
