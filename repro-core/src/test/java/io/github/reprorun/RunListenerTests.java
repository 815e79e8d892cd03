package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import io.github.reprorun.programs.Listened;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.RunScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells those who listen, and that they do not matter to it. */
class RunListenerTests {
    private static final Training TRAINING = run -> {
        Files.writeString(run.output("o.txt"), Long.toString(run.seed("s")));
        run.metric("m", 1, 0.5);
    };

    @TempDir
    private Path folder;

    private ExecutedRun runs;
    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void prepare() {
        runs = new ExecutedRun(folder);
    }

    @Nested
    class IsTold {
        private Path data;

        private void train(RunContext run) throws IOException {
            RunScope scope = run.extension(ProbeExtension.Session.class).scope();
            run.input("data", data);
            run.input("data", data);
            Files.writeString(run.output("a/o.txt"), "x");
            run.output("a/o.txt");
            run.metric("loss", 1, 0.25);
            run.metric("recall", 1.0);
            scope.epoch("network0", 1, 12, 0.125);
            scope.journal().checkpointWritten(new TreeMap<>(Map.of("iteration", "12")));
            scope.hazard(ProbeExtension.HAZARD_TWICE);
            scope.hazard(ProbeExtension.HAZARD_TWICE);
        }

        @Test
        void everythingInOrderWithItsValuesAndTimes() throws IOException {
            data = Files.writeString(folder.resolve("data.csv"), "1,2\n");
            Instant before = Instant.now();

            RunResult result = runs.unsigned().listener(listener).execute(this::train);

            List<RunEvent> events = listener.events();
            assertThat(events).extracting(RunEvent::time).isSorted().allMatch(time -> !time.isBefore(before));
            Instant[] times = events.stream().map(RunEvent::time).toArray(Instant[]::new);
            Path directory = result.directory();
            Manifest manifest = result.manifest();
            assertThat(events)
                    .containsExactly(
                            new RunEvent.Started(
                                    times[0],
                                    "test",
                                    manifest.details().invocationId(),
                                    directory,
                                    new Seed(42),
                                    1,
                                    false),
                            new RunEvent.Input(
                                    times[1],
                                    data,
                                    manifest.definition()
                                            .dependencies(RunDefinition.KIND_INPUT)
                                            .get(0)),
                            new RunEvent.Output(times[2], "a/o.txt", directory.resolve("outputs/a/o.txt")),
                            new RunEvent.Metric(times[3], "loss", OptionalLong.of(1), 0.25),
                            new RunEvent.Metric(times[4], "recall", OptionalLong.empty(), 1.0),
                            new RunEvent.Epoch(times[5], "network0", 1, 12, 0.125),
                            new RunEvent.Checkpoint(
                                    times[6],
                                    RunEvent.Checkpoint.Kind.WRITTEN,
                                    new TreeMap<>(Map.of("iteration", "12"))),
                            new RunEvent.HazardMet(times[7], ProbeExtension.HAZARD_TWICE),
                            new RunEvent.Ended(
                                    manifest.details().finishedOn(),
                                    RunStatus.SUCCEEDED,
                                    Optional.empty(),
                                    directory,
                                    Evidence.observed(manifest.resultDigest())));
        }

        @Test
        void whyTheRunFailed() {
            IOException failure = new IOException("no disk");

            assertThatThrownBy(() -> runs.unsigned().listener(listener).execute(run -> {
                        throw failure;
                    }))
                    .isSameAs(failure);

            assertThat(listener.events(RunEvent.Ended.class))
                    .extracting(RunEvent.Ended::status, RunEvent.Ended::cause, RunEvent.Ended::resultDigest)
                    .containsExactly(tuple(
                            RunStatus.FAILED,
                            Optional.of("java.io.IOException: no disk"),
                            Evidence.unavailable("no result")));
        }

        @Test
        void thatTheEndCouldNotBeRecorded() {
            assertThatThrownBy(() -> runs.unsigned().listener(listener).execute(run -> {
                        Files.createDirectories(
                                run.directory().resolve(Manifest.FILE_NAME).resolve("in the way"));
                        throw new IllegalStateException("no convergence");
                    }))
                    .hasMessage("no convergence");

            RunEvent.Ended ended = listener.events(RunEvent.Ended.class).get(0);
            assertThat(ended.cause()).contains("java.lang.IllegalStateException: no convergence");
            assertThat(ended.resultDigest())
                    .isInstanceOfSatisfying(
                            Evidence.Unavailable.class,
                            unavailable ->
                                    assertThat(unavailable.reason()).startsWith("how the run ended is not recorded: "));
        }

