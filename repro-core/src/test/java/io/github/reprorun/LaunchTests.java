package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that launch a run, each in a JVM of its own, which starts another. */
class LaunchTests {
    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    @Nested
    class Pinning {
        /** What a careless user may have set: each would change numbers, texts or times. */
        private Ended launchedAmidst() {
            return probe("facts")
                    .environment("LANG", "tr_TR.UTF-8")
                    .environment("LC_TIME", "ar_EG.UTF-8")
                    .environment("TZ", "Asia/Tokyo")
                    .environment("OMP_NUM_THREADS", "7")
                    .environment("OMP_PROC_BIND", "true")
                    .environment("KMP_AFFINITY", "scatter")
                    .environment("OPENBLAS_CORETYPE", "Prescott")
                    .environment("MKL_DEBUG_CPU_TYPE", "5")
                    .environment("GLIBC_TUNABLES", "glibc.malloc.perturb=1")
                    .environment("PROBE_OWN", "kept")
                    .environment("JAVA_TOOL_OPTIONS", "-Dprobe.tool=once -Duser.language=tr")
                    .option("-Duser.timezone=Asia/Tokyo")
                    .option("-Dfile.encoding=ISO-8859-1")
                    .option("-Dprobe.own=kept")
                    .option("-Xmx200m")
                    .run()
                    .assertStatus(0);
        }

        @Test
        void letsNothingAmbientThrough() {
            launchedAmidst();
            Properties facts = facts();
            PinnedProfile profile = manifest().definition().profile();

            assertThat(facts)
                    .containsEntry("locale", "en-US")
                    .containsEntry("zone", "UTC")
                    .containsEntry("charset", "UTF-8");
            Map<String, String> governed = new TreeMap<>();
            facts.stringPropertyNames().stream()
                    .filter(name -> name.matches(
                            "env\\.(OMP|GOMP|KMP|OPENBLAS|MKL|DNNL|GLIBC|LC|LANG|TZ|JAVA|JDK_JAVA|_JAVA).*"))
                    .forEach(name -> governed.put(name.substring(4), facts.getProperty(name)));
            assertThat(governed)
                    .isEqualTo(profile.environment())
                    .containsEntry("OMP_NUM_THREADS", "1")
                    .containsEntry("LC_ALL", "C.UTF-8")
                    .containsEntry("TZ", "UTC")
                    .doesNotContainKeys("LANG", "LC_TIME", "OMP_PROC_BIND", "KMP_AFFINITY", "MKL_DEBUG_CPU_TYPE");
        }

        @Test
        void keepsWhatIsTheUsers() {
            launchedAmidst();

            assertThat(facts())
                    .containsEntry("env.PROBE_OWN", "kept")
                    .containsEntry("property.probe.own", "kept")
                    .containsEntry("property.user.dir", work.toString());
            assertThat(manifest().definition().profile().workingDirectory()).isEqualTo(work.toString());
        }

        @Test
        void passesTheOptionsOfTheEnvironmentOnOnce() {
            launchedAmidst();
            List<String> options = List.of(facts().getProperty("options").split("\n"));

            assertThat(options).containsOnlyOnce("-Dprobe.tool=once", "-Xmx200m", "-Dfile.encoding=UTF-8");
        }

        @ParameterizedTest
        @CsvSource({"-Xmx200m, Parallel", "-XX:+UseG1GC, G1", "-XX:+UseSerialGC, Serial"})
        void collectsInParallelUnlessItsUserChoseAnother(String option, String collector) throws IOException {
            writeClaims();
            probe("work").withoutCollector().option(option).run().assertStatus(0);

            assertThat(collector()).isEqualTo(collector);
            assertThat(manifest().definition().profile().jvmOptions()).doesNotContain("-XX:+UseParallelGC");
        }

        @Test
        void hearsOfACollectorInTheEnvironment() {
            probe("facts")
                    .withoutCollector()
                    .environment("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC")
                    .run()
                    .assertStatus(0);

            assertThat(collector()).isEqualTo("G1");
        }

