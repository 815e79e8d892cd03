package io.github.reprorun.dl4j;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.spi.testing.FakeRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.deeplearning4j.nn.api.Model;

/** Trains and saves every kind of network in a JVM of its own, and prints the files' digests. */
public final class ChildTraining {
    private ChildTraining() {}

    public static void main(String[] args) throws IOException {
        FakeRun run = Runs.fake(42, Path.of(args[0]));
        try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
            for (Networks.Case network : Networks.all()) {
                Model model = network.network().get();
                network.training().run(session.dl4j(), model);
                Path file = session.dl4j().save(network.name() + ".zip", model);
                System.out.println(network.name() + " " + FileDigest.of(file).sha256());
            }
        }
    }
}
