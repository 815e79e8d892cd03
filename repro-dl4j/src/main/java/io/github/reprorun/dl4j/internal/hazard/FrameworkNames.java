package io.github.reprorun.dl4j.internal.hazard;

import java.util.List;

/**
 * The names of packages and classes of Deeplearning4j and ND4J that are written as strings, because they are matched
 * with stack frames or with classes that are not loaded yet. The compiler does not notice if a release changes one; all
 * of them are here and in {@code META-INF/reprorun/library.properties}. Stateless.
 */
public final class FrameworkNames {
    // Packages, as the beginnings of class names.

    public static final String DEEPLEARNING4J = "org.deeplearning4j.";
    public static final String ND4J = "org.nd4j.";
    static final String DATAVEC = "org.datavec.";
    /** Of JavaCPP, through which ND4J calls its native libraries. */
    public static final String JAVACPP = "org.bytedeco.";

    public static final String DATA_SETS = "org.nd4j.linalg.dataset.";

    /** All packages whose code does not belong to the program. */
    static final List<String> LIBRARIES = List.of(ND4J, DEEPLEARNING4J, DATAVEC, JAVACPP);

    // Networks and how they are trained.

    public static final String MULTI_LAYER_NETWORK = "org.deeplearning4j.nn.multilayer.MultiLayerNetwork";
    public static final String COMPUTATION_GRAPH = "org.deeplearning4j.nn.graph.ComputationGraph";
    public static final String MODEL = "org.deeplearning4j.nn.api.Model";
    static final String CONFIGURATION_BUILDER = "org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder";
    public static final String BASE_OPTIMIZER = "org.deeplearning4j.optimize.solvers.BaseOptimizer";
    public static final String STOCHASTIC_GRADIENT_DESCENT =
            "org.deeplearning4j.optimize.solvers.StochasticGradientDescent";
    public static final String MODEL_SERIALIZER = "org.deeplearning4j.util.ModelSerializer";
    /** The package of all optimizers. */
    public static final String SOLVERS = "org.deeplearning4j.optimize.solvers.";

    public static final String SAME_DIFF = "org.nd4j.autodiff.samediff.SameDiff";
    static final String SYMMETRIC_TRAINER_CONTEXT = "org.deeplearning4j.parallelism.factory.SymmetricTrainerContext";
    static final String SYMMETRIC_TRAINER = "org.deeplearning4j.parallelism.trainer.SymmetricTrainer";
    static final String PARALLEL_EARLY_STOPPING_LISTENER =
            "org.deeplearning4j.parallelism.EarlyStoppingParallelTrainer$AveragingTrainingListener";
    static final String PARALLEL_INFERENCE = "org.deeplearning4j.parallelism.ParallelInference";
    static final String SCORE_PRINTER = "org.deeplearning4j.optimize.listeners.ScoreIterationListener";
    static final String PERFORMANCE_PRINTER = "org.deeplearning4j.optimize.listeners.PerformanceListener";
    static final String REMAINING_TIME_PRINTER = "org.deeplearning4j.optimize.listeners.TimeIterationListener";
    static final String DEFAULT_TRAINER = "org.deeplearning4j.parallelism.trainer.DefaultTrainer";
    public static final String GRADIENT = "org.deeplearning4j.nn.gradient.Gradient";
    public static final String LAYER_WORKSPACES = "org.deeplearning4j.nn.workspace.LayerWorkspaceMgr";
    public static final String SAME_DIFF_GRADIENTS = "org.nd4j.autodiff.samediff.api.OutAndGrad";
    static final String SAME_DIFF_HISTORY = "org.nd4j.autodiff.listeners.records.History";
    static final String TIME_LIMIT =
            "org.deeplearning4j.earlystopping.termination.MaxTimeIterationTerminationCondition";

    // Word vectors.

    public static final String SEQUENCE = "org.deeplearning4j.models.sequencevectors.sequence.Sequence";
    public static final String SEQUENCE_VECTORS = "org.deeplearning4j.models.sequencevectors.SequenceVectors";
    static final String SKIP_GRAM = "org.deeplearning4j.models.embeddings.learning.impl.elements.SkipGram";
    static final String CBOW = "org.deeplearning4j.models.embeddings.learning.impl.elements.CBOW";
    public static final String FAST_TEXT = "org.deeplearning4j.models.fasttext.FastText";
    static final String VOCAB_CONSTRUCTOR = "org.deeplearning4j.models.word2vec.wordstore.VocabConstructor";

    // Arrays, operations and data.

    public static final String PAIR = "org.nd4j.common.primitives.Pair";
    public static final String ARRAY = "org.nd4j.linalg.api.ndarray.INDArray";
    static final String DATA_SET = "org.nd4j.linalg.dataset.api.DataSet";
    static final String MULTI_DATA_SET = "org.nd4j.linalg.dataset.api.MultiDataSet";
    static final String CUSTOM_OP = "org.nd4j.linalg.api.ops.CustomOp";
    static final String OP_CONTEXT = "org.nd4j.linalg.api.ops.OpContext";
    static final String DEALLOCATOR_SERVICE = "org.nd4j.linalg.api.memory.deallocation.DeallocatorService";
    static final String ASYNC_DATA_SET_ITERATOR = "org.nd4j.linalg.dataset.AsyncDataSetIterator";
    static final String ASYNC_MULTI_DATA_SET_ITERATOR = "org.nd4j.linalg.dataset.AsyncMultiDataSetIterator";
    public static final String MULTI_DATA_SET_ITERATOR = "org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator";
    public static final String DATA_NORMALIZATION = "org.nd4j.linalg.dataset.api.preprocessor.DataNormalization";

    // Backends.

    static final String CPU_ARRAY_FACTORY = "org.nd4j.linalg.cpu.nativecpu.CpuNDArrayFactory";
    static final String CPU_EXECUTIONER = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";
    public static final String CPU_RANDOM = "org.nd4j.linalg.cpu.nativecpu.rng.CpuNativeRandom";
    static final String CUDA_EXECUTIONER = "org.nd4j.linalg.jcublas.ops.executioner.CudaExecutioner";

    /** The code with which ND4J draws numbers for its own purposes. */
    static final String RANDOM_UTILS = "org.apache.commons.lang3.RandomUtils";

    private FrameworkNames() {}

    /** {@code className} in the form of a method descriptor. */
    public static String descriptor(String className) {
        return "L".concat(className.replace('.', '/')).concat(";");
    }
}
