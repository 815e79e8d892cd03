package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.dl4j.internal.generator.PlaceGenerator;
import io.github.reprorun.dl4j.internal.network.ArrayMemory;
import io.github.reprorun.dl4j.internal.network.LayerSlice;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Digest64;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The record that the steps of one network are traced in, one after the other. Confined to one thread. */
final class TracedSteps {
    private final TraceRecord record;
    private final List<Column> columns;
    private final List<LayerSlice> layers;
    private final List<Long> lengths;
    private final long parameters;
    private final Digest64 digest = new Digest64();
    private final long[] digests;
    private final long[] whole = new long[1];
    private final Map<Quantity, ArrayMemory> memories = new EnumMap<>(Quantity.class);
    private final @Nullable ArrayMemory[] outputMemories;
    private @Nullable ArrayMemory[] batchMemories = {};

    TracedSteps(TraceWriter trace, String network, List<LayerSlice> layers) {
        this.record = new TraceRecord(
                trace.header(),
                trace.network(network, layers.stream().map(LayerSlice::name).toList()));
        this.columns = trace.header().columns();
        this.layers = layers;
        this.lengths = layers.stream().map(LayerSlice::length).toList();
        this.parameters = lengths.stream().mapToLong(Long::longValue).sum();
        this.digests = new long[layers.size()];
        this.outputMemories = new ArrayMemory[layers.size()];
    }

    TraceRecord record() {
        return record;
    }

    /** Begins a step, and discards the parts of one that never ended. */
    void begin(int iteration, int epoch) {
        record.at(iteration, epoch, 0);
    }

    /** Takes the layers' outputs. */
    void forward(Function<LayerSlice, @Nullable INDArray> outputs) {
        if (isDue(Quantity.ACTIVATIONS)) {
            for (int i = 0; i < digests.length; i++) {
                digest.reset();
                outputMemories[i] = ArrayMemory.digest(digest, outputs.apply(layers.get(i)), outputMemories[i]);
                digests[i] = digest.value();
            }
            record.set(Quantity.ACTIVATIONS, digests);
        }
    }

    /** Takes the inputs of the step, and the gradient. */
    void backward(NetworkState network, PlaceGenerator generator, double score) {
        batch(network.batch());
        record.set(Quantity.BATCH, digest.value());
        generator.digest(digest.reset());
        record.set(Quantity.GENERATOR, digest.value());
        record.score(score);
        perLayer(Quantity.PARAMETERS_IN, network.parameters().orElse(null));
        perLayer(Quantity.GRADIENT, network.gradient());
    }

    private void batch(List<@Nullable INDArray> arrays) {
        if (batchMemories.length != arrays.size()) {
            batchMemories = new ArrayMemory[arrays.size()];
        }
        digest.reset();
        for (int i = 0; i < batchMemories.length; i++) {
            batchMemories[i] = ArrayMemory.digest(digest, arrays.get(i), batchMemories[i]);
        }
    }

    /** Takes the results of the step. */
    void update(NetworkState network) {
        perLayer(Quantity.UPDATE, network.gradient());
        perLayer(Quantity.PARAMETERS, network.parameters().orElse(null));
        if (isDue(Quantity.UPDATER_STATE)) {
            Optional<INDArray> state = network.updaterState();
            whole[0] = 0;
            state.ifPresent(array -> memory(Quantity.UPDATER_STATE, array, List.of(array.length()))
                    .digest(array, digest, whole));
            record.set(Quantity.UPDATER_STATE, whole[0]);
        }
    }

    private void perLayer(Quantity quantity, @Nullable INDArray array) {
        if (array != null && array.length() == parameters && isDue(quantity)) {
            memory(quantity, array, lengths).digest(array, digest, digests);
            record.set(quantity, digests);
        }
    }

    private boolean isDue(Quantity quantity) {
        for (Column column : columns) {
            if (column.quantity() == quantity) {
                return column.due(record.iteration());
            }
        }
        return false;
    }

    private ArrayMemory memory(Quantity quantity, INDArray array, List<Long> parts) {
        ArrayMemory known = memories.get(quantity);
        if (known == null || !known.isOf(array)) {
            known = ArrayMemory.of(array, parts);
            memories.put(quantity, known);
        }
        return known;
    }
}