        /** Its class is found by the file alone. */
        @Test
        void thoughNoCodeRegistersIt() throws Exception {
            NamedListener.TOLD.clear();

            Manifest made = named(NamedListener.class.getName(), () -> runs.of(TRAINING));

            assertThat(NamedListener.TOLD)
                    .hasSize(1)
                    .first()
                    .extracting(RunEvent.Ended::resultDigest)
                    .isEqualTo(Evidence.observed(made.resultDigest()));
        }
    }

    /** Named by a file of the class path's. */
    public static final class NamedListener implements RunListener {
        private static final List<RunEvent.Ended> TOLD = new CopyOnWriteArrayList<>();

        @Override
        public void ended(RunEvent.Ended ended) {
            TOLD.add(ended);
        }
    }

    private <T> T named(String className, Supplier<T> run) throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(RunListener.class.getName()), className + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] place = {folder.resolve("classes").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(place, before)) {
            thread.setContextClassLoader(loader);
            return run.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Nested
    class DoesNotMatter {
        /** Throws what it is given, at the first metric. */
        private static final class Throwing implements RunListener {
            private final Error failure;

            private Throwing(Error failure) {
                this.failure = failure;
            }

            @Override
            public void metric(RunEvent.Metric metric) {
                throw failure;
            }
        }

        /** Waits for what never comes; tells if it was interrupted. */
        private static final class Hanging implements RunListener {
            private final CountDownLatch never = new CountDownLatch(1);
            private final CountDownLatch interrupted = new CountDownLatch(1);

            @Override
            public void metric(RunEvent.Metric metric) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        }

        private String printed = "";

        private Manifest printing(RunListener... listeners) {
            PrintStream before = System.err;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            try {
                ReproducibleRun run = runs.unsigned();
                Stream.of(listeners).forEach(run::listener);
                return run.execute(TRAINING).manifest();
            } finally {
                System.setErr(before);
                printed = bytes.toString(StandardCharsets.UTF_8);
            }
        }

        private String ofListener(Manifest manifest, String name) {
            return manifest.definition().environment().get("listener." + name).fold(value -> value, reason -> reason);
        }

        private void assertSameResult(Manifest listened) {
            Manifest plain = runs.unsigned().execute(TRAINING).manifest();
            assertThat(listened.details().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(listened.resultDigest()).isEqualTo(plain.resultDigest());
            assertThat(Comparison.between(plain, listened).verdict()).isEqualTo(Verdict.REPRODUCED);
            assertThat(Comparison.between(plain, listened).differences())
                    .noneMatch(difference -> difference.toString().contains("listener"));
        }

        @Test
        void ifItIsWellBehaved() {
            Manifest listened = printing(listener);

            assertThat(printed).doesNotContain("listener");
            assertThat(listened.definition().environment().keySet()).noneMatch(name -> name.startsWith("listener"));
            assertSameResult(listened);
        }

        @Test
        void ifItThrowsAndIsNamedWithoutSecrets() throws IOException {
            Throwing throwing = new Throwing(new AssertionError("https://me:secret@tracker.example/ is down"));

            Manifest listened = printing(throwing, listener);

            String problem = "it threw java.lang.AssertionError: https://<redacted>@tracker.example/ is down";
            String line = "the listener " + Throwing.class.getName() + " was dropped, which does not affect the run: "
                    + problem;
            assertThat(printed.lines().filter(each -> each.contains("listener")))
                    .containsExactly("reprorun: " + line);
            assertThat(ofListener(listened, Throwing.class.getName())).isEqualTo("dropped: " + problem);
            assertThat(runs.directory().resolve("run.log")).content().contains("WARN", line);
            assertThat(listener.events(RunEvent.Ended.class)).hasSize(1);
            assertSameResult(listened);
        }

        @Test
        void ifTheMemoryIsItsFault() {
            Manifest listened = printing(new Throwing(new OutOfMemoryError("of its own")));

            assertThat(ofListener(listened, Throwing.class.getName()))
                    .isEqualTo("dropped: it threw java.lang.OutOfMemoryError: of its own");
            assertSameResult(listened);
        }

        @Test
        void ifItHangsAndIsInterrupted() throws InterruptedException {
            Hanging hanging = new Hanging();

            Manifest listened = printing(listener, hanging);

            hanging.interrupted.await();
            assertThat(ofListener(listened, Hanging.class.getName()))
                    .isEqualTo("dropped: it had not taken in 1 of the run's events within 2000 ms");
            assertThat(listener.events(RunEvent.Ended.class)).hasSize(1);
            assertSameResult(listened);
        }

        @Test
        void ifTwoOfAKindFail() {
            Manifest listened = printing(new Throwing(new AssertionError("a")), new Throwing(new AssertionError("b")));

            assertThat(ofListener(listened, Throwing.class.getName())).endsWith("AssertionError: a");
            assertThat(ofListener(listened, Throwing.class.getName() + " (2)")).endsWith("AssertionError: b");
        }

        @Test
        void ifTheClassPathNamesOneThatIsNotThere() throws IOException {
            Manifest listened = named("com.acme.Missing", () -> printing(listener));

            assertThat(ofListener(listened, "named by the class path")).contains("com.acme.Missing not found");
            assertThat(listener.events(RunEvent.Ended.class)).hasSize(1);
            assertSameResult(listened);
        }

        @Test
        void ifItReportsAHazardToTheRun() {
            RunScope[] scope = new RunScope[1];
            RunListener meddling = new RunListener() {
                @Override
                public void metric(RunEvent.Metric metric) {
                    scope[0].hazard(new Hazard("meddling", "a.B", 1, 1, Hazard.Treatment.UNCONTROLLED, "Do not."));
                }
            };
            RunResult result = runs.unsigned().strict().listener(meddling).execute(run -> {
                scope[0] = run.extension(ProbeExtension.Session.class).scope();
                run.metric("m", 1);
            });

            assertThat(result.manifest().hazards()).extracting(Hazard::kind).doesNotContain("meddling");
        }
    }

    /** The listener of docs/listening.md, compiled, and named by the class path. */
    @Nested
    class OfThePage {
        @Test
        void printsWhatItSays() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "listening.md"));
            Matcher block = Pattern.compile("```java\n(package com\\.acme;.*?)```", Pattern.DOTALL)
                    .matcher(page);
            assertThat(block.find()).isTrue();
            Path source = Files.writeString(folder.resolve("MetricLines.java"), block.group(1));
            Path classes = Files.createDirectories(folder.resolve("classes"));
            String library = Path.of(RunListener.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .toString();
            assertThat(ToolProvider.getSystemJavaCompiler()
                            .run(null, null, null, "-cp", library, "-d", classes.toString(), source.toString()))
                    .isZero();

            PrintStream before = System.out;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            try {
                Manifest unused = named("com.acme.MetricLines", () -> runs.of(TRAINING));
            } finally {
                System.setOut(before);
            }

            assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly(
                            "test began with seed 42", "m at 1 = 0.5", "SUCCEEDED, manifest in " + runs.directory());
        }
    }

    /** Under the agent, which gives every generator of the program a seed and counts its draws. */
    @Nested
    class DrawsFromChance {
        private Path work;

        private Manifest launched(String... arguments) throws IOException {
            work = Files.createDirectory(folder.resolve("work" + arguments.length))
                    .toRealPath();
            Ended ended =
                    StartedProgram.of(work, Listened.class, arguments).run().assertStatus(0);
            assertThat(ended.error()).doesNotContain("listener " + Listened.class.getName());
            try (Stream<Path> made = Files.list(work.resolve("runs/listened"))) {
                return VerifiedRun.unsigned(made.findFirst().orElseThrow()).manifest();
            } finally {
                runs = new ExecutedRun(folder);
            }
        }

        @Test
        void withoutShiftingWhatTheProgramDraws() throws IOException {
            Manifest plain = launched();
            Path drawn = folder.resolve("drawn.txt");
            Manifest listened = launched(drawn.toString());

            assertThat(listened.subjects().get("outputs/drawn.txt"))
                    .isEqualTo(plain.subjects().get("outputs/drawn.txt"));
            assertThat(listened.resultDigest()).isEqualTo(plain.resultDigest());
            assertThat(plain.hazards()).hasSizeGreaterThan(5);
            assertThat(listened.hazards()).isEqualTo(plain.hazards());
            assertThat(drawn).content().contains("UUID");
        }

        @Test
        void soThatTwoRunsOfItDiffer() throws IOException {
            Path first = folder.resolve("first.txt");
            Path second = folder.resolve("second.txt");
            launched(first.toString());
            Files.move(work, folder.resolve("earlier"));
            launched(second.toString());

            assertThat(Files.readAllLines(second)).hasSize(21).doesNotContainAnyElementsOf(Files.readAllLines(first));
        }
    }
}
