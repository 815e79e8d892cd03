package io.github.reprorun.dl4j.internal.hazard;

import io.github.reprorun.internal.agent.hook.MethodHook;
import io.github.reprorun.internal.agent.hook.MethodHooks;
import io.github.reprorun.internal.agent.place.DerivedSeeds;
import io.github.reprorun.spi.RunScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.NDArrayFactory;

/**
 * The targets that the agent makes unrepeatable methods of Deeplearning4j call; public for that reason alone. They hold
 * such a method if that changes nothing but its repeatability, and always report it with the program's line, except for
 * the queue of an array, on which no result depends. Safe for use by several threads.
 */
public final class HazardHooks implements AutoCloseable {
    /** How long a prefetching thread may take to fill its queue. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long the workers of a {@code ParallelWrapper} may take to copy a network. */
    private static final Duration PATIENCE_WITH_COPIES = Duration.ofMinutes(5);

    private static final String EXEC = "("
            .concat(FrameworkNames.descriptor(FrameworkNames.CUSTOM_OP))
            .concat(FrameworkNames.descriptor(FrameworkNames.OP_CONTEXT))
            .concat(")[")
            .concat(FrameworkNames.descriptor(FrameworkNames.ARRAY));

    private static final List<MethodHook> HOOKS = List.of(
            new MethodHook.FieldRead(FrameworkNames.CONFIGURATION_BUILDER, "build", "seed", target("configures")),
            told(
                    FrameworkNames.SYMMETRIC_TRAINER_CONTEXT,
                    "init",
                    "(".concat(FrameworkNames.descriptor(FrameworkNames.MODEL)).concat("[Ljava/lang/Object;)V"),
                    "sharesGradients"),
            told(FrameworkNames.SEQUENCE_VECTORS, "fit", "()V", "trainsVectors"),
            new MethodHook.FieldRead(FrameworkNames.SKIP_GRAM, "iterateSample", "workers", target("works")),
            new MethodHook.FieldRead(FrameworkNames.CBOW, "iterateSample", "workers", target("works")),
            told(FrameworkNames.FAST_TEXT, "fit", "()V", "trainsFastText"),
            new MethodHook.FieldRead(
                    FrameworkNames.VOCAB_CONSTRUCTOR,
                    "buildJointVocabulary",
                    "allowParallelBuilder",
                    target("countsInParallel")),
            new MethodHook.FieldRead(FrameworkNames.DEFAULT_TRAINER, "run", "useMDS", target("hasReplica")),
            feeds("feedDataSet", FrameworkNames.DATA_SET),
            feeds("feedMultiDataSet", FrameworkNames.MULTI_DATA_SET),
            told(
                    FrameworkNames.PARALLEL_INFERENCE,
                    "output",
                    "([INDArray;[INDArray;)[INDArray;"
                            .replace("INDArray;", FrameworkNames.descriptor(FrameworkNames.ARRAY)),
                    "infers"),
            trains(FrameworkNames.MULTI_LAYER_NETWORK),
            trains(FrameworkNames.COMPUTATION_GRAPH),
            told(
                    FrameworkNames.SAME_DIFF,
                    "fitHelper",
                    "("
                            .concat(FrameworkNames.descriptor(FrameworkNames.MULTI_DATA_SET_ITERATOR))
                            .concat("IZ")
                            .concat(FrameworkNames.descriptor(FrameworkNames.MULTI_DATA_SET_ITERATOR))
                            .concat("ILjava/util/List;)")
                            .concat(FrameworkNames.descriptor(FrameworkNames.SAME_DIFF_HISTORY)),
                    "trains"),
            told(FrameworkNames.TIME_LIMIT, "initialize", "()V", "limitsTime"),
            told(FrameworkNames.ASYNC_DATA_SET_ITERATOR, "reset", "()V", "resets"),
            told(FrameworkNames.ASYNC_MULTI_DATA_SET_ITERATOR, "reset", "()V", "resets"),
            new MethodHook.StaticCall(
                    FrameworkNames.DEALLOCATOR_SERVICE,
                    "pickObject",
                    FrameworkNames.RANDOM_UTILS,
                    "nextInt",
                    "(II)I",
                    target("picks")),
            new MethodHook.Entry(
                    FrameworkNames.CPU_ARRAY_FACTORY,
                    "shuffle",
                    "(Ljava/util/List;Ljava/util/Random;Ljava/util/List;)V",
                    target("shuffles")),
            executes(FrameworkNames.CPU_EXECUTIONER),
            executes(FrameworkNames.CUDA_EXECUTIONER));

