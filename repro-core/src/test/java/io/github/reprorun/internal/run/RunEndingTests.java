package io.github.reprorun.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reprorun.ExecutedRun;
import io.github.reprorun.Training;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.runs.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEndingTests {
    @TempDir
    private Path folder;

    private ExecutedRun run;

    @BeforeEach
    void prepare() {
        run = new ExecutedRun(folder);
    }

    @Nested
    class Succeeding {
        @Test
        void leavesAManifestAndSaysWhereItIs() {
            Instant before = Instant.now();
            RunResult result = run.unsigned().execute(training -> training.metric("m", 1));

            assertThat(result.directory()).isEqualTo(run.directory());
            assertThat(result.manifest()).isEqualTo(run.left());
            assertThat(result.resultDigest()).isEqualTo(run.left().resultDigest());
            assertThat(result.manifest().details().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(result.manifest().details().cause()).isEmpty();
            assertThat(result.manifest().details().invocationId())
                    .isEqualTo(result.directory().getFileName().toString())
                    .matches("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}");
            assertThat(result.manifest().details().startedOn()).isBetween(before, Instant.now());
            assertThat(result.manifest().details().finishedOn())
                    .isBetween(result.manifest().details().startedOn(), Instant.now());
        }

        @Test
        void isSignedIfThereIsAKey() {
            run.signed().execute(training -> training.metric("m", 1));

            assertThat(run.leftSigned().details().status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        @Test
        void isUnsignedIfThereIsNone() {
            run.unsigned().execute(training -> {});

            assertThat(run.directory().resolve("manifest.dsse.json")).doesNotExist();
        }

        @Test
        void givesTheSameResultTwice() {
            Training training = context -> {
                Files.writeString(
                        context.output("o"), Long.toString(context.random("r").nextLong()));
                context.metric("m", context.random("r").nextGaussian());
            };
            Sha256 first = run.unsigned().execute(training).resultDigest();
            Sha256 second = run.unsigned().execute(training).resultDigest();
            Sha256 otherSeed = run.unsigned().seed(43).execute(training).resultDigest();

            assertThat(second).isEqualTo(first).isNotEqualTo(otherSeed);
        }

        @Test
        void leavesNoTemporaryFile() throws IOException {
            run.signed().execute(training -> Files.writeString(training.output("o"), "x"));

            try (var files = Files.walk(run.directory())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith(".") || name.endsWith(".tmp"));
            }
        }
    }

    @Nested
    class Failing {
        private final Training work = training -> {
            training.metric("m", 0.5);
            Files.writeString(training.output("partial"), "p");
        };

        @Test
        void recordsACheckedExceptionAndLetsItThrough() {
            IOException failure = new IOException("disk of the user's");

            assertThat(thrownBy(failure)).isSameAs(failure);
            assertFailed("java.io.IOException: disk of the user's");
        }

        @Test
        void recordsAnErrorAndLetsItThrough() {
            Error failure = new StackOverflowError();

            assertThat(thrownBy(failure)).isSameAs(failure);
            assertFailed("java.lang.StackOverflowError");
        }

        @Test
        void recordsAnUncheckedExceptionAndLetsItThrough() {
            RuntimeException failure = new IllegalStateException("no convergence\nat all");

            assertThat(thrownBy(failure)).isSameAs(failure).hasNoSuppressedExceptions();
            assertFailed("java.lang.IllegalStateException: no convergence\nat all");
        }

        @Test
        void recordsAMessageThatIsNoText() {
            thrownBy(new IllegalStateException("half \ud83d of it"));

            assertFailed("java.lang.IllegalStateException: half ? of it");
        }

        @Test
        void recordsAnExceptionThatCannotSayWhatItIs() {
            class Mute extends RuntimeException {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            }

            assertThat(thrownBy(new Mute())).isInstanceOf(Mute.class);
            assertFailed(Mute.class.getName());
        }

        /** A library that cannot be loaded, behind what an initialiser makes of that. */
        static final class NeedsANative {
            static {
                load();
            }

            private NeedsANative() {}

            private static void load() {
                try {
                    System.loadLibrary("reprorun-nowhere");
                } catch (UnsatisfiedLinkError e) {
                    throw new IllegalStateException("no backend", e);
                }
            }

            static void touch() {}
        }

        @Test
        void namesWhatAFailedInitialiserGoesBackTo() {
            assertThat(catchThrowable(() -> run.of(training -> NeedsANative.touch())))
                    .isInstanceOf(ExceptionInInitializerError.class);

            assertThat(run.left().details().cause().orElseThrow())
                    .startsWith(
                            "java.lang.ExceptionInInitializerError; it goes back to java.lang.UnsatisfiedLinkError: no"
                                    + " reprorun-nowhere in java.library.path");
        }

        @Test
        void saysOnceWhatTheExceptionSaysOfItsCause() {
            thrownBy(new IllegalStateException(new IOException("no data")));

            assertFailed("java.lang.IllegalStateException: java.io.IOException: no data");
        }

        @Test
        void namesTheClassThatIsNotThere() {
            NoClassDefFoundError failure = new NoClassDefFoundError("com/acme/Missing");
            failure.initCause(new IllegalStateException(new ClassNotFoundException("com.acme.Missing")));

            thrownBy(failure);

            assertFailed("java.lang.NoClassDefFoundError: com/acme/Missing; it goes back to"
                    + " java.lang.ClassNotFoundException: com.acme.Missing");
        }

        private Throwable thrownBy(Throwable failure) {
            return catchThrowable(() -> run.signed().execute(training -> {
                work.train(training);
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            }));
        }

        private void assertFailed(String cause) {
            Manifest manifest = run.leftSigned();
            assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
            assertThat(manifest.details().cause()).contains(cause);
            assertThat(manifest.metrics()).containsExactly(new Metric("m", 0.5));
            assertThat(manifest.subjects()).containsEntry("outputs/partial", Sha256.ofUtf8("p"));
        }

        @Test
        void leavesThisJvmReadyForTheNextRun() {
            thrownBy(new IllegalStateException("x"));

            assertThat(new ExecutedRun(folder.resolve("next"))
                            .of(work)
                            .details()
                            .status())
                    .isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    void twoRunsAtOnceKeepApart() throws Exception {
        ExecutedRun inner = new ExecutedRun(folder.resolve("inner"));
        Manifest outer = run.of(training -> {
            training.metric("outer", 1);
            inner.of(other -> other.metric("inner", 2));
            training.metric("after", 3);
        });
        assertThat(outer.metrics()).extracting(Metric::name).containsExactly("after", "outer");
        assertThat(inner.left().metrics()).extracting(Metric::name).containsExactly("inner");
    }
}
