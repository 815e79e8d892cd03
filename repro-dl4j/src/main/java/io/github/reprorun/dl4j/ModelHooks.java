package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.end.EndState;
import io.github.reprorun.dl4j.internal.end.EndStates;
import io.github.reprorun.dl4j.internal.end.ModelKind;
import io.github.reprorun.dl4j.internal.hazard.FrameworkNames;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.dl4j.internal.trace.VariableTrace;
import io.github.reprorun.internal.agent.hook.MethodHook;
import io.github.reprorun.internal.agent.hook.MethodHooks;
import io.github.reprorun.spi.RunScope;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What methods call that train by other ways than the solvers of {@link Dl4jHooks}, where the agent has rewritten them;
 * public for that reason alone. So {@link SameDiff} is traced, embeddings are digested in the end, and a training that takes
 * gradients and goes its own way with them is said to be untraced. Safe for use by several threads.
 */
public final class ModelHooks implements AutoCloseable {
    private static final String UNTRACED = "training outside fit";
    private static final String WHY =
            "gradients were computed outside fit, as by computeGradientAndScore: what the program"
                    + " does with them is not traced step by step; the state at the end is digested";

    private static final String ARRAY = FrameworkNames.descriptor(FrameworkNames.ARRAY);
    private static final String PAIR = FrameworkNames.descriptor(FrameworkNames.PAIR);

    private static final List<MethodHook> HOOKS = List.of(
            told(FrameworkNames.MULTI_LAYER_NETWORK, "computeGradientAndScore", "()V", "computesGradient"),
            told(FrameworkNames.COMPUTATION_GRAPH, "computeGradientAndScore", "()V", "computesGradient"),
            told(
                    FrameworkNames.MULTI_LAYER_NETWORK,
                    "calculateGradients",
                    "(".concat(ARRAY.repeat(4)).concat(")").concat(PAIR),
                    "givesGradient"),
            told(
                    FrameworkNames.MULTI_LAYER_NETWORK,
                    "backpropGradient",
                    "("
                            .concat(ARRAY)
                            .concat(FrameworkNames.descriptor(FrameworkNames.LAYER_WORKSPACES))
                            .concat(")")
                            .concat(PAIR),
                    "givesGradient"),
            told(
                    FrameworkNames.COMPUTATION_GRAPH,
                    "backpropGradient",
                    "([".concat(ARRAY).concat(")").concat(FrameworkNames.descriptor(FrameworkNames.GRADIENT)),
                    "givesGradient"),
            told(FrameworkNames.MULTI_LAYER_NETWORK, "close", "()V", "frees"),
            told(FrameworkNames.COMPUTATION_GRAPH, "close", "()V", "frees"),
            new MethodHook.FieldRead(FrameworkNames.SAME_DIFF, "fitHelper", "listeners", target("listeners")),
            told(
                    FrameworkNames.SAME_DIFF,
                    "calculateGradientsAndOutputs",
                    "(Ljava/util/Map;Ljava/util/Collection;Ljava/util/Collection;)"
                            .concat(FrameworkNames.descriptor(FrameworkNames.SAME_DIFF_GRADIENTS)),
                    "givesGradientOfGraph"),
            told(FrameworkNames.SEQUENCE_VECTORS, "fit", "()V", "embeds"),
            told(
                    FrameworkNames.SEQUENCE_VECTORS,
                    "trainSequence",
                    "("
                            .concat(FrameworkNames.descriptor(FrameworkNames.SEQUENCE))
                            .concat("Ljava/util/concurrent/atomic/AtomicLong;D)V"),
                    "learns"),
            told(FrameworkNames.FAST_TEXT, "fit", "()V", "embeds"));

    private static volatile @Nullable ModelHooks current;

    private final RunScope run;
    private final RunTrace trace;
    private final EndStates ends;
    private volatile WeakReference<@Nullable Object> learning = new WeakReference<>(null);
    private volatile boolean untraced;

    private ModelHooks(RunScope run, RunTrace trace, EndStates ends) {
        this.run = run;
        this.trace = trace;
        this.ends = ends;
    }

    /** As {@link Dl4jHooks#prepare}. */
    static void prepare() {
        boolean unused = MethodHooks.install(HOOKS);
    }

    /** Begins to follow every model, if the agent is at work and {@link #prepare} came before. */
    static ModelHooks open(RunScope run, RunTrace trace, EndStates ends) {
        ModelHooks hooks = new ModelHooks(run, trace, ends);
        current = hooks;
        return hooks;
    }

    private static MethodHook told(String type, String method, String descriptor, String target) {
        return new MethodHook.Told(type, method, descriptor, List.of(MethodHook.Told.THE_OBJECT), target(target));
    }

    private static MethodHook.Target target(String method) {
        return new MethodHook.Target(ModelHooks.class.getName(), method);
    }

    /** A network is about to compute its gradient: for a solver that says so then, or for the program. */
    public static void computesGradient(Object network) {
        ModelHooks hooks = current;
        if (hooks != null && hooks.ends.trained(ModelKind.NETWORK, network).computesGradient()) {
            hooks.goesItsOwnWay();
        }
    }

    /** A network is about to hand its gradient to the program. */
    public static void givesGradient(Object network) {
        ModelHooks hooks = current;
        if (hooks != null) {
            EndState unused = hooks.ends.trained(ModelKind.NETWORK, network);
            hooks.goesItsOwnWay();
        }
    }

    /** As {@link #givesGradient}. */
    public static void givesGradientOfGraph(Object graph) {
        ModelHooks hooks = current;
        if (hooks != null) {
            EndState unused = hooks.ends.trained(ModelKind.SAME_DIFF, graph);
            hooks.goesItsOwnWay();
        }
    }

    /** The arrays of a network are about to be freed. */
    public static void frees(Object network) {
        ModelHooks hooks = current;
        if (hooks != null) {
            hooks.ends.frees(network);
        }
    }

    /** A solver that searches along a line computes many gradients for one step. */
    private void goesItsOwnWay() {
        if (!untraced && !isSolving()) {
            untraced = true;
            run.unpinned(UNTRACED, WHY);
        }
    }

    private static boolean isSolving() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(FrameworkNames.SOLVERS)));
    }

    /**
     * The listeners that a graph which is trained is to tell.
     *
     * @param graph the graph
     * @param own those that it has
     */
    public static List<Listener> listeners(Object graph, List<Listener> own) {
        ModelHooks hooks = current;
        if (hooks == null) {
            return own;
        }
        SameDiff trained = (SameDiff) graph;
        EndState end = hooks.ends.trained(ModelKind.SAME_DIFF, trained);
        end.hold(trained);
        List<Listener> all = new ArrayList<>();
        all.add(end.listener());
        Optional<VariableTrace> trace = hooks.trace.listener(trained);
        trace.ifPresent(all::add);
        all.addAll(own);
        return all;
    }

    /** Embeddings are about to be trained. */
    public static void embeds(Object vectors) {
        ModelHooks hooks = current;
        if (hooks != null) {
            EndState unused = hooks.ends.trained(ModelKind.EMBEDDINGS, vectors);
            hooks.learning = new WeakReference<>(null);
        }
    }

    /** Embeddings learn a sequence, on any thread: their table is there now, and stays until they are trained again. */
    public static void learns(Object vectors) {
        ModelHooks hooks = current;
        if (hooks != null && hooks.learning.get() != vectors) {
            hooks.ends.trained(ModelKind.EMBEDDINGS, vectors).hold(vectors);
            hooks.learning = new WeakReference<>(vectors);
        }
    }

    /** Lets models train unseen again. */
    @Override
    public void close() {
        current = null;
    }
}