    private static final AtomicInteger PICKED = new AtomicInteger();

    private static volatile @Nullable HazardHooks current;

    private final RunScope run;
    private final CudaBackend cuda;
    private final Replicas replicas = new Replicas();
    private final SharedNetworks networks = new SharedNetworks();
    private final SharedInference inferences = new SharedInference();
    private final AtomicReference<@Nullable Object> lastVocabulary = new AtomicReference<>();
    private final AtomicReference<@Nullable Object> lastAlgorithm = new AtomicReference<>();
    private volatile ProgramFrame vectors = ProgramFrame.UNKNOWN;

    private HazardHooks(RunScope run, CudaBackend cuda) {
        this.run = run;
        this.cuda = cuda;
    }

    /** Has the agent change the classes before they are loaded; only {@link #picks} begins at once. */
    public static void prepare() {
        boolean unused = MethodHooks.install(HOOKS);
    }

    /** Begins to hold and report, if the agent is active. */
    public static HazardHooks open(RunScope run, CudaBackend cuda) {
        if (!MethodHooks.install(HOOKS)) {
            run.unpinned(
                    "embeddings, parallel training and inference, networks of several threads, asynchronous iterators,"
                            + " shuffles of shared memory, scatters",
                    "the JVM runs without the agent: what several threads do in them is neither held nor named");
        }
        HazardHooks hooks = new HazardHooks(run, cuda);
        current = hooks;
        return hooks;
    }

    private static MethodHook told(String type, String method, String descriptor, String target) {
        return new MethodHook.Told(type, method, descriptor, List.of(MethodHook.Told.THE_OBJECT), target(target));
    }

    private static MethodHook feeds(String method, String data) {
        return told(
                FrameworkNames.DEFAULT_TRAINER,
                method,
                "(".concat(FrameworkNames.descriptor(data)).concat("J)V"),
                "feeds");
    }

    private static MethodHook trains(String network) {
        return told(
                network,
                "computeGradientAndScore",
                "("
                        .concat(FrameworkNames.descriptor(FrameworkNames.LAYER_WORKSPACES))
                        .concat(")V"),
                "trains");
    }

    private static MethodHook executes(String executioner) {
        return new MethodHook.Told(executioner, "exec", EXEC, List.of(0, 1), target("executes"));
    }

    private static MethodHook.Target target(String method) {
        return new MethodHook.Target(HazardHooks.class.getName(), method);
    }

    /** The seed of a configuration being built. */
    public static long configures(Object builder, long seed) {
        if (DerivedSeeds.isDefault(seed)) {
            met(Dl4jHazard.UNSEEDED_CONFIGURATION);
        }
        return seed;
    }

    /** Workers are about to share gradients. */
    public static void sharesGradients(Object context) {
        met(Dl4jHazard.SHARED_GRADIENTS);
    }

    /** The worker of a {@code ParallelWrapper}, in whose thread this is, has its copy of the network. */
    public static boolean hasReplica(Object trainer, boolean takesMultiDataSets) {
        HazardHooks hooks = current;
        if (hooks != null) {
            hooks.networks.isWorker();
            hooks.replicas.isCopied(trainer);
        }
        return takesMultiDataSets;
    }

    /** The worker of a {@code ParallelWrapper} is about to be given a batch. */
    public static void feeds(Object trainer) {
        HazardHooks hooks = current;
        if (hooks != null) {
            switch (hooks.replicas.await(trainer, PATIENCE_WITH_COPIES)) {
                case KNOWN -> {}
                case READY -> metBefore(trainer);
                case NOT_YET -> met(Dl4jHazard.AVERAGING_WHILE_COPYING);
            }
        }
    }

    private static void metBefore(Object trainer) {
        // Those that share gradients are named for that.
        if (!trainer.getClass().getName().equals(FrameworkNames.SYMMETRIC_TRAINER)) {
            met(Dl4jHazard.AVERAGING);
        }
        if (SharedListeners.dependOnOrder(Replicas.wrapperOf(trainer))) {
            met(Dl4jHazard.SHARED_LISTENERS);
        }
    }

    /** A {@code ParallelInference} is asked. */
    public static void infers(Object inference) {
        HazardHooks hooks = current;
        if (hooks != null && hooks.inferences.isShared(inference)) {
            met(Dl4jHazard.BATCHED_INFERENCE);
        }
    }

