package io.github.reprorun.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import io.github.reprorun.study.VerifiedStudy;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master and two workers as processes of their own, started from Maven's jars, and the command line from the jars that
 * are shipped. Both workers are on this machine, under two addresses: Spark makes no second attempt at a task on a host
 * that already has one.
 */
@Tag("spark")
@EnabledIf(
        value = "io.github.reprorun.spark.SparkStudyTests#sparkStartsOnThisJdk",
        disabledReason = "this version of Spark does not start on this JDK")
class StandaloneClusterIT {
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://[^\\s]+)");
    private static final long SECONDS = 180;

    @TempDir
    private Path folder;

    private Path work;
    private Gate gate;
    private final List<Process> cluster = new ArrayList<>();
    private final List<ProcessHandle> met = Collections.synchronizedList(new ArrayList<>());
    private String master;

    @BeforeEach
    void startMaster() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
        gate = new Gate(Files.createDirectory(work.resolve("gate")));
        Path jars = Files.createDirectories(work.resolve("spark/jars"));
        for (String jar : jarsOfSpark()) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        Path log = work.resolve("master.log");
        cluster.add(spark(
                "org.apache.spark.deploy.master.Master",
                javaOfThisJvm(),
                log,
                List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")));
        Gate.until(() -> MASTER.matcher(text(log)).find(), "the master has an address");
        Matcher address = MASTER.matcher(text(log));
        assertThat(address.find()).isTrue();
        master = address.group(1);
    }

    /** Two workers cannot share the folder of their local files. */
    private Process startWorker(int number) throws IOException {
        return startWorker(number, javaOfThisJvm());
    }

    /** @param java for the programs that it is to start */
    private Process startWorker(int number, String java) throws IOException {
        Path log = work.resolve("worker-" + number + ".log");
        List<String> arguments = List.of(
                "--host",
                "127.0.0." + (number + 1),
                "--cores",
                "2",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                work.resolve("worker-" + number).toString(),
                master);
        Process worker = spark("org.apache.spark.deploy.worker.Worker", java, log, arguments);
        cluster.add(worker);
        Gate.until(
                () -> text(log).contains("Successfully registered with master"), "worker " + number + " is registered");
        return worker;
    }

    private Process spark(String main, String java, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(javaOfThisJvm()));
        command.addAll(List.of(System.getProperty("tests.spark.jvmArguments").split(" ")));
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dspark.worker.cleanup.enabled=false"));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, jarsOfSpark()), main));
        command.addAll(arguments);
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        process.environment().put("SPARK_HOME", work.resolve("spark").toString());
        process.environment().put("SPARK_SCALA_VERSION", "2.13");
        process.environment().put("REPRORUN_JAVA", java);
        return process.start();
    }

    private static String javaOfThisJvm() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @AfterEach
    void stopCluster() throws Exception {
        for (Process process : cluster) {
            process.destroy();
        }
        for (Process process : cluster) {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a distribution of Spark has them; none is this library's. */
    private static List<String> jarsOfSpark() {
        return Stream.of(SparkStudyTests.classPath().split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("repro-") && !entry.contains("picocli"))
                .toList();
    }

    private static String commandLine() {
        return String.join(
                        File.pathSeparator, System.getProperty("repro.cli.jar"), System.getProperty("repro.spark.jar"))
                + File.pathSeparator
                + String.join(File.pathSeparator, jarsOfSpark());
    }

    /** What the program needs, which is a folder of the tests, and what is shipped. */
    private static String program() {
        return Stream.of(SparkStudyTests.classPath().split(File.pathSeparator))
                .filter(entry -> entry.endsWith("test-classes")
                        || entry.matches(".*/(jackson-(core|databind|annotations)|java-json-canonicalization|slf4j-api"
                                + "|commons-math3)-[^/]*"))
                .collect(Collectors.joining(
                        File.pathSeparator, System.getProperty("repro.core.jar") + File.pathSeparator, ""));
    }

    private Process study(String runs, List<String> sparkOptions, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(javaOfThisJvm()));
        command.addAll(List.of(System.getProperty("tests.spark.jvmArguments").split(" ")));
        command.addAll(sparkOptions);
        command.addAll(List.of("-Dspark.executor.memory=512m", "-cp", commandLine(), "io.github.reprorun.cli.Main"));
        command.addAll(List.of(
                "study",
                "--name",
                "walks",
                "--seeds",
                "1..3",
                "--grid",
                "rate=0.1,0.2,0.3,0.4",
                "--runs",
                runs,
                "--class-path",
                program(),
                "--jvm-option=-XX:TieredStopAtLevel=1",
                "--jvm-option=-XX:+UseSerialGC"));
        command.addAll(List.of(more));
        command.addAll(List.of(Walk.class.getName(), gate.folder().toString()));
        return new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(runs + ".log").toFile())
                .start();
    }

