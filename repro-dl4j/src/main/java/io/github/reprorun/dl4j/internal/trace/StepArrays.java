package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.dl4j.internal.network.ArrayMemory;
import io.github.reprorun.dl4j.internal.network.LayerSlice;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.tensor.NpyFile;
import io.github.reprorun.tensor.TensorFolder;
import io.github.reprorun.trace.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Writes the complete arrays of one step to files, at the end of a replay. A network that begins the step again
 * overwrites them. Confined to the training thread.
 *
 * @param folder the folder for them
 */
record StepArrays(TensorFolder folder) {
    /** Keeps the output of each layer, those without parameters too. */
    void forward(NetworkState network, Function<LayerSlice, @Nullable INDArray> outputs) {
        List<LayerSlice> layers = network.everyLayer();
        for (int i = 0; i < layers.size(); i++) {
            keep(Quantity.ACTIVATIONS, i, layers.get(i).name(), outputs.apply(layers.get(i)));
        }
    }

    /** Keeps the inputs of the step, the gradient, and the results of the output layers. */
    void backward(NetworkState network) {
        List<@Nullable INDArray> batch = network.batch();
        for (int i = 0; i < batch.size(); i++) {
            keep(Quantity.BATCH, i, network.batchNames().get(i), batch.get(i));
        }
        network.outputs().forEach((layer, output) -> keep(Quantity.ACTIVATIONS, layer.index(), layer.name(), output));
        network.parameters().ifPresent(parameters -> perLayer(Quantity.PARAMETERS_IN, network, parameters));
        perLayer(Quantity.GRADIENT, network, network.gradient());
    }

    /** Keeps the results of the step. */
    void update(NetworkState network) {
        perLayer(Quantity.UPDATE, network, network.gradient());
        network.updaterState().ifPresent(state -> keep(Quantity.UPDATER_STATE, 0, "updater", state));
        network.parameters().ifPresent(parameters -> perLayer(Quantity.PARAMETERS, network, parameters));
    }

    /** Keeps {@code arrays}, each under its name. */
    void arrays(Quantity quantity, List<String> names, List<@Nullable INDArray> arrays) {
        for (int i = 0; i < names.size(); i++) {
            keep(quantity, i, names.get(i), arrays.get(i));
        }
    }

    private void perLayer(Quantity quantity, NetworkState network, @Nullable INDArray array) {
        long length = network.layers().stream().mapToLong(LayerSlice::length).sum();
        if (array == null || array.length() != length) {
            return;
        }
        INDArray flat = array.reshape(length);
        long from = 0;
        int number = 0;
        for (LayerSlice layer : network.layers()) {
            long to = from + layer.length();
            keep(quantity, number++, layer.name(), flat.get(NDArrayIndex.interval(from, to)));
            from = to;
        }
    }

    private void keep(Quantity quantity, int number, String name, @Nullable INDArray array) {
        if (array == null || array.isEmpty()) {
            return;
        }
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            INDArray contiguous = inC(array);
            List<Long> shape = new ArrayList<>();
            for (long size : contiguous.shape()) {
                shape.add(size);
            }
            Path file = folder.file(quantity.label(), number, name);
            NpyFile.ElementType type = type(contiguous.dataType());
            ArrayMemory.read(contiguous, elements -> NpyFile.write(file, type, shape, elements));
        } finally {
            outside.close();
        }
    }

    /** A copy in C order; NumPy has no bfloat16, and a float holds each. */
    private static INDArray inC(INDArray array) {
        return array.dataType() == DataType.BFLOAT16
                ? array.castTo(DataType.FLOAT).dup('c')
                : array.dup('c');
    }

    private static NpyFile.ElementType type(DataType type) {
        return switch (type) {
            case HALF -> NpyFile.ElementType.HALF;
            case FLOAT -> NpyFile.ElementType.FLOAT;
            case DOUBLE -> NpyFile.ElementType.DOUBLE;
            case BOOL -> NpyFile.ElementType.BOOL;
            case BYTE -> NpyFile.ElementType.INT8;
            case UBYTE -> NpyFile.ElementType.UINT8;
            case SHORT -> NpyFile.ElementType.INT16;
            case UINT16 -> NpyFile.ElementType.UINT16;
            case INT -> NpyFile.ElementType.INT32;
            case UINT32 -> NpyFile.ElementType.UINT32;
            case LONG -> NpyFile.ElementType.INT64;
            case UINT64 -> NpyFile.ElementType.UINT64;
            default ->
                throw new IllegalArgumentException("an array of " + type + " is nothing a network computes with");
        };
    }
}
