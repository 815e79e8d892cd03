package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.Place;
import io.github.reprorun.spi.RunScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunContextTests {
    @TempDir
    private Path folder;

    private ExecutedRun run;

    @BeforeEach
    void prepare() {
        run = new ExecutedRun(folder);
    }

    @Nested
    class Metrics {
        @Test
        void areRecordedByNameAndThoseWithAStepAsASeries() {
            Manifest manifest = run.of(training -> {
                training.metric("recall", 0.5);
                training.metric("loss", 10, 0.1);
                training.metric("loss", 9, 0.2);
                training.metric("loss", -1, 0.3);
                training.metric("loss", 0.4);
            });
            assertThat(manifest.metrics()).containsExactly(new Metric("loss", 0.4), new Metric("recall", 0.5));
            assertThat(manifest.series())
                    .containsExactly(Manifests.series(
                            "loss",
                            new MetricSeries.Point(10, 0.1),
                            new MetricSeries.Point(9, 0.2),
                            new MetricSeries.Point(-1, 0.3)));
        }

        @Test
        void haveTheValueThatWasRecordedLastButEveryOneOfASeries() {
            Manifest manifest = run.of(training -> {
                training.metric("recall", 0.5);
                training.metric("recall", Double.NaN);
                training.metric("recall", 1, 0.5);
                training.metric("recall", 1, -0.0);
            });
            assertThat(manifest.metrics()).containsExactly(new Metric("recall", Double.NaN));
            assertThat(manifest.series())
                    .containsExactly(Manifests.series(
                            "recall", new MetricSeries.Point(1, 0.5), new MetricSeries.Point(1, -0.0)));
        }

        @Test
        void canBeRecordedByManyThreads() {
            Manifest manifest = run.of(training -> {
                ExecutorService pool = Executors.newFixedThreadPool(4);
                List<Future<?>> tasks = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    int first = thread * 100;
                    tasks.add(pool.submit(() -> {
                        for (int step = first; step < first + 100; step++) {
                            training.metric("m", step, step);
                        }
                    }));
                }
                for (Future<?> task : tasks) {
                    task.get();
                }
                pool.shutdown();
            });
            MetricSeries series = manifest.series().get(0);
            assertThat(series.count()).isEqualTo(400);
            assertThat(series.minimum()).contains(new MetricSeries.Point(0, 0));
            assertThat(series.maximum()).contains(new MetricSeries.Point(399, 399));
        }
    }

    @Nested
    class Streams {
        @Test
        void drawWhatRandomWouldFromTheirSeeds() {
            Manifest manifest = run.of(training -> {
                long seed = training.seed("shuffle");
                assertThat(seed).isEqualTo(new Seed(42).derive("shuffle"));
                assertThat(training.random("shuffle").nextLong()).isEqualTo(new Random(seed).nextLong());
                assertThat(training.random("shuffle")).isSameAs(training.randomGenerator("shuffle"));
                assertThat(training.randomGenerator("noise").nextGaussian())
                        .isEqualTo(new Random(new Seed(42).derive("noise")).nextGaussian());
            });
            assertThat(manifest.definition().streams())
                    .containsEntry("shuffle", Long.toString(new Seed(42).derive("shuffle")))
                    .containsEntry("noise", Long.toString(new Seed(42).derive("noise")))
                    .hasSize(2);
        }

        @Test
        void areNotShiftedByOthers() {
            List<Double> alone = new ArrayList<>();
            List<Double> among = new ArrayList<>();
            run.of(training -> alone.add(training.random("weights").nextGaussian()));
            new ExecutedRun(folder.resolve("other")).of(training -> {
                training.random("augmentation").nextDouble();
                training.seed("dropout");
                among.add(training.random("weights").nextGaussian());
            });
            assertThat(among).isEqualTo(alone);
        }
    }

    @Nested
    class Seeds {
        @Test
        void areRecordedAsTheyWereChosen() {
            assertThat(run.of(training -> {}).definition().seed()).isEqualTo(new Seed(42));
        }

        @Test
        void areDrawnAndRecordedIfNobodyChose() {
            List<Manifest> manifests = new ArrayList<>();
            for (String name : List.of("first", "second")) {
                manifests.add(ReproducibleRun.of("test")
                        .runsDirectory(folder.resolve(name))
                        .execute(training -> training.metric("m", training.seed("s")))
                        .manifest());
            }
            for (Manifest manifest : manifests) {
                assertThat(manifest.metrics().get(0).value())
                        .isEqualTo((double) manifest.definition().seed().derive("s"));
            }
            assertThat(manifests.get(0).definition().seed())
                    .isNotEqualTo(manifests.get(1).definition().seed());
        }

        @Test
        void ofZeroAreRefused() {
            assertThatThrownBy(() -> run.unsigned().seed(0).execute(training -> {}))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith(
                            "seed: 0 is refused, because libraries of numerics take a seed of 0 for the clock");
        }
    }

    @Nested
    class Extensions {
        @Test
        void areFoundByTheirSessions() {
            Manifest manifest = run.of(training -> {
                ProbeExtension.Session session = training.extension(ProbeExtension.Session.class);
                assertThat(session.scope().seed()).isEqualTo(new Seed(42));
                assertThat(session.scope().threads()).isEqualTo(1);
                assertThat(session.scope().directory()).isEqualTo(training.directory());
                session.probe();
            });
            assertThat(manifest.definition().environment()).containsEntry("probe.fact", ProbeExtension.FACT);
            assertThat(manifest.definition().dependencies()).contains(ProbeExtension.DEPENDENCY);
            assertThat(manifest.details().byproducts()).containsExactly(ProbeExtension.BYPRODUCT);
            assertThat(manifest.hazards()).containsExactly(ProbeExtension.HAZARD_TWICE);
            assertThat(manifest.definition().unpinned()).containsEntry("probe", "it moves");
            assertThat(manifest.definition().environment().get("jvm.version"))
                    .isNotNull()
                    .isNotEqualTo(ProbeExtension.FACT);
            assertThat(manifest.definition().environment()).doesNotContainKey("listener.probe");
            assertThat(manifest.definition().unpinned())
                    .containsEntry(
                            "fact jvm.version", "an extension states it, and only the core can; its value was left out")
                    .containsKey("fact listener.probe");
        }

        @Test
        void recordParametersAndInputs() throws IOException {
            Path values = Files.writeString(folder.resolve("values.txt"), "1");
            Manifest manifest = run.of(training -> {
                RunScope scope =
                        training.extension(ProbeExtension.Session.class).scope();
                assertThat(scope.parameter("workers", 3L)).isEqualTo(3);
                assertThat(scope.parameter("rate", 0.5)).isEqualTo(0.5);
                assertThat(scope.parameter("shuffle", true)).isTrue();
                assertThat(scope.parameter("mode", "fast")).isEqualTo("fast");
                assertThat(scope.input("values", values)).isEqualTo(values);
                assertThatThrownBy(() -> scope.parameter("rate", "high"))
                        .isInstanceOf(UsageException.class)
                        .hasMessage("parameter rate: recorded as double, asked for as String");
            });

            assertThat(manifest.definition().parameters())
                    .isEqualTo(Map.of(
                            "workers", ParameterValue.of(3L),
                            "rate", ParameterValue.of(0.5),
                            "shuffle", ParameterValue.of(true),
                            "mode", ParameterValue.of("fast")));
            assertThat(manifest.definition().dependencies(RunDefinition.KIND_INPUT))
                    .extracting(Resource::name)
                    .containsExactly("values");
        }

        @Test
        void knowThePlaceThatAsksAndHaveAValueForEach() {
            run.of(training -> {
                RunScope scope =
                        training.extension(ProbeExtension.Session.class).scope();
                Supplier<Place> places = scope.perPlace(place -> place);
                List<Place> inThread = new ArrayList<>();
                Thread thread = new Thread(() -> inThread.addAll(List.of(scope.place(), places.get(), places.get())));
                thread.start();
                thread.join();

                assertThat(scope.place()).isEqualTo(places.get()).isNotEqualTo(inThread.get(0));
                assertThat(places.get()).isSameAs(places.get());
                assertThat(inThread.get(1)).isEqualTo(inThread.get(0)).isSameAs(inThread.get(2));
                assertThat(inThread.get(0).path()).contains(RunContextTests.class.getName());
            });
        }

        @Test
        void areClosedOnceWhateverBecomesOfTheRun() {
            List<ProbeExtension.Session> sessions = new ArrayList<>();
            run.of(training -> sessions.add(training.extension(ProbeExtension.Session.class)));
            assertThatThrownBy(() -> new ExecutedRun(folder.resolve("other")).of(training -> {
                        sessions.add(training.extension(ProbeExtension.Session.class));
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(sessions)
                    .hasSize(2)
                    .allSatisfy(session -> assertThat(session.timesClosed()).isEqualTo(1));
        }

        @Test
        void areRefusedIfThereAreNone() {
            assertThatThrownBy(() -> run.of(training -> training.extension(Unknown.class)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(Unknown.class.getName()
                            + ": no extension of this run opened such a session; is its jar on the class path?");
        }
    }

    private interface Unknown extends ExtensionSession {}
}
