package io.github.reprorun.internal.agent.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.internal.agent.ChildJvm;
import io.github.reprorun.programs.agent.InThisJvm;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AgentStatusTests {
    private static final int DRAWS = 6;

    @Nested
    class WithoutTheAgent {
        @Test
        void fieldsOfTheJdkAreHeldAndTheRestIsNamed() {
            List<String> first = run();
            assertThat(first).isEqualTo(run());
            assertThat(first.get(DRAWS)).isEqualTo("false");
            assertThat(first.subList(DRAWS + 1, first.size()))
                    .containsExactly(
                            unpinned("java.util.Random()"),
                            unpinned("java.util.random.RandomGenerator"),
                            unpinned("java.util.UUID.randomUUID()"),
                            unpinned("java.security.SecureRandom"),
                            unpinned("clock as seed"),
                            unpinned("java.util.Set.of/Map.of order"),
                            unpinned("order of a directory"),
                            unpinned("time of a zip entry"),
                            unpinned("identity hash code"),
                            unpinned("tasks of pools"));
        }

        @Test
        void aThreadHasItsPlaceNonetheless() {
            assertThat(run().get(DRAWS - 1))
                    .startsWith("main/" + InThisJvm.class.getName() + "#0 ")
                    .endsWith(" true");
        }

        private List<String> run() {
            return ChildJvm.bare()
                    .options("-Dsun.misc.unsafe.memory.access=allow")
                    .run(InThisJvm.class);
        }

        private String unpinned(String what) {
            return new Unpinned(what, "the JVM runs without the agent").toString();
        }
    }

    @Nested
    class UnderTheAgent {
        @Test
        void nothingIsUnpinned() {
            List<String> lines = ChildJvm.bare().agent("seed=42").run(InThisJvm.class);
            assertThat(lines.subList(DRAWS, lines.size())).containsExactly("true");
        }

        @Test
        void aThreadHasTheSamePlaceAsWithoutIt() {
            assertThat(ChildJvm.bare().agent("seed=42").run(InThisJvm.class).get(DRAWS - 1))
                    .isEqualTo(ChildJvm.bare()
                            .options("-Dsun.misc.unsafe.memory.access=allow")
                            .run(InThisJvm.class)
                            .get(DRAWS - 1));
        }
    }

    @Test
    void aSeedOfZeroIsRefused() {
        assertThatThrownBy(() -> AgentStatus.hold(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a root seed is not 0");
    }
}