    /** A network is about to be trained, or its gradient computed. */
    public static void trains(Object network) {
        HazardHooks hooks = current;
        if (hooks != null && hooks.networks.isContested(network)) {
            met(Dl4jHazard.SHARED_NETWORK);
        }
    }

    /** Word vectors are about to be trained, in a thread of the library's. */
    public static void trainsVectors(Object vectors) {
        HazardHooks hooks = current;
        if (hooks != null) {
            hooks.vectors = ProgramFrame.ofProgram();
        }
    }

    /** The number of workers for the native operation that learns vectors: one, if several could work at once. */
    public static int works(Object algorithm, int workers) {
        HazardHooks hooks = current;
        if (hooks == null || workers < 2 || hooks.run.threads() < 2) {
            return workers;
        }
        // called for each batch
        if (hooks.lastAlgorithm.getAndSet(algorithm) != algorithm) {
            Dl4jHazard.EMBEDDINGS.metAt(ProgramFrame.ofProgramOr(hooks.vectors), hooks.run);
        }
        return 1;
    }

    /** The library fastText is about to be called. */
    public static void trainsFastText(Object vectors) {
        met(Dl4jHazard.FAST_TEXT);
    }

    /** Whether a vocabulary is counted by several threads. */
    public static boolean countsInParallel(Object constructor, boolean wanted) {
        HazardHooks hooks = current;
        if (!wanted || hooks == null) {
            return wanted;
        }
        // called for each document
        if (hooks.lastVocabulary.getAndSet(constructor) != constructor) {
            met(Dl4jHazard.VOCABULARY);
        }
        return false;
    }

    /** A training is about to be limited by time. */
    public static void limitsTime(Object condition) {
        met(Dl4jHazard.TIME_LIMIT);
    }

    /** An asynchronous iterator is about to be reset. */
    public static void resets(Object iterator) {
        if (current != null) {
            switch (Prefetching.of(iterator).end(PATIENCE)) {
                case WITH_FULL_QUEUE -> met(Dl4jHazard.RESET_IN_MID_EPOCH);
                case NOT_YET -> met(Dl4jHazard.RESET_WHILE_READING);
                case BY_ITSELF -> {}
            }
        }
    }

    /**
     * The queue of ND4J that frees an array, before and after the run too: the next one, where ND4J draws a number. No
     * result depends on the queue, but ND4J chooses one for each array, and holding a secure number requires a look at
     * the whole stack.
     *
     * @param first the first queue
     * @param end the number after the last
     */
    public static int picks(int first, int end) {
        return first + Math.floorMod(PICKED.getAndIncrement(), Math.max(1, end - first));
    }

    /**
     * Shuffles arrays one after the other, as one native thread does, if two of them share memory; ND4J's several
     * threads would each take a separate array.
     *
     * @param factory ND4J's, whose method this replaces
     * @return whether they were shuffled
     */
    public static boolean shuffles(Object factory, List<INDArray> arrays, Random random, List<int[]> dimensions) {
        HazardHooks hooks = current;
        if (hooks == null || hooks.run.threads() < 2) {
            return false;
        }
        Optional<SharedShuffle> shuffle = SharedShuffle.of(arrays, dimensions);
        shuffle.ifPresent(inTurn -> {
            met(Dl4jHazard.SHARED_SHUFFLE);
            inTurn.by((NDArrayFactory) factory, random);
        });
        return shuffle.isPresent();
    }

    /**
     * An operation is about to be executed.
     *
     * @param operation a {@link CustomOp}
     * @param context its {@link OpContext}
     */
    public static void executes(Object operation, Object context) {
        HazardHooks hooks = current;
        if (hooks != null) {
            String name = ((CustomOp) operation).opName();
            if (hooks.run.threads() > 1) {
                hooks.executesByThreads(name, (OpContext) context);
            }
            hooks.cuda.executes(name);
        }
    }

    private void executesByThreads(String name, OpContext context) {
        switch (name) {
            case "random_gamma" -> met(Dl4jHazard.RANDOM_GAMMA);
            case "confusion_matrix" -> met(Dl4jHazard.CONFUSION_MATRIX);
            default -> {
                if (!cuda.isPresent() && Scatter.lock(name, context)) {
                    met(Dl4jHazard.SCATTER);
                }
            }
        }
    }

    private static void met(Dl4jHazard hazard) {
        HazardHooks hooks = current;
        if (hooks != null) {
            hazard.metAt(ProgramFrame.ofProgram(), hooks.run);
        }
    }

    /** Holds nothing any more. */
    @Override
    public void close() {
        current = null;
    }
}
