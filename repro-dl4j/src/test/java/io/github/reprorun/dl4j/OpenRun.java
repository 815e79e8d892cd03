package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.spi.RunScope;
import java.time.Clock;

/** ND4J's part in a run, for tests of rooms inside. */
public final class OpenRun implements AutoCloseable {
    private final Nd4jSession session;

    /** Opens it for {@code run}. */
    public OpenRun(RunScope run) {
        session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()));
    }

    /** What a training calls. */
    public Dl4jRun dl4j() {
        return session.dl4j();
    }

    @Override
    public void close() {
        session.close();
    }
}