        @Test
        void recordsTheProfile() {
            launchedAmidst();
            PinnedProfile profile = manifest().definition().profile();

            assertThat(profile.name()).isEqualTo("portable");
            assertThat(profile.threads()).isEqualTo(1);
            assertThat(profile.classPath())
                    .isEqualTo(List.of(StartedProgram.classPath().split(Pattern.quote(File.pathSeparator))).stream()
                            .map(entry ->
                                    Path.of(entry).toAbsolutePath().normalize().toString())
                            .toList());
            assertThat(profile.jvmOptions())
                    .contains("-Xmx200m", "-Dprobe.own=kept", "-Dprobe.tool=once")
                    .noneMatch(option -> option.startsWith("-javaagent") || option.startsWith("-Dreprorun.launch"))
                    .endsWith(
                            "-Dfile.encoding=UTF-8",
                            "-Duser.language=en",
                            "-Duser.country=US",
                            "-Duser.variant=",
                            "-Duser.timezone=UTC",
                            "-Dsun.misc.unsafe.memory.access=allow",
                            "--enable-native-access=ALL-UNNAMED");
        }

        @Test
        void meetsNoHazardThatIsTheLibrarysOwn() {
            writeClaims();
            probe("work").run().assertStatus(0);

            assertThat(manifest().hazards()).isEmpty();
        }

        @Test
        void leavesNoFileOfItsOwnBehind() throws IOException {
            Path temporary = Files.createDirectory(folder.resolve("temporary"));
            probe("facts").option("-Djava.io.tmpdir=" + temporary).run().assertStatus(0);

            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Nested
    class Arguments {
        @Test
        void arriveAndAreRecordedAsTheyAre() {
            String[] arguments = {
                "facts", "a b", "", "--x=\"y\"", "\u00fc\u20ac\ud83d\ude00", "-Dz", "@f", "'q'", "a\\b", "%TZ%", "$TZ"
            };
            probe(arguments).run().assertStatus(0);

            Properties facts = facts();
            for (int i = 0; i < arguments.length; i++) {
                assertThat(facts.getProperty("argument." + i)).isEqualTo(arguments[i]);
            }
            assertThat(manifest().definition().arguments()).containsExactly(arguments);
            assertThat(manifest().definition().mainClass()).isEqualTo(Evidence.observed(Probe.class.getName()));
        }
    }

    @Nested
    @EnabledOnOs(OS.LINUX)
    class Charsets {
        @Test
        void thatCannotPassAnArgumentOnAreRefused() {
            Ended ended =
                    probe("facts", "\u00fc").environment("LC_ALL", "C").run().assertStatus(2);

            assertThat(ended.error())
                    .matches("reprorun: argument 2: \".*\" cannot be passed on unchanged from this process,"
                            + " whose charset is US-ASCII; start it with LC_ALL=C.UTF-8\n");
            assertThat(work.resolve("runs")).doesNotExist();
        }

        @Test
        void areOfNoConcernToPlainArguments() {
            probe("facts", "plain").environment("LC_ALL", "C").run().assertStatus(0);

            assertThat(facts()).containsEntry("charset", "UTF-8").containsEntry("property.sun.jnu.encoding", "UTF-8");
        }
    }

    @Nested
    class Status {
        @Test
        void isThatOfTheTraining() {
            Ended ended = probe("exit", "7").run().assertStatus(7);

            Manifest manifest = manifest();
            assertThat(manifest.details().status()).isEqualTo(RunStatus.INTERRUPTED);
            assertThat(manifest.details().cause().orElseThrow())
                    .startsWith("System.exit at " + Probe.class.getName() + ".train(Probe.java:");
            assertThat(ended.error()).startsWith("reprorun: probe INTERRUPTED: System.exit at ");
        }

        @Test
        void isOneAfterAnUncaughtException() {
            Ended ended = probe("throw").run().assertStatus(1);

            assertThat(ended.error())
                    .contains(
                            "reprorun: probe FAILED: java.lang.IllegalStateException: no convergence\n",
                            "Exception in thread \"main\" java.lang.IllegalStateException: no convergence\n\tat "
                                    + Probe.class.getName())
                    .contains("reprorun: seed 42\n")
                    .doesNotContain("result");
            assertThat(manifest().details().status()).isEqualTo(RunStatus.FAILED);
            assertThat(manifest().details().cause()).contains("java.lang.IllegalStateException: no convergence");
        }

        @Test
        void isFiveIfTheRunDidNotKeepWhatItExpected() {
            writeClaims();
            Ended ended = probe("work").option("-Dprobe.atLeast=4").run().assertStatus(ExitStatus.BROKEN_EXPECTATION);

            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.error().lines()).endsWith("reprorun: epochs: expected at least 4, actual 3");
            assertThat(manifest().details().status()).isEqualTo(RunStatus.FAILED);
            assertThat(manifest().details().cause())
                    .contains(BrokenExpectationException.class.getName() + ": epochs: expected at least 4, actual 3");
            assertThat(manifest().metrics()).extracting(Metric::name).contains("epochs");
        }

        @Test
        void ofARunThatAnotherThreadEndedIsThatThreads() {
            probe("exit-elsewhere").run().assertStatus(3);

            assertThat(manifest().details().status()).isEqualTo(RunStatus.INTERRUPTED);
            assertThat(manifest().details().cause().orElseThrow()).startsWith("System.exit at ");
        }
    }

