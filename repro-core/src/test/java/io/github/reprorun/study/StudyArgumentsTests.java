package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.NotRerunnableException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyArgumentsTests {
    @Test
    void knowsTheSecretsThatARunDoesNotRecord() {
        assertThat(StudyArguments.secrets(List.of(
                        "work",
                        "--password=open sesame",
                        "--rate=1",
                        "--token",
                        "t0",
                        "https://me:pw@example.com/data")))
                .hasSize(3)
                .startsWith("open sesame", "t0");
        assertThat(StudyArguments.secrets(List.of("work", "--rate=1"))).isEmpty();
    }

    @Test
    void doesNotGuessHowTwoSecretsOfOneArgumentAreParted() {
        assertThatThrownBy(() -> StudyArguments.secrets(List.of("x", "https://a:b@host/ https://c:d@host/")))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessage("argument 2: has more than one secret");
    }
}
