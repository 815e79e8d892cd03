package io.github.reprorun.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RepetitionTests {
    private static final Path ARRAYS = Path.of("arrays");

    @Test
    void aRunOfItsOwnFollowsNothingAndGoesToItsEnd() {
        assertThat(Repetition.none())
                .isEqualTo(new Repetition(Optional.empty(), false, OptionalLong.empty(), Optional.empty()));
    }

    @Test
    void aReplayTakesAtLeastOneStep() {
        assertThat(Repetition.upTo(1, ARRAYS).steps()).hasValue(1);
        assertThatThrownBy(() -> Repetition.upTo(0, ARRAYS))
                .isInstanceOf(UsageException.class)
                .hasMessage("replay: ends after at least 1 step, not 0");
    }

    @Test
    void aReplayHasAFolderForItsArraysAndNothingElseHas() {
        assertThatThrownBy(() -> new Repetition(Optional.empty(), false, OptionalLong.of(1), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Repetition(Optional.empty(), false, OptionalLong.empty(), Optional.of(ARRAYS)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stoppingNeedsATraceToDifferFrom() {
        assertThatThrownBy(() -> new Repetition(Optional.empty(), true, OptionalLong.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
