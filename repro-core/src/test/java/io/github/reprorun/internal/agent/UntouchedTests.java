package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.programs.agent.ChosenSeeds;
import io.github.reprorun.programs.agent.Secrets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the agent must leave alone. */
class UntouchedTests {
    @Nested
    class SeedsThatTheUserChose {
        private static final String SEED = "1234567890123";

        @Test
        void giveTheSameNumbersWithAndWithoutTheAgent() {
            List<String> bare = ChildJvm.bare().run(ChosenSeeds.class, SEED);
            List<String> held = ChildJvm.bare().agent("seed=42").run(ChosenSeeds.class, SEED);
            assertThat(held.subList(0, bare.size())).isEqualTo(bare);
            assertThat(held.subList(bare.size(), held.size()))
                    .containsOnly("site\tclock as seed", "site\tjava.util.Random()");
            assertThat(bare).contains("one time, two shuffles\ttrue", "one time in a field\ttrue");
        }

        @Test
        void giveTheSameNumbersOnTheOtherJdk() {
            List<String> bare = ChildJvm.bare().run(ChosenSeeds.class, SEED);
            assertThat(OtherJdk.jvm()
                            .agent("seed=42")
                            .run(ChosenSeeds.class, SEED)
                            .subList(0, bare.size()))
                    .isEqualTo(bare);
        }
    }

    @Nested
    class SecretNumbers {
        @Test
        void differFromRunToRun() {
            List<String> first = ChildJvm.bare().agent("seed=42").run(Secrets.class);
            List<String> second = ChildJvm.bare().agent("seed=42").run(Secrets.class);
            assertThat(first).hasSize(11).doesNotContainAnyElementsOf(second);
        }

        @Test
        void differFromRunToRunOnTheOtherJdk() {
            List<String> first = OtherJdk.jvm().agent("seed=42").run(Secrets.class);
            List<String> second = OtherJdk.jvm().agent("seed=42").run(Secrets.class);
            assertThat(first).hasSize(11).doesNotContainAnyElementsOf(second);
        }
    }

    /**
     * Maps that threads contend for use it, also while a class is loaded. Initialised then, it makes a {@code Random}, for which
     * the agent loads classes in turn, and found itself half initialised.
     */
    @Nested
    class ThreadLocalRandoms {
        @Test
        void areInitialisedBeforeTheProgram() {
            assertInitialisedFirst(ChildJvm.bare());
        }

        @Test
        void areInitialisedBeforeTheProgramOnTheOtherJdk() {
            assertInitialisedFirst(OtherJdk.jvm());
        }

        private static void assertInitialisedFirst(ChildJvm jvm) {
            List<String> initialised =
                    jvm.options("-Xlog:class+init=info").agent("seed=42").run(ChosenSeeds.class, "5").stream()
                            .filter(line -> line.matches(".*Initializing '(java/util/concurrent/ThreadLocalRandom"
                                    + "|io/github/reprorun/programs/agent/ChosenSeeds)'.*"))
                            .map(line -> line.replaceFirst(".*Initializing '([^']*)'.*", "$1"))
                            .toList();

            assertThat(initialised)
                    .containsExactly(
                            "java/util/concurrent/ThreadLocalRandom", "io/github/reprorun/programs/agent/ChosenSeeds");
        }
    }

    @Nested
    class WithoutASeed {
        @Test
        void theAgentDoesNothing() {
            assertThat(ChildJvm.bare().agent("").run(ChosenSeeds.class, "5"))
                    .isEqualTo(ChildJvm.bare().run(ChosenSeeds.class, "5"));
            assertThat(ChildJvm.bare().agent("").run(Secrets.class)).hasSize(11);
        }
    }
}
