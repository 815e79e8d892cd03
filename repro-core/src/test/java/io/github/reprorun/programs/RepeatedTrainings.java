package io.github.reprorun.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reprorun.RunContext;
import io.github.reprorun.junit.Isolation;
import io.github.reprorun.junit.Reproducible;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests with {@link Reproducible}, of which many fail; they are started by the tests of that annotation only. */
public final class RepeatedTrainings {
    private RepeatedTrainings() {}

    /** What became of the tests of this JVM, emptied by who looks at it. */
    public static final List<String> EVENTS = new ArrayList<>();

    /** What the README shows. */
    static class Documented {
        @Reproducible(runs = 2, seed = 42)
        void trainsTheSameEachTime(RunContext run) {
            Random shuffle = run.random("shuffle");
            run.metric("first draw", shuffle.nextDouble());
        }
    }

    static class InFreshJvms {
        private int before;

        @BeforeEach
        void prepare() {
            before++;
        }

        @Reproducible(threads = 1)
        void seePinnedSettings(RunContext run) throws IOException {
            assertThat(before).isEqualTo(1);
            assertThat(System.getenv("OMP_NUM_THREADS")).isEqualTo("1");
            assertThat(System.getProperty("user.timezone")).isEqualTo("UTC");
            run.metric("unseeded", new Random().nextDouble());
            Files.writeString(run.output("greeting.txt"), "hello");
        }

        @Reproducible
        void differ(RunContext run) {
            run.metric("process", ProcessHandle.current().pid());
        }

        @Reproducible
        void fail(RunContext run) {
            throw new IllegalStateException("no convergence");
        }

        @Reproducible
        void assume(RunContext run) {
            assumeTrue(false, "needs a GPU");
        }

        @Reproducible
        void halt(RunContext run) {
            Runtime.getRuntime().halt(7);
        }
    }

    static class InThisProcess {
        private static int count;

        @BeforeEach
        void prepare(RunContext run) {
            EVENTS.add("before " + (run.seed("weights") != 0));
        }

        @AfterEach
        void tidy() {
            EVENTS.add("after");
        }

        @Reproducible(runs = 3, isolation = Isolation.IN_PROCESS)
        void areEqual(RunContext run) {
            EVENTS.add("test");
            run.metric("loss", run.random("loss").nextDouble());
        }

        @Reproducible(isolation = Isolation.IN_PROCESS)
        void differByOneBit(RunContext run) {
            run.metric("accuracy", 0.5);
            run.metric("loss", count++ % 2 == 0 ? 0.1 : Math.nextUp(0.1));
        }

        @Reproducible(isolation = Isolation.IN_PROCESS)
        void differWithinTolerance(RunContext run) {
            run.expect("loss").within(0.01).atMost(1);
            run.metric("loss", count++ % 2 == 0 ? 0.1 : 0.11);
        }

        @Reproducible(isolation = Isolation.IN_PROCESS)
        void differBeyondTolerance(RunContext run) {
            run.expect("loss").within(0.01);
            run.metric("loss", count++ % 2 == 0 ? 0.1 : 0.111);
        }

        @Reproducible(isolation = Isolation.IN_PROCESS)
        void breakAnExpectation(RunContext run) {
            run.expect("loss").atMost(0.05);
            run.metric("loss", 0.1);
        }

        @Reproducible(isolation = Isolation.IN_PROCESS)
        void throwAnException(RunContext run) throws IOException {
            throw new IOException("disk full");
        }

        @Reproducible(isolation = Isolation.IN_PROCESS)
        void recordNothing() {}

        @Reproducible(runs = 1)
        void areOne(RunContext run) {
            run.metric("loss", 0.1);
        }

        @Reproducible(seed = 0)
        void haveNoSeed(RunContext run) {
            run.metric("loss", 0.1);
        }

        @Reproducible(threads = -1)
        void haveLessThanNoThread(RunContext run) {
            run.metric("loss", 0.1);
        }
    }
}
