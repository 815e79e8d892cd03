package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.RunDetails;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunParameterTests {
    private static final String PROPERTY = "reprorun.parameter.";

    @TempDir
    private Path folder;

    private ExecutedRun run;

    @BeforeEach
    void prepare() {
        run = new ExecutedRun(folder);
    }

    @AfterEach
    void forgetWhatWasGiven() {
        System.getProperties().keySet().removeIf(name -> name.toString().startsWith(PROPERTY));
    }

    @Test
    void areRecordedWithTheirTypes() {
        Manifest manifest = run.of(training -> {
            assertThat(training.parameter("epochs", 20)).isEqualTo(20);
            assertThat(training.parameter("limit", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
            assertThat(training.parameter("rate", 0.1)).isEqualTo(0.1);
            assertThat(training.parameter("shuffle", true)).isTrue();
            assertThat(training.parameter("optimizer", "adam")).isEqualTo("adam");
        });
        assertThat(manifest.definition().parameters())
                .isEqualTo(Map.of(
                        "epochs", ParameterValue.of(20),
                        "limit", ParameterValue.of(Long.MIN_VALUE),
                        "rate", ParameterValue.of(0.1),
                        "shuffle", ParameterValue.of(true),
                        "optimizer", ParameterValue.of("adam")));
    }

    @Nested
    class Given {
        @Test
        void replaceTheDefault() {
            System.setProperty(PROPERTY + "epochs", "5");
            System.setProperty(PROPERTY + "limit", "-7");
            System.setProperty(PROPERTY + "rate", "1e-3");
            System.setProperty(PROPERTY + "shuffle", "false");
            System.setProperty(PROPERTY + "optimizer", " sgd \u00fc");

            Manifest manifest = run.of(training -> {
                assertThat(training.parameter("epochs", 20)).isEqualTo(5);
                assertThat(training.parameter("limit", 1L)).isEqualTo(-7L);
                assertThat(training.parameter("rate", 0.1)).isEqualTo(0.001);
                assertThat(training.parameter("shuffle", true)).isFalse();
                assertThat(training.parameter("optimizer", "adam")).isEqualTo(" sgd \u00fc");
            });
            assertThat(manifest.definition().parameters())
                    .containsEntry("epochs", ParameterValue.of(5))
                    .containsEntry("optimizer", ParameterValue.of(" sgd \u00fc"));
        }

        @Test
        void areRefusedAtTheEndIfNobodyAskedForThemAndTheRunIsKept() {
            System.setProperty(PROPERTY + "epoch", "5");
            System.setProperty(PROPERTY + "Rate", "5");

            assertThatThrownBy(() -> run.of(training -> {
                        training.parameter("rate", 0.1);
                        training.parameter("epochs", 20);
                        training.metric("m", 1);
                    }))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(
                            "parameters Rate, epoch: given, but the training did not ask for them; it asked for epochs,"
                                    + " rate");
            assertThat(run.left().metrics()).hasSize(1);
            assertThat(run.left().details().ending()).isEqualTo(RunDetails.Ending.MISUSED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"reprorun.parameters.epochs", "reprorun.param.epochs", "reprorun.Parameter.epochs"})
        void areRefusedUnderAPropertyThatIsNearlyTheirs(String property) {
            System.setProperty(property, "5");
            try {
                assertThatThrownBy(() -> run.of(training -> {}))
                        .isInstanceOf(UsageException.class)
                        .hasMessage("property " + property
                                + ": is none that is read; write -Dreprorun.parameter.NAME=VALUE");
            } finally {
                System.clearProperty(property);
            }
        }

        @Test
        void areRefusedIfTheTrainingHasNone() {
            System.setProperty(PROPERTY + "epochs", "5");

            assertThatThrownBy(() -> run.of(training -> {}))
                    .hasMessage("parameter epochs: given, but the training did not ask for it; it asked for none");
        }

        @Test
        void areRefusedAsAStreamThatTheTrainingNeverAskedFor() {
            System.setProperty("reprorun.stream.intl", "5");
            try {
                assertThatThrownBy(() -> run.of(training -> training.seed("init")))
                        .isInstanceOf(UsageException.class)
                        .hasMessage("stream intl: given, but the training did not ask for it; it asked for init");
            } finally {
                System.clearProperty("reprorun.stream.intl");
            }
        }

        @Test
        void doNotHideWhyARunFailed() {
            System.setProperty(PROPERTY + "epochs", "5");

            assertThatThrownBy(() -> run.of(training -> {
                        throw new IllegalStateException("no data");
                    }))
                    .hasMessage("no data");
        }

        @Test
        void areRefusedIfTheyAreOfAnotherType() {
            System.setProperty(PROPERTY + "epochs", "many");

            assertThatThrownBy(() -> run.of(training -> training.parameter("epochs", 20)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("parameter epochs: \"many\" is not of type int");
        }
    }

    @Test
    void haveOneValueForTheWholeRun() {
        Manifest manifest = run.of(training -> {
            assertThat(training.parameter("epochs", 20)).isEqualTo(20);
            assertThat(training.parameter("epochs", 30)).isEqualTo(20);
        });
        assertThat(manifest.definition().parameters()).isEqualTo(Map.of("epochs", ParameterValue.of(20)));
    }

    @Test
    void areRefusedIfAskedForWithAnotherType() {
        assertThatThrownBy(() -> run.of(training -> {
                    training.parameter("epochs", 20);
                    training.parameter("epochs", 20L);
                }))
                .isInstanceOf(UsageException.class)
                .hasMessage("parameter epochs: recorded as int, asked for as long");
    }

    @Test
    void areRefusedIfTheyCannotBeWritten() {
        String half = "\ud83d";
        assertUsage(training -> training.parameter(half, 1), "parameter name: \"\\ud83d\" holds half a surrogate pair");
        assertUsage(training -> training.parameter("p", half), "parameter p: \"\\ud83d\" holds half a surrogate pair");
        assertUsage(training -> training.parameter(" ", 1), "parameter name: is blank");
        assertUsage(training -> training.metric(half, 1), "metric name: \"\\ud83d\" holds half a surrogate pair");
        assertUsage(training -> training.metric("", 1, 1), "metric name: is blank");
        assertUsage(training -> training.seed(half), "stream name: \"\\ud83d\" holds half a surrogate pair");
        assertUsage(training -> training.random(half), "stream name: \"\\ud83d\" holds half a surrogate pair");
    }

    private void assertUsage(Training training, String message) {
        assertThatThrownBy(() -> new ExecutedRun(folder.resolve(Integer.toString(message.hashCode()))).of(training))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