    private StudyManifest ended(Process study, String runs, int status) throws Exception {
        assertThat(study.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(study.exitValue()).as(text(work.resolve(runs + ".log"))).isEqualTo(status);
        assertThat(directories(work.resolve(runs))).noneMatch(name -> name.startsWith("."));
        List<Path> studies;
        try (Stream<Path> all = Files.list(work.resolve(runs).resolve("walks"))) {
            studies = all.filter(StudyResult::isStudy).toList();
        }
        assertThat(studies).hasSize(1);
        return VerifiedStudy.unsigned(studies.get(0)).manifest();
    }

    private static List<String> directories(Path above) throws IOException {
        try (Stream<Path> all = Files.list(above)) {
            return all.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** All that runs below {@code worker}: its executors, the programs, and their pinned JVMs. */
    private List<ProcessHandle> below(Process worker) {
        List<ProcessHandle> all = worker.descendants().toList();
        met.addAll(all);
        return all;
    }

    private void nothingIsLeft() throws Exception {
        stopCluster();
        Gate.untilEnded(met);
        Gate.untilEnded(gate.began().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList());
    }

    /** The digest of the same study on this machine alone. */
    private StudyManifest local() throws Exception {
        return ended(study("local", List.of(), "--parallel", "2"), "local", 0);
    }

    @Test
    void givesTheResultOfThisMachineAlthoughAnExecutorAndAWorkerAreKilled() throws Exception {
        Process first = startWorker(1);
        Process second = startWorker(2);
        Process study = study("runs", List.of(), "--parallel", "4", "--spark", master);
        gate.await(4);
        ProcessHandle executor = first.children().findFirst().orElseThrow();
        assertThat(second.children()).as("executors of the other worker").hasSize(1);
        below(first);
        List<ProcessHandle> lost = executor.descendants().toList();
        assertThat(lost).as("the programs on the executor that is killed").hasSizeGreaterThanOrEqualTo(2);
        assertThat(executor.destroyForcibly()).isTrue();
        Gate.untilEnded(lost);
        int begun = gate.began().size();
        Gate.until(() -> gate.began().size() > begun, "a run that was lost has begun again");
        List<ProcessHandle> orphans = below(second);
        second.destroyForcibly().waitFor();
        gate.open();

        StudyManifest made = ended(study, "runs", 0);

        assertThat(made.counts()).isEqualTo("12 MADE");
        assertThat(directories(work.resolve("runs"))).containsExactly("walk", "walks");
        assertThat(directories(work.resolve("runs/walk"))).hasSize(12);
        assertThat(gate.began()).hasSizeGreaterThan(12);
        Gate.untilEnded(orphans);
        assertThat(made.resultDigest()).isEqualTo(local().resultDigest());
        below(first);
        nothingIsLeft();
    }

    @Test
    void makesAllRunsOnTheWorkerThatHasAJava() throws Exception {
        startWorker(1);
        startWorker(2, work.resolve("no/java").toString());
        gate.open();

        StudyManifest made = ended(study("runs", List.of(), "--parallel", "4", "--spark", master), "runs", 0);

        assertThat(made.counts()).isEqualTo("12 MADE");
        assertThat(gate.began()).hasSize(12);
        assertThat(text(work.resolve("runs.log"))).contains("there is no java executable there");
    }

    @Test
    void goesOnAfterAKillOfTheDriver() throws Exception {
        Process first = startWorker(1);
        String[] options = {"--parallel", "2", "--spark", master};
        Process killed = study("runs", List.of(), options);
        List<ProcessHandle> walks = gate.await(2);
        below(first);
        killed.destroyForcibly().waitFor();
        Gate.untilEnded(walks);
        gate.open();

        StudyManifest made = ended(study("runs", List.of(), options), "runs", 0);

        assertThat(made.counts()).isEqualTo("12 MADE");
        assertThat(made.sittings()).isEqualTo(2);
        assertThat(directories(work.resolve("runs"))).containsExactly("walk", "walks");
        assertThat(directories(work.resolve("runs/walk"))).hasSize(12);
        nothingIsLeft();
    }

    @Test
    void givesTheResultOfThisMachineWithSpeculation() throws Exception {
        Process first = startWorker(1);
        Process second = startWorker(2);
        Process study = study(
                "runs",
                List.of("-Dspark.speculation=true", "-Dspark.speculation.task.duration.threshold=2s"),
                "--parallel",
                "2",
                "--spark",
                master);
        gate.await(4);
        below(first);
        below(second);
        gate.open();

        StudyManifest made = ended(study, "runs", 0);

        assertThat(gate.began())
                .as("two cells at a time, each with a second attempt")
                .hasSizeGreaterThan(12);
        assertThat(made.counts()).isEqualTo("12 MADE");
        assertThat(directories(work.resolve("runs"))).containsExactly("walk", "walks");
        assertThat(directories(work.resolve("runs/walk"))).hasSize(12);
        assertThat(made.resultDigest()).isEqualTo(local().resultDigest());
        nothingIsLeft();
    }
}
