package io.github.reprorun.dl4j;

import io.github.reprorun.spi.testing.FakeRun;
import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;

/** Runs to test with. */
public final class Runs {
    private Runs() {}

    /** A run in a new directory below {@code parent}, with the native threads that ND4J has anyway. */
    public static FakeRun fake(long seed, Path parent) {
        return new FakeRun(seed, parent).withThreads(Nd4j.getEnvironment().maxThreads());
    }
}
