package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.Repetition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepetitionPropertiesTests {
    private static final Path TRACE = Path.of("run", "trace.rrt").toAbsolutePath();
    private static final Path ARRAYS = Path.of("arrays").toAbsolutePath();

    static Stream<Repetition> repetitions() {
        return Stream.of(
                Repetition.none(),
                Repetition.of(TRACE, false),
                Repetition.of(TRACE, true),
                Repetition.upTo(Long.MAX_VALUE, ARRAYS));
    }

    @ParameterizedTest
    @MethodSource("repetitions")
    void areReadAsTheyWereWritten(Repetition repetition) {
        Properties properties = new Properties();
        properties.putAll(RepetitionProperties.of(repetition));

        assertThat(RepetitionProperties.read(properties)).isEqualTo(repetition);
    }

    @Test
    void nameAbsolutePathsBecauseTheProgramMayStartElsewhere() {
        assertThat(RepetitionProperties.of(Repetition.upTo(3, Path.of("arrays"))))
                .isEqualTo(Map.of("reprorun.replay.steps", "3", "reprorun.replay.arrays", ARRAYS.toString()));
        assertThat(RepetitionProperties.of(Repetition.of(Path.of("run", "trace.rrt"), true)))
                .isEqualTo(Map.of("reprorun.rerun.trace", TRACE.toString(), "reprorun.rerun.stop", "true"));
    }

    @Test
    void areRefusedIfTheyContradictEachOther() {
        assertThatThrownBy(() -> read(Map.of("reprorun.rerun.stop", "true")))
                .isInstanceOf(UsageException.class)
                .hasMessage("property reprorun.rerun.stop: needs a trace to compare with, in reprorun.rerun.trace");
        assertThatThrownBy(() -> read(Map.of("reprorun.replay.steps", "3")))
                .isInstanceOf(UsageException.class)
                .hasMessage("property reprorun.replay.steps: stands beside reprorun.replay.arrays, not without it");
        assertThatThrownBy(() -> read(Map.of("reprorun.replay.steps", "many", "reprorun.replay.arrays", "arrays")))
                .isInstanceOf(UsageException.class)
                .hasMessage("property reprorun.replay.steps: is a number of steps, not \"many\"");
        assertThatThrownBy(() -> read(Map.of("reprorun.replay.steps", "0", "reprorun.replay.arrays", "arrays")))
                .isInstanceOf(UsageException.class);
    }

    private static Repetition read(Map<String, String> properties) {
        Properties all = new Properties();
        all.putAll(properties);
        return RepetitionProperties.read(all);
    }
}