    @Nested
    class Streams {
        @Test
        void areInherited() {
            Ended ended = probe("echo")
                    .input("line 1\n\u00fc\u20ac\nno line feed")
                    .run()
                    .assertStatus(0);

            assertThat(ended.output()).isEqualTo("line 1\n\u00fc\u20ac\nno line feed");
            assertThat(ended.error()).startsWith("on standard error\nreprorun: probe SUCCEEDED\n");
        }

        @Test
        void warnOfARunThatLeavesNothingToCompare() {
            Ended ended = probe("echo").input("").run().assertStatus(0);

            assertThat(ended.error().lines())
                    .containsExactly(
                            "on standard error",
                            "reprorun: probe SUCCEEDED",
                            "reprorun: seed 42, no result",
                            "reprorun: " + directory() + ", unsigned",
                            "reprorun: nothing to compare: the run left no output, metric or traced step, so no re-run can"
                                    + " tell whether it reproduced; write to run.output(…) or record a run.metric(…), or"
                                    + " name what a wrapped program writes elsewhere with --output");
        }

        @Test
        void sayWhatBecameOfTheRun() {
            writeClaims();
            Ended ended = probe("work").run().assertStatus(0);

            assertThat(ended.output()).isEqualTo("trained" + System.lineSeparator());
            assertThat(ended.error().lines())
                    .containsExactly(
                            "reprorun: probe SUCCEEDED",
                            "reprorun: seed 42, result sha256:" + manifest().resultDigest(),
                            "reprorun: " + directory() + ", unsigned");
        }

        @Test
        void sayWhichSeedWasDrawn() {
            writeClaims();
            Ended ended = probe("work").option("-Dprobe.seed=drawn").run().assertStatus(0);

            assertThat(ended.error())
                    .contains("reprorun: seed " + manifest().definition().seed()
                            + " (drawn, since none was given), result sha256:");
        }

        @Test
        void sayWhoSigned() {
            writeClaims();
            SigningKey key = SigningKey.generate(Algorithm.P256, new SecureRandom());
            key.writeTo(folder.resolve("keys"));
            Ended ended = probe("work")
                    .option("-Dprobe.key=" + folder.resolve("keys/signing.pem"))
                    .run()
                    .assertStatus(0);

            assertThat(ended.error().lines()).contains("reprorun: " + directory() + ", signed by " + key.keyid());
        }
    }

