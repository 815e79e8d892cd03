package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTurnTests {
    @AfterEach
    void forgetTheNumber() {
        System.clearProperty(RunTurn.PROPERTY);
    }

    @Test
    void countsTheRunsOfEachName() {
        assertThat(List.of(RunTurn.next("turn-a"), RunTurn.next("turn-b"), RunTurn.next("turn-a")))
                .containsExactly(new RunTurn("turn-a", 1), new RunTurn("turn-b", 1), new RunTurn("turn-a", 2));
    }

    @Test
    void isAnOptionOfTheJvmUnlessItIsTheFirst() {
        List<String> inherited = List.of("-Xmx1g", "-Dreprorun.run.number=7", "-Da=b");

        assertThat(new RunTurn("a", 1).among(inherited)).containsExactly("-Xmx1g", "-Da=b");
        assertThat(new RunTurn("a", 3).among(inherited)).containsExactly("-Xmx1g", "-Da=b", "-Dreprorun.run.number=3");
        assertThat(RunTurn.numberIn(inherited)).isEqualTo(7);
        assertThat(RunTurn.numberIn(List.of("-Xmx1g"))).isEqualTo(1);
    }

    @Test
    void isPassedOverInAJvmForAnotherNumber() {
        assertThat(new RunTurn("a", 2).isPassedOver()).isFalse();

        System.setProperty(RunTurn.PROPERTY, "2");

        assertThat(new RunTurn("a", 1).isPassedOver()).isTrue();
        assertThat(new RunTurn("a", 2).isPassedOver()).isFalse();
        assertThat(new RunTurn("b", 3).isPassedOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "two", "", "99999999999"})
    void isRefusedIfItIsNoNumber(String number) {
        System.setProperty(RunTurn.PROPERTY, number);

        assertThatThrownBy(() -> new RunTurn("a", 1).isPassedOver())
                .isInstanceOf(UsageException.class)
                .hasMessage("property reprorun.run.number: is the number of a run, from 1, not \"" + number + "\"");
    }
}
