package io.github.reprorun.dl4j.internal.end;

import io.github.reprorun.dl4j.internal.network.ModelNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The kinds of models that learn, and where each keeps what it has learned. Safe to share between threads. */
public enum ModelKind {
    /** A {@link MultiLayerNetwork} or a {@link ComputationGraph}. */
    NETWORK(ModelNames.NETWORK) {
        /** Asked for in a way that makes no updater where there is none. */
        @Override
        SortedMap<String, List<INDArray>> arrays(Object model) {
            SortedMap<String, List<INDArray>> arrays = new TreeMap<>();
            INDArray state = null;
            if (model instanceof MultiLayerNetwork network) {
                arrays.put(PARAMETERS, ofNullable(network.params()));
                Updater updater = network.getUpdater(false);
                state = updater == null ? null : updater.getStateViewArray();
            } else if (model instanceof ComputationGraph graph) {
                arrays.put(PARAMETERS, ofNullable(graph.params()));
                ComputationGraphUpdater updater = graph.getUpdater(false);
                state = updater == null ? null : updater.getStateViewArray();
            }
            arrays.put(UPDATER_STATE, ofNullable(state));
            return arrays;
        }
    },

    /** A {@link SameDiff}. */
    SAME_DIFF(ModelNames.SAME_DIFF) {
        @Override
        SortedMap<String, List<INDArray>> arrays(Object model) {
            SortedMap<String, List<INDArray>> arrays = new TreeMap<>();
            SameDiff graph = (SameDiff) model;
            for (SDVariable variable : graph.variables()) {
                if (variable.getVariableType() == VariableType.VARIABLE) {
                    arrays.put("variable " + variable.name(), ofNullable(graph.getArrForVarName(variable.name())));
                }
            }
            List<INDArray> states = new ArrayList<>();
            if (graph.getUpdaterMap() != null) {
                new TreeMap<>(graph.getUpdaterMap()).values().forEach(updater -> states.addAll(statesOf(updater)));
            }
            arrays.put(UPDATER_STATE, states);
            return arrays;
        }

        private static List<INDArray> statesOf(GradientUpdater<?> updater) {
            Map<String, INDArray> states = updater.getState();
            return states == null ? List.of() : List.copyOf(new TreeMap<>(states).values());
        }
    },

    /** Deeplearning4j's word vectors and their kin, by the lookup table they keep; loaded by none but who uses them. */
    EMBEDDINGS("embeddings") {
        @Override
        SortedMap<String, List<INDArray>> arrays(Object model) {
            SortedMap<String, List<INDArray>> arrays = new TreeMap<>();
            Object table = call(model, "lookupTable");
            if (table != null) {
                for (String matrix : List.of("Syn0", "Syn1", "Syn1Neg")) {
                    if (call(table, "get" + matrix) instanceof INDArray array) {
                        arrays.put(
                                matrix.substring(0, 1).toLowerCase(Locale.ROOT) + matrix.substring(1), List.of(array));
                    }
                }
            }
            return arrays;
        }
    };

    private static final String PARAMETERS = "parameters";
    private static final String UPDATER_STATE = "updaterState";

    private final String word;

    ModelKind(String word) {
        this.word = word;
    }

    /** What a model of this kind is called, before its number. */
    public String word() {
        return word;
    }

    /** What {@code model} keeps, by name, without a copy; nothing if it shows nothing. */
    abstract SortedMap<String, List<INDArray>> arrays(Object model);

    private static List<INDArray> ofNullable(@Nullable INDArray array) {
        return array == null ? List.of() : List.of(array);
    }

    /** What a public method without parameters gives, null where there is no such method. */
    private static @Nullable Object call(Object object, String method) {
        try {
            Method found = object.getClass().getMethod(method);
            return found.invoke(object);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(object.getClass().getName() + "." + method + " cannot be called", e);
        }
    }
}
