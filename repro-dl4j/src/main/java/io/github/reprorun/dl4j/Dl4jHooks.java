package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.end.EndState;
import io.github.reprorun.dl4j.internal.end.EndStates;
import io.github.reprorun.dl4j.internal.end.ModelKind;
import io.github.reprorun.dl4j.internal.hazard.FrameworkNames;
import io.github.reprorun.dl4j.internal.network.IdentityMap;
import io.github.reprorun.dl4j.internal.network.ModelFile;
import io.github.reprorun.dl4j.internal.trace.FollowedListeners;
import io.github.reprorun.dl4j.internal.trace.NetworkTrace;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.internal.agent.hook.MethodHook;
import io.github.reprorun.internal.agent.hook.MethodHooks;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;

/**
 * The methods that Deeplearning4j's own methods call where the agent has rewritten them; public for that reason alone.
 * So every network that trains is traced, and equal models are saved as equal bytes, although the program knows nothing
 * of it. Safe for use by several threads.
 *
 * <p>All training goes through a solver, and there are five methods of networks and solvers that tell listeners of a step.
 * Each reads its listeners from a field; the hook replaces what it reads with the same listeners and the trace before
 * them. No list of listeners that the program can see is changed, and none that it changes matters.
 */
public final class Dl4jHooks implements AutoCloseable {
    private static final List<MethodHook> HOOKS = List.of(
            listenersOf(FrameworkNames.MULTI_LAYER_NETWORK, "computeGradientAndScore"),
            listenersOf(FrameworkNames.COMPUTATION_GRAPH, "computeGradientAndScore"),
            listenersOf(FrameworkNames.BASE_OPTIMIZER, "gradientAndScore"),
            listenersOf(FrameworkNames.BASE_OPTIMIZER, "optimize"),
            listenersOf(FrameworkNames.STOCHASTIC_GRADIENT_DESCENT, "optimize"),
            new MethodHook.Entry(
                    FrameworkNames.MULTI_LAYER_NETWORK,
                    "pretrainLayer",
                    descriptor("I", FrameworkNames.ARRAY, ""),
                    target("pretrains")),
            new MethodHook.Entry(
                    FrameworkNames.COMPUTATION_GRAPH,
                    "pretrainLayerHelper",
                    descriptor("Ljava/lang/String;", FrameworkNames.MULTI_DATA_SET_ITERATOR, "I"),
                    target("pretrains")),
            new MethodHook.Entry(
                    FrameworkNames.MODEL_SERIALIZER,
                    "writeModel",
                    descriptor(
                            FrameworkNames.descriptor(FrameworkNames.MODEL).concat("Ljava/io/OutputStream;Z"),
                            FrameworkNames.DATA_NORMALIZATION,
                            ""),
                    target("writesModel")));

    private static volatile @Nullable Dl4jHooks current;

    private final NetworkPreparation networks;
    private final RunTrace trace;
    private final EndStates ends;
    private final IdentityMap<Layer, NetworkTrace> pretrained = new IdentityMap<>();
    private volatile @Nullable Asked last;

    private Dl4jHooks(NetworkPreparation networks, RunTrace trace, EndStates ends) {
        this.networks = networks;
        this.trace = trace;
        this.ends = ends;
    }

    /**
     * Has Deeplearning4j's classes changed when they are loaded, which saves rewriting them afterwards; names them
     * without loading them. They find nothing to do before {@link #open}.
     */
    static void prepare() {
        boolean unused = MethodHooks.install(HOOKS);
    }

    /** Begins to follow every network, if the agent is at work and {@link #prepare} came before. */
    static Dl4jHooks open(NetworkPreparation networks, RunTrace trace, EndStates ends) {
        Dl4jHooks hooks = new Dl4jHooks(networks, trace, ends);
        current = hooks;
        return hooks;
    }

    /** Of a method without a result that takes, between {@code before} and {@code after}, a {@code type}. */
    private static String descriptor(String before, String type, String after) {
        return "("
                .concat(before)
                .concat(FrameworkNames.descriptor(type))
                .concat(after)
                .concat(")V");
    }

    private static MethodHook listenersOf(String type, String method) {
        return new MethodHook.FieldRead(type, method, "trainingListeners", target("listeners"));
    }

