package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.generator.ConfigurationSeeds;
import io.github.reprorun.dl4j.internal.hazard.CudaBackend;
import io.github.reprorun.dl4j.internal.network.IdentityMap;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import org.deeplearning4j.nn.api.Model;

/** Prepares each network once, when it is first given to the run. Safe for use by several threads. */
final class NetworkPreparation {
    private final ConfigurationSeeds seeds;
    private final CudaBackend cuda;
    private final IdentityMap<Model, Boolean> seen = new IdentityMap<>();

    NetworkPreparation(ConfigurationSeeds seeds, CudaBackend cuda) {
        this.seeds = seeds;
        this.cuda = cuda;
    }

    /**
     * The state of {@code model}.
     *
     * @throws io.github.reprorun.failure.UsageException if it is not a network
     */
    synchronized NetworkState.Whole of(Model model) {
        NetworkState.Whole network = NetworkState.of(model);
        seen.get(model, () -> {
            seeds.hold(network);
            cuda.check(network);
            return true;
        });
        return network;
    }
}
