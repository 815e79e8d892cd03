package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Expectation.Kind;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationTests {
    private static final String BROKEN = BrokenExpectationException.class.getName() + ": ";

    @TempDir
    private Path folder;

    private ExecutedRun run;

    @BeforeEach
    void prepare() {
        run = new ExecutedRun(folder);
    }

    @Nested
    class Declaring {
        @Test
        void isRecordedByNameAndKindWhetherOrNotThereAreDifferences() {
            Manifest manifest = run.of(training -> {
                training.expect("recall").within(0.005).atLeast(0.80);
                training.expect("auc").withinRelative(0.01).atMost(1);
                training.expectOutput("plots/../labels.txt").mayDiffer();
                training.metric("recall", 0.9);
                training.metric("auc", 0.5);
                Files.writeString(training.output("labels.txt"), "x");
            });

            assertThat(manifest.expectations())
                    .containsExactly(
                            Expectation.of("auc", Kind.WITHIN_RELATIVE, 0.01),
                            Expectation.of("auc", Kind.AT_MOST, 1),
                            Expectation.mayDiffer("outputs/labels.txt"),
                            Expectation.of("recall", Kind.WITHIN, 0.005),
                            Expectation.of("recall", Kind.AT_LEAST, 0.80));
        }

        @Test
        void doesNotChangeTheResultDigest() {
            Manifest without = run.of(training -> training.metric("recall", 0.9));
            Manifest with = new ExecutedRun(folder.resolve("with")).of(training -> {
                training.expect("recall").within(0.005);
                training.metric("recall", 0.9);
            });

            assertThat(with.resultDigest()).isEqualTo(without.resultDigest());
        }

        @Test
        void isRefusedOnceTheMetricIsThere() {
            assertRefused("expectation on recall: is declared too late: the metric was recorded before", training -> {
                training.metric("recall", 1, 0.9);
                training.expect("recall").within(0.005);
            });
        }

        @Test
        void isRefusedOnceTheOutputWasAskedFor() {
            assertRefused(
                    "expectation on outputs/plots: is declared too late: the output was asked for before", training -> {
                        Files.writeString(training.output("plots/roc.txt"), "x");
                        training.expectOutput("plots").mayDiffer();
                    });
        }

        @Test
        void isRefusedWithAnotherBoundAndAllowedWithTheSame() {
            assertRefused(
                    "expectation on recall: was declared as within 0.005 before, and now as within 0.01", training -> {
                        training.expect("recall").within(0.005);
                        training.expect("recall").within(0.005).within(0.01);
                    });
        }

        @Test
        void isRefusedWithABoundThatIsNone() {
            DoubleFunction<Training> within =
                    bound -> training -> training.expect("m").within(bound);
            DoubleFunction<Training> relative =
                    bound -> training -> training.expect("m").withinRelative(bound);
            DoubleFunction<Training> least =
                    bound -> training -> training.expect("m").atLeast(bound);
            DoubleFunction<Training> most =
                    bound -> training -> training.expect("m").atMost(bound);

            assertRefused(
                    "expectation on m: within takes a finite number of at least 0, not NaN", within.apply(Double.NaN));
            assertRefused("expectation on m: within takes a finite number of at least 0, not -0.1", within.apply(-0.1));
            assertRefused(
                    "expectation on m: withinRelative takes a finite number of at least 0, not Infinity",
                    relative.apply(Double.POSITIVE_INFINITY));
            assertRefused(
                    "expectation on m: withinRelative takes a finite number of at least 0, not -1", relative.apply(-1));
            assertRefused("expectation on m: atLeast takes a finite number, not NaN", least.apply(Double.NaN));
            assertRefused(
                    "expectation on m: atMost takes a finite number, not -Infinity",
                    most.apply(Double.NEGATIVE_INFINITY));
        }

        @Test
        void isRefusedOfWhatCannotBe() {
            assertRefused("metric name: is blank", training -> training.expect(" "));
            assertRefused(
                    "output \"../x\": would lie outside the outputs folder of the run directory",
                    training -> training.expectOutput("../x"));
        }

        private void assertRefused(String message, Training training) {
            assertThatThrownBy(() -> run.unsigned().execute(training))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class Breaking {
        @Test
        void failsTheRunWithNameExpectedAndActual() {
            BrokenExpectationException broken = broken(training -> {
                training.expect("recall").atLeast(0.80).within(0.005);
                training.metric("recall", 0.79);
            });

            assertThat(broken).hasMessage("recall: expected at least 0.8, actual 0.79");
            assertThat(broken.subject()).isEqualTo("recall");
            assertThat(broken.expected()).isEqualTo("at least 0.8");
            assertThat(broken.actual()).isEqualTo("0.79");
            assertThat(run.left().details().status()).isEqualTo(RunStatus.FAILED);
            assertThat(run.left().details().cause()).contains(BROKEN + "recall: expected at least 0.8, actual 0.79");
            assertThat(run.left().expectations()).hasSize(2);
        }

        @Test
        void isNotReachingABoundExactly() {
            Manifest manifest = run.of(training -> {
                training.expect("recall").atLeast(0.80).atMost(0.80);
                training.metric("recall", 0.80);
            });

            assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        @Test
        void isWhatNanDoes() {
            assertThat(broken(training -> {
                        training.expect("loss").atMost(1);
                        training.metric("loss", Double.NaN);
                    }))
                    .hasMessage("loss: expected at most 1, actual NaN");
        }

        @Test
        void namesEachThatIsBroken() {
            BrokenExpectationException broken = broken(training -> {
                training.expect("recall").atLeast(0.80);
                training.expect("loss").atMost(0.1);
                training.expect("reclal").within(0.005);
                training.expectOutput("labels.txt").mayDiffer();
                training.metric("recall", 0.5);
                training.metric("loss", 0.5);
            });

            assertThat(List.of(broken.getSuppressed()))
                    .extracting(Throwable::getMessage)
                    .containsExactly(
                            "outputs/labels.txt: expected may differ, actual never made",
                            "recall: expected at least 0.8, actual 0.5",
                            "reclal: expected within 0.005, actual never recorded");
            assertThat(run.left().details().cause().orElseThrow())
                    .isEqualTo(BROKEN + "loss: expected at most 0.1, actual 0.5;"
                            + " outputs/labels.txt: expected may differ, actual never made;"
                            + " recall: expected at least 0.8, actual 0.5;"
                            + " reclal: expected within 0.005, actual never recorded");
        }

        @Test
        void goesByTheRunsOwnValueAndElseByTheLastOneRecordedWithAStep() {
            assertThat(broken(training -> {
                        training.expect("recall").atLeast(0.80);
                        training.metric("recall", 1, 0.9);
                        training.metric("recall", 2, 0.7);
                    }))
                    .hasMessage("recall: expected at least 0.8, actual 0.7 at step 2");
            Manifest rising = new ExecutedRun(folder.resolve("rising")).of(training -> {
                training.expect("recall").atLeast(0.80);
                training.metric("recall", 2, 0.3);
                training.metric("recall", 1, 0.9);
            });
            assertThat(rising.details().status()).isEqualTo(RunStatus.SUCCEEDED);
            Manifest own = new ExecutedRun(folder.resolve("own")).of(training -> {
                training.expect("recall").atLeast(0.80);
                training.metric("recall", 1, 0.3);
                training.metric("recall", 0.9);
            });
            assertThat(own.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        private BrokenExpectationException broken(Training training) {
            return catchThrowableOfType(
                    BrokenExpectationException.class, () -> run.signed().execute(training));
        }
    }
}