    private static MethodHook.Target target(String method) {
        return new MethodHook.Target(Dl4jHooks.class.getName(), method);
    }

    /**
     * The listeners that a network or an optimizer is to tell of a step.
     *
     * @param reader the network or the optimizer
     * @param own those that it has
     */
    public static Collection<TrainingListener> listeners(Object reader, Collection<TrainingListener> own) {
        Dl4jHooks hooks = current;
        if (hooks == null) {
            return own;
        }
        Optional<NetworkTrace> listener =
                reader instanceof Model model ? hooks.listener(model) : hooks.solves(Optimizers.modelOf(reader));
        return listener.isEmpty() || (own != null && own.contains(listener.get()))
                ? own
                : new FollowedListeners(listener.get(), own == null ? List.of() : own);
    }

    /** A layer of {@code network} is about to be trained by itself; returns false: the method continues. */
    public static boolean pretrains(Object network, int layer, INDArray features) {
        MultiLayerNetwork model = (MultiLayerNetwork) network;
        return pretrains(model, model.getLayers());
    }

    /** As {@link #pretrains(Object, int, INDArray)}. */
    public static boolean pretrains(Object network, String layer, MultiDataSetIterator iterator, int epochs) {
        ComputationGraph model = (ComputationGraph) network;
        return pretrains(model, model.getLayers());
    }

    private static boolean pretrains(Model network, Layer[] layers) {
        Dl4jHooks hooks = current;
        if (hooks != null && layers != null) {
            hooks.listener(network).ifPresent(listener -> hooks.belong(listener, layers));
        }
        return false;
    }

    /**
     * Writes a model as {@link ModelFile} does.
     *
     * @return whether it did, and the method has nothing left to do
     * @throws IOException if {@code stream} does
     */
    public static boolean writesModel(
            Model model, OutputStream stream, boolean withUpdater, DataNormalization normalizer) throws IOException {
        Dl4jHooks hooks = current;
        if (hooks == null || stream == null || !isNetwork(model)) {
            return false;
        }
        ModelFile.write(stream, hooks.networks.of(model), withUpdater, Optional.ofNullable(normalizer));
        return true;
    }

    /** Five times in a step the same network asks. */
    private record Asked(WeakReference<Model> model, EndState end, Optional<NetworkTrace> listener) {}

    /** An optimizer has the gradient of {@code model}, or has updated it. */
    private Optional<NetworkTrace> solves(Model model) {
        Optional<NetworkTrace> listener = listener(model);
        if (isNetwork(model)) {
            Asked asked = last;
            EndState end =
                    asked != null && asked.model.get() == model ? asked.end : ends.trained(ModelKind.NETWORK, model);
            end.usesGradient();
            end.hold(model);
        }
        return listener;
    }

    private Optional<NetworkTrace> listener(Model model) {
        Asked before = last;
        if (before != null && before.model.get() == model) {
            return before.listener;
        }
        if (isNetwork(model)) {
            networks.of(model);
            EndState end = ends.trained(ModelKind.NETWORK, model);
            Optional<NetworkTrace> listener = trace.listener(model);
            last = new Asked(new WeakReference<>(model), end, listener);
            return listener;
        }
        return model instanceof Layer layer ? owner(layer) : Optional.empty();
    }

    private synchronized void belong(NetworkTrace listener, Layer... layers) {
        for (Layer layer : layers) {
            pretrained.get(layer, () -> listener);
        }
    }

    private synchronized Optional<NetworkTrace> owner(Layer layer) {
        return pretrained.find(layer);
    }

    private static boolean isNetwork(Model model) {
        return model instanceof MultiLayerNetwork || model instanceof ComputationGraph;
    }

    /** Lets networks train unseen again. */
    @Override
    public void close() {
        current = null;
    }

    /** Loads the optimizers once there is one. */
    private static final class Optimizers {
        private static final Field MODEL = model();

        static Model modelOf(Object optimizer) {
            try {
                return (Model) MODEL.get(optimizer);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Field model() {
            try {
                Field model = BaseOptimizer.class.getDeclaredField("model");
                model.setAccessible(true); // An optimizer does not show it.
                return model;
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("this Deeplearning4j's optimizers know no model", e);
            }
        }
    }
}
