package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.dl4j.internal.generator.PlaceGenerator;
import io.github.reprorun.dl4j.internal.network.ArrayMemory;
import io.github.reprorun.dl4j.internal.network.NetworkSize;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Digest64;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Listens to one {@link SameDiff} and traces its iterations, each variable as a layer: batch, generator and variables before,
 * loss and updates meanwhile, the updaters' state afterwards. The gradient is not traced, because an iteration shows only
 * what the updater made of it. Draws nothing, and does not keep the graph in memory. Confined to the thread that trains it.
 */
public final class VariableTrace extends BaseListener {
    private final RunTrace trace;
    private final Supplier<String> naming;
    private final WeakReference<SameDiff> graph;
    private final Supplier<PlaceGenerator> generator;
    private final Digest64 digest = new Digest64();
    private List<String> variables = List.of();
    private Map<String, Integer> indices = Map.of();
    private @Nullable ArrayMemory[] memories = {};
    private long[] digests = {};
    private long[] updates = {};
    private int updated;
    private @Nullable TraceRecord record;
    private List<Column> columns = List.of();
    private double loss = Double.NaN;

    /** @param naming gives the name, which is that of the place where it is asked for */
    VariableTrace(RunTrace trace, Supplier<String> naming, SameDiff graph, Supplier<PlaceGenerator> generator) {
        this.trace = trace;
        this.naming = naming;
        this.graph = new WeakReference<>(graph);
        this.generator = generator;
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void iterationStart(SameDiff unused, At at, MultiDataSet batch, long waited) {
        SameDiff trained = graph.get();
        if (trained == null) {
            return;
        }
        List<@Nullable INDArray> arrays = arrays(batch);
        TraceRecord step = record == null ? begun(trained, arrays) : record;
        step.at(at.iteration(), at.epoch(), 0);
        updated = 0;
        digest.reset();
        for (INDArray array : arrays) {
            ArrayMemory.digest(digest, array, null);
        }
        step.set(Quantity.BATCH, digest.value());
        generator.get().digest(digest.reset());
        step.set(Quantity.GENERATOR, digest.value());
        variables(trained, step, Quantity.PARAMETERS_IN);
        trace.kept().ifPresent(kept -> {
            kept.arrays(Quantity.BATCH, Collections.nCopies(arrays.size(), "batch"), arrays);
            kept.arrays(Quantity.PARAMETERS_IN, variables, arrays(trained));
        });
    }

    private TraceRecord begun(SameDiff trained, List<@Nullable INDArray> batch) {
        variables = trained.variables().stream()
                .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
                .map(SDVariable::name)
                .sorted()
                .toList();
        indices = new HashMap<>();
        variables.forEach(name -> indices.put(name, indices.size()));
        memories = new ArrayMemory[variables.size()];
        digests = new long[variables.size()];
        updates = new long[variables.size()];
        TraceWriter writer = trace.writer(() -> size(trained, batch));
        columns = writer.header().columns();
        TraceRecord made = new TraceRecord(writer.header(), writer.network(naming.get(), variables));
        record = made;
        return made;
    }

    /** Each variable is taken as one that is used once for each example. */
    private NetworkSize size(SameDiff trained, List<@Nullable INDArray> batch) {
        long parameters = 0;
        for (INDArray array : arrays(trained)) {
            parameters += array == null ? 0 : array.length();
        }
        INDArray first = batch.isEmpty() ? null : batch.get(0);
        long examples = first == null || first.rank() == 0 ? 1 : first.size(0);
        return new NetworkSize(parameters, variables.size(), (double) parameters * examples, 0);
    }

    private static List<@Nullable INDArray> arrays(MultiDataSet batch) {
        List<@Nullable INDArray> arrays = new ArrayList<>();
        addAll(arrays, batch.getFeatures());
        addAll(arrays, batch.getLabels());
        addAll(arrays, batch.getFeaturesMaskArrays());
        addAll(arrays, batch.getLabelsMaskArrays());
        return arrays;
    }

    private static void addAll(List<@Nullable INDArray> all, INDArray @Nullable [] arrays) {
        if (arrays != null) {
            Collections.addAll(all, arrays);
        }
    }

    private List<@Nullable INDArray> arrays(SameDiff trained) {
        List<@Nullable INDArray> arrays = new ArrayList<>();
        for (String name : variables) {
            arrays.add(trained.hasVariable(name) ? trained.getArrForVarName(name) : null);
        }
        return arrays;
    }

    private void variables(SameDiff trained, TraceRecord step, Quantity quantity) {
        if (isDue(step, quantity)) {
            List<@Nullable INDArray> arrays = arrays(trained);
            for (int i = 0; i < digests.length; i++) {
                digest.reset();
                memories[i] = ArrayMemory.digest(digest, arrays.get(i), memories[i]);
                digests[i] = digest.value();
            }
            step.set(quantity, digests);
        }
    }

    @Override
    public void preUpdate(SameDiff unused, At at, Variable variable, INDArray update) {
        Integer index = indices.get(variable.getName());
        if (record != null && index != null && isDue(record, Quantity.UPDATE)) {
            digest.reset();
            ArrayMemory.digest(digest, update, null);
            updates[index] = digest.value();
            updated++;
        }
    }

    @Override
    public void iterationDone(SameDiff unused, At at, MultiDataSet batch, Loss losses) {
        SameDiff trained = graph.get();
        TraceRecord step = record;
        if (trained == null || step == null) {
            return;
        }
        loss = losses.totalLoss();
        step.score(loss);
        if (updated == updates.length && isDue(step, Quantity.UPDATE)) {
            step.set(Quantity.UPDATE, updates);
        }
        if (isDue(step, Quantity.UPDATER_STATE)) {
            updaterState(trained.getUpdaterMap());
            step.set(Quantity.UPDATER_STATE, digest.value());
        }
        variables(trained, step, Quantity.PARAMETERS);
        trace.kept().ifPresent(kept -> kept.arrays(Quantity.PARAMETERS, variables, arrays(trained)));
        trace.append(step);
    }

    @SuppressWarnings("rawtypes") // as SameDiff gives them
    private void updaterState(@Nullable Map<String, GradientUpdater> updaters) {
        digest.reset();
        if (updaters != null) {
            for (GradientUpdater<?> updater : new TreeMap<>(updaters).values()) {
                Map<String, INDArray> states = updater.getState();
                if (states != null) {
                    new TreeMap<>(states).values().forEach(state -> ArrayMemory.digest(digest, state, null));
                }
            }
        }
    }

    private boolean isDue(TraceRecord step, Quantity quantity) {
        for (Column column : columns) {
            if (column.quantity() == quantity) {
                return column.due(step.iteration());
            }
        }
        return false;
    }

    @Override
    public ListenerResponse epochEnd(SameDiff unused, At at, LossCurve losses, long taken) {
        trace.epochs().ended(naming.get(), at.epoch() + 1L, at.iteration() + 1L, loss);
        return ListenerResponse.CONTINUE;
    }
}