    @Nested
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the java here is a shell script")
    class AnotherJava {
        @Test
        void mayBeAScriptThatWrapsOne() throws IOException {
            writeClaims();
            Path script = script("#!/bin/sh\necho \"$0\" > wrapped\nexec '" + StartedProgram.java() + "' \"$@\"\n");

            probe("work").environment("REPRORUN_JAVA", script.toString()).run().assertStatus(0);

            assertThat(work.resolve("wrapped")).hasContent(script.toString());
            assertThat(manifest().details().status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        @Test
        void mayBeNamedRelativeToTheWorkingDirectory() throws IOException {
            writeClaims();
            script("#!/bin/sh\nexec '" + StartedProgram.java() + "' \"$@\"\n");

            probe("work").environment("REPRORUN_JAVA", "../java").run().assertStatus(0);
        }

        @Test
        void isRefusedIfItIsNotThere() {
            assertRefused(
                    probe("work").environment("REPRORUN_JAVA", "/nowhere/java"),
                    "reprorun: /nowhere/java: there is no java executable there");
        }

        @Test
        void isRefusedIfItCannotBeStarted() throws IOException {
            Path script = script("#!/nowhere/sh\n");

            Ended ended = probe("work")
                    .environment("REPRORUN_JAVA", script.toString())
                    .run()
                    .assertStatus(2);
            assertThat(ended.error()).startsWith("reprorun: " + script + ": the pinned JVM cannot be started (");
            assertThat(ended.error().lines()).hasSize(1);
        }

        @Test
        void mayBeAScriptThatChoosesACollector() throws IOException {
            writeClaims();
            Path script = script("#!/bin/sh\nexec '" + StartedProgram.java() + "' -XX:+UseSerialGC \"$@\"\n");

            probe("work")
                    .withoutCollector()
                    .environment("REPRORUN_JAVA", script.toString())
                    .run()
                    .assertStatus(0);

            assertThat(collector()).isEqualTo("Serial");
        }

        private Path script(String text) throws IOException {
            Path script = Files.writeString(folder.resolve("java"), text);
            return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Nested
    class Usage {
        @Test
        void ofSeedZeroIsRefused() {
            assertRefused(
                    probe("work").option("-Dprobe.seed=0"),
                    "reprorun: seed: 0 is refused, because libraries of numerics take a seed of 0 for the clock; choose any"
                            + " other number");
        }

        @Test
        void ofAMissingKeyIsRefused() {
            Path key = folder.resolve("nowhere.pem");

            assertRefused(probe("work").option("-Dprobe.key=" + key), "reprorun: " + key + ": no such file");
        }

        @Test
        void ofAFileAsRunsDirectoryIsRefused() throws IOException {
            Path file = Files.writeString(folder.resolve("runs"), "precious").toRealPath();

            assertRefused(
                    probe("work").option("-Dprobe.runs=" + file),
                    "reprorun: " + file + ": is not a directory, so no run can be kept there; no training was started");
            assertThat(file).hasContent("precious");
        }

        @Test
        void ofAParameterOfAnotherTypeIsRefused() {
            writeClaims();
            assertFails(
                    probe("work").option("-Dreprorun.parameter.epochs=many"),
                    "parameter epochs: \"many\" is not of type int",
                    "reprorun: given from outside: parameter epochs many");
        }

        @Test
        void ofAParameterThatNobodyAsksForIsRefused() {
            writeClaims();
            assertFails(
                    probe("work").option("-Dreprorun.parameter.epoch=5").option("-Dprobe.quiet=true"),
                    "parameter epoch: given, but the training did not ask for it; it asked for epochs, rate",
                    "reprorun: given from outside: parameter epoch 5");
        }

        @Test
        void ofAnOutputThatEscapesIsRefused() {
            assertFails(
                    probe("escape"), "output \"../../x\": would lie outside the outputs folder of the run directory");
        }

        @Test
        void ofAnInputThatIsNotThereIsRefused() {
            assertFails(probe("input", "nowhere.csv"), "input \"claims\" (nowhere.csv): is not there");
        }
    }

    private String collector() {
        return manifest().definition().environment().get("jvm.gc").fold(value -> value, reason -> reason);
    }

    private StartedProgram probe(String... arguments) {
        return StartedProgram.of(work, Probe.class, arguments);
    }

    private void writeClaims() {
        try {
            Files.writeString(work.resolve("claims.csv"), "1,2\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before training: one line, and no run directory. */
    private void assertRefused(StartedProgram program, String line) {
        Ended ended = program.run().assertStatus(2);

        assertThat(ended.error().lines()).containsExactly(line);
        assertThat(ended.output()).isEmpty();
        assertThat(work.resolve("runs")).doesNotExist();
    }

    /** In training: said in one line after what became of the run, without a stack trace. */
    private void assertFails(StartedProgram program, String problem, String... saidBefore) {
        Ended ended = program.run().assertStatus(2);

        List<String> said = ended.error().lines().toList();
        assertThat(said).hasSize(saidBefore.length + 4);
        assertThat(said.subList(0, saidBefore.length)).containsExactly(saidBefore);
        assertThat(said.subList(saidBefore.length, said.size()))
                .startsWith("reprorun: probe FAILED: "
                        + manifest().details().cause().orElseThrow())
                .endsWith("reprorun: " + problem);
        assertThat(manifest().details().cause().orElseThrow()).endsWith(": " + problem);
        assertThat(manifest().details().status()).isEqualTo(RunStatus.FAILED);
    }

    private Path directory() {
        return new ExecutedRun(work, "probe").directory();
    }

    private Manifest manifest() {
        return new ExecutedRun(work, "probe").left();
    }

    private Properties facts() {
        Properties facts = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(directory().resolve("outputs/facts.properties"))) {
            facts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }
}
