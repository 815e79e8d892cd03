package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.dl4j.internal.hazard.Dl4jHazard;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * Replaces a seed that a configuration took from the clock, which is the default if the program gave none, so that
 * equal networks are saved as equal bytes. The weights do not depend on it: ND4J had a different seed when they were
 * drawn.
 */
public final class ConfigurationSeeds {
    private final GeneratorSeeds seeds;

    public ConfigurationSeeds(GeneratorSeeds seeds) {
        this.seeds = seeds;
    }

    public void hold(NetworkState network) {
        boolean held = false;
        for (NeuralNetConfiguration configuration : network.configurations()) {
            if (configuration != null && seeds.isClock(configuration.getSeed())) {
                configuration.setSeed(seeds.derive("nd4j/configuration"));
                held = true;
            }
        }
        if (held) {
            seeds.seeded(Dl4jHazard.UNSEEDED_CONFIGURATION.kind(), Dl4jHazard.UNSEEDED_CONFIGURATION.advice());
        }
    }
}
