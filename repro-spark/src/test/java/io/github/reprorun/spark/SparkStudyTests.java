package io.github.reprorun.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.study.Study;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import io.github.reprorun.study.VerifiedStudy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Studies on two workers within this JVM, whose executors are processes of their own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark needs winutils there")
@EnabledIf(
        value = "io.github.reprorun.spark.SparkStudyTests#sparkStartsOnThisJdk",
        disabledReason = "this version of Spark does not start on this JDK")
class SparkStudyTests {
    @TempDir
    private static Path shared;

    /** Starts the JDK of this JVM, as long as it is there. */
    private static Path java;

    private static JavaSparkContext context;

    @TempDir
    private Path folder;

    private Gate gate;
    private Path runs;

    @BeforeAll
    static void start() throws IOException {
        java = shared.resolve("java");
        Files.writeString(java, "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        context = new JavaSparkContext(new SparkConf()
                .setMaster("local-cluster[2,1,1024]")
                .setAppName("tests")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", classPath())
                .set("spark.executorEnv.REPRORUN_JAVA", java.toString()));
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    @BeforeEach
    void prepare() throws IOException {
        Path real = folder.toRealPath();
        gate = new Gate(Files.createDirectory(real.resolve("gate")));
        runs = real.resolve("runs");
    }

    /** Spark before 4.1 asks the JDK for what 24 no longer has. */
    static boolean sparkStartsOnThisJdk() {
        String spark = System.getProperty("tests.spark.version");
        return Runtime.version().feature() < 24 || !(spark.startsWith("3.") || spark.startsWith("4.0."));
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** What a walk needs: without Spark, for which digests would take a second. */
    private static String programs() {
        return Stream.of(classPath().split(File.pathSeparator))
                .filter(entry -> Files.isDirectory(Path.of(entry))
                        || entry.matches(".*/(repro-core|jackson-(core|databind|annotations)|java-json-canonicalization"
                                + "|slf4j-api|commons-math3|asm)-[^/]*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Study study(Path directory) {
        return walks(directory).seeds(1, 3).grid("rate", 0.1).parallel(2);
    }

    private Study walks(Path directory) {
        return Study.of("walks")
                .program(Walk.class.getName(), gate.folder().toString())
                .classPath(programs())
                .jvmOption("-XX:TieredStopAtLevel=1")
                .jvmOption("-XX:+UseSerialGC")
                .runsDirectory(directory);
    }

    private static ProcessHandle parent(ProcessHandle process) {
        return process.parent().orElseThrow();
    }

    private List<Path> directories(Path above) throws IOException {
        try (Stream<Path> all = Files.list(above)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    @Test
    void givesTheResultOfThisMachineAlthoughAnExecutorIsKilled() throws Exception {
        CompletableFuture<StudyResult> working = CompletableFuture.supplyAsync(
                () -> study(runs).executor(SparkExecutor.of(context)).run());
        List<ProcessHandle> walks = gate.await(2);
        ProcessHandle launcher = parent(walks.get(0));
        assertThat(parent(parent(launcher))).as("the parent of the executor").isEqualTo(ProcessHandle.current());
        assertThat(parent(launcher).destroyForcibly()).isTrue();
        Gate.untilEnded(List.of(parent(launcher), launcher, walks.get(0)));
        gate.open();
        StudyManifest study = working.get().manifest().orElseThrow();

        StudyManifest local =
                study(runs.resolveSibling("local")).run().manifest().orElseThrow();
        assertThat(study.counts()).isEqualTo("3 MADE");
        assertThat(study.resultDigest()).isEqualTo(local.resultDigest());
        assertThat(gate.began()).as("one walk more than the six of two studies").hasSize(7);
        assertThat(directories(runs)).containsExactly(runs.resolve("walk"), runs.resolve("walks"));
        assertThat(directories(runs.resolve("walk"))).hasSize(3);
        for (StudyManifest.Cell cell :
                VerifiedStudy.unsigned(working.get().directory()).manifest().cells()) {
            Path run = runs.resolve(cell.run().orElseThrow());
            Manifest manifest = ManifestJson.read(run);
            assertThat(manifest.definition().profile().jvmOptions())
                    .contains("-Dreprorun.runs=" + runs)
                    .noneMatch(option -> option.contains(".staged") || option.contains("reprorun.starter"));
        }
        Path cells = working.get().directory().resolve("cells");
        for (int i = 1; i <= 3; i++) {
            assertThat(cells.resolve(i + ".jsonl"))
                    .content()
                    .contains("\"run\":\"" + runs + "/walk/")
                    .hasLineCount(1);
            assertThat(cells.resolve(i + ".log")).content().contains("reprorun: walk SUCCEEDED");
        }
    }

    @Test
    void saysThatAWorkerHasNoJava() throws IOException {
        Path away = java.resolveSibling("away");
        Files.move(java, away);
        StudyManifest study;
        try {
            study = walks(runs)
                    .seeds(1, 1)
                    .executor(SparkExecutor.of(context))
                    .run()
                    .manifest()
                    .orElseThrow();
        } finally {
            Files.move(away, java);
        }

        assertThat(study.counts()).isEqualTo("1 FAILED");
        assertThat(study.cells().get(0).cause())
                .contains("no worker could make it; the last was 127.0.0.1: " + java
                        + ": there is no java executable there");
        assertThat(directories(runs)).containsExactly(runs.resolve("walks"));
    }

    @Test
    void endsWhatRunsWhenItIsStopped() throws Exception {
        SparkExecutor executor = SparkExecutor.of(context);
        CompletableFuture<StudyResult> working = CompletableFuture.supplyAsync(
                () -> study(runs).executor(executor).run());
        List<ProcessHandle> processes = new ArrayList<>(gate.await(2));
        processes.addAll(processes.stream().map(SparkStudyTests::parent).toList());

        executor.stop();

        assertThat(working.get().manifest().orElseThrow().cells())
                .allSatisfy(cell ->
                        assertThat(cell.cause().orElseThrow()).startsWith("ended with status 143 and made no run"));
        Gate.untilEnded(processes);
        assertThat(gate.began()).hasSize(2);
        assertThat(directories(runs)).containsExactly(runs.resolve("walks"));
    }
}
