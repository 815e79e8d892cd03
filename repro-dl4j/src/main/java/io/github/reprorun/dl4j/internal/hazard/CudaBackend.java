package io.github.reprorun.dl4j.internal.hazard;

import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.spi.RunScope;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The measures and reports if ND4J computes on CUDA devices: it forbids cuDNN's helpers, names layers whose gradients
 * are summed by atomic additions, and reports that none of this was checked on a device. Used by the thread that
 * trains.
 */
public final class CudaBackend implements AutoCloseable {
    private static final List<String> ATOMIC_OPERATIONS = List.of(
            "maxpool2d_bp",
            "avgpool2d_bp",
            "pnormpool2d_bp",
            "maxpool3dnew_bp",
            "avgpool3dnew_bp",
            "bincount",
            "skipgram",
            "cbow");

    private final RunScope run;
    private final boolean present;
    private final Environment environment;
    private final boolean formerHelpers;

    private CudaBackend(RunScope run, boolean present, Environment environment) {
        this.run = run;
        this.present = present;
        this.environment = environment;
        this.formerHelpers = environment.helpersAllowed();
        if (present) {
            environment.allowHelpers(false);
            run.unpinned("CUDA", "that training on a CUDA device repeats was never checked; compare two runs of yours");
        }
    }

    public static CudaBackend of(RunScope run) {
        Object backend = Nd4j.getExecutioner().getEnvironmentInformation().get(Nd4jEnvironment.BACKEND_KEY);
        return of(run, "CUDA".equals(backend), Nd4j.getEnvironment());
    }

    static CudaBackend of(RunScope run, boolean present, Environment environment) {
        return new CudaBackend(run, present, environment);
    }

    /** Whether ND4J computes on CUDA devices. */
    boolean isPresent() {
        return present;
    }

    /** Names the layers of {@code network} that cannot be held on a CUDA device. */
    public void check(NetworkState network) {
        if (present) {
            Map<String, Long> counts = network.configurations().stream()
                    .map(NeuralNetConfiguration::getLayer)
                    .filter(layer -> layer != null && AtomicLayers.TYPES.contains(layer.getClass()))
                    .collect(Collectors.groupingBy(layer -> layer.getClass().getName(), Collectors.counting()));
            counts.forEach((layer, count) -> run.hazard(new Hazard(
                    Dl4jHazard.ATOMIC_ADDITIONS.kind(),
                    layer,
                    -1,
                    count,
                    Treatment.UNCONTROLLED,
                    Dl4jHazard.ATOMIC_ADDITIONS.advice())));
        }
    }

    /** Names {@code operation}, about to be executed, if it cannot be held on a CUDA device. */
    void executes(String operation) {
        if (present && isAtomic(operation)) {
            Dl4jHazard.ATOMIC_ADDITIONS.metAt(ProgramFrame.ofProgram(), operation, run);
        }
    }

    /** The libnd4j names of operations whose CUDA kernels add, or take maxima, by atomic instructions. */
    static boolean isAtomic(String operation) {
        return operation.startsWith("scatter_")
                || operation.startsWith("segment_")
                || operation.startsWith("unsorted_segment_")
                || operation.startsWith("histogram")
                || ATOMIC_OPERATIONS.contains(operation);
    }

    /** Allows the helpers again, if they were allowed before. */
    @Override
    public void close() {
        if (present) {
            environment.allowHelpers(formerHelpers);
        }
    }

    /** Loaded only if there is a device. */
    private static final class AtomicLayers {
        /** Their backward passes scatter or pool with atomic additions, whose order differs from run to run. */
        static final List<Class<? extends Layer>> TYPES = List.of(
                EmbeddingLayer.class,
                EmbeddingSequenceLayer.class,
                GlobalPoolingLayer.class,
                Subsampling3DLayer.class,
                SubsamplingLayer.class,
                Subsampling1DLayer.class);
    }
}
