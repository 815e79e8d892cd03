package io.github.reprorun.dl4j.internal.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well512a;
import org.junit.jupiter.api.Test;

class ProgramGeneratorsTests {
    private static final class Listener {
        private RandomGenerator random = new MersenneTwister(3);
    }

    private static final class Broken {
        private static final RandomGenerator RANDOM = broken();

        private static RandomGenerator broken() {
            throw new IllegalStateException("broken");
        }
    }

    private final Listener listener = new Listener();
    private final ProgramGenerators held = new ProgramGenerators(Map.of("listener", listener), List.of());

    @Test
    void putsAGeneratorToWhereItWas() {
        List<Long> position = held.positions().get("listener.random");
        long first = listener.random.nextLong();

        held.moveTo("listener.random", position);

        assertThat(listener.random.nextLong()).isEqualTo(first);
        assertThat(held.missing("listener.random", "a.Class")).isEmpty();
    }

    @Test
    void tellsAGeneratorOfAnotherForm() {
        List<Long> ofAnother = GeneratorState.of(new Well512a(3)).orElseThrow().position();

        held.moveTo("listener.random", ofAnother);

        assertThat(held.missing("listener.random", "a.Class"))
                .contains(new UnrestorableGenerator("generator in listener.random", "a.Class", -1));
    }

    @Test
    void tellsAGeneratorOfAClassThatCannotBeInitialised() {
        String name = Broken.class.getName() + "#RANDOM";

        held.moveTo(name, List.of(1L));

        assertThat(held.missing(name, "a.Class"))
                .contains(new UnrestorableGenerator("generator in " + name, "a.Class", -1));
    }

    @Test
    void takesForTheDatasWhatWasMadeOrMovedWithIt() {
        Listener other = new Listener();
        ProgramGenerators both = new ProgramGenerators(Map.of("listener", listener, "other", other), List.of());
        both.takeDataAgain(() -> {
            listener.random.nextInt();
        });
        assertThat(both.isOfData("listener.random")).isTrue();
        assertThat(both.isOfData("other.random")).isFalse();

        both.takeDataAgain(() -> other.random = new MersenneTwister(4));
        assertThat(both.isOfData("other.random")).isTrue();
    }
}
