package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.RunExtension;
import io.github.reprorun.spi.RunScope;
import java.time.Clock;

/**
 * ND4J as part of every run, found by {@link java.util.ServiceLoader}; public for that reason alone. Safe for use by several
 * threads, though one run at a time can hold ND4J's generators in a JVM.
 */
public final class Nd4jExtension implements RunExtension {
    /** For {@link java.util.ServiceLoader}. */
    public Nd4jExtension() {}

    @Override
    public String name() {
        return "nd4j";
    }

    /** @throws io.github.reprorun.failure.UsageException if another run holds ND4J's generators */
    @Override
    public ExtensionSession open(RunScope run) {
        return Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()));
    }
}
