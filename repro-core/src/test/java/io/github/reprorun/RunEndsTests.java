package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.internal.run.ThreadDeaths;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.runs.InterruptedRun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends that a launched training comes to by itself: the exit status is the truth, and what was made is kept. */
class RunEndsTests {
    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        Files.writeString(work.resolve("claims.csv"), "1,2\n");
    }

    private StartedProgram ending(String how) {
        return StartedProgram.of(work, Probe.class, "end", how);
    }

    private Manifest left(RunStatus status) {
        Manifest manifest = new ExecutedRun(work, "probe").left();
        assertThat(manifest.details().status()).isEqualTo(status);
        assertThat(manifest.subjects()).containsEntry("outputs/partial", Sha256.ofUtf8("p"));
        assertThat(manifest.metrics()).contains(new Metric("m", 0.5));
        return manifest;
    }

    @ParameterizedTest
    @CsvSource({
        "heap,     -Xmx64m,                                   java.lang.OutOfMemoryError: Java heap space",
        "heap,     -Xmx64m -XX:+UseG1GC,                      java.lang.OutOfMemoryError: Java heap space",
        "heap,     -Xmx64m -XX:+UseParallelGC -XX:-UseGCOverheadLimit, java.lang.OutOfMemoryError",
        "direct,   -Xmx64m -XX:MaxDirectMemorySize=2m,        java.lang.OutOfMemoryError: Cannot reserve",
        "overflow, -Xss512k,                                  java.lang.StackOverflowError"
    })
    void byWantOfMemoryAreRecorded(String how, String options, String cause) {
        Path keys = folder.resolve("keys");
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);
        StartedProgram program = ending(how).option("-Dprobe.key=" + keys.resolve(SigningKey.PRIVATE_FILE));
        for (String option : options.split(" ", -1)) {
            if (option.endsWith("GC")) {
                program.withoutCollector();
            }
            program.option(option);
        }
        Ended ended = program.run().assertStatus(1);

        assertThat(left(RunStatus.FAILED).details().cause().orElseThrow()).startsWith(cause);
        assertThat(VerifiedRun.verify(
                                new ExecutedRun(work, "probe").directory(),
                                TrustPolicy.of(List.of(keys.resolve(SigningKey.PUBLIC_FILE)), 1))
                        .manifest())
                .isEqualTo(left(RunStatus.FAILED));
        assertThat(ended.error()).contains("reprorun: probe FAILED: " + cause, "Exception in thread \"main\" " + cause);
    }

    @Test
    void byHaltingLeaveAnInterruptedRun() {
        ending("halt").run().assertStatus(9);

        Path directory = new ExecutedRun(work, "probe").directory();
        InterruptedRun run = InterruptedRun.in(directory).orElseThrow();
        assertThat(run.status()).isEqualTo("INTERRUPTED");
        assertThat(run.definition().arguments()).containsExactly("end", "halt");
        assertThat(directory.resolve("outputs/partial")).hasContent("p");
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "255"})
    void byExitingHaveTheProgramsStatus(int status) {
        StartedProgram.of(work, Probe.class, "exit", Integer.toString(status))
                .run()
                .assertStatus(status);

        Manifest manifest = new ExecutedRun(work, "probe").left();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(manifest.details().cause().orElseThrow()).startsWith("System.exit at ");
    }

    @Test
    void ofAnotherThreadAreNamedAndChangeNothing() {
        Ended ended = ending("thread").run().assertStatus(0);

        String cause = "java.lang.ArrayIndexOutOfBoundsException: Index 0 out of bounds for length 0";
        assertThat(ended.error())
                .startsWith("Exception in thread \"dying\" " + cause + "\n\tat " + Probe.class.getName());
        assertThat(left(RunStatus.SUCCEEDED).hazards()).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo(ThreadDeaths.KIND);
            assertThat(hazard.className()).isEqualTo(Probe.class.getName());
            assertThat(hazard.line()).isPositive();
            assertThat(hazard.treatment()).isEqualTo(Hazard.Treatment.UNCONTROLLED);
            assertThat(hazard.advice())
                    .isEqualTo("catch it in the thread \"dying\", or let the training fail: " + cause);
        });
    }

    @Test
    void ofAnotherThreadAreRefusedByAStrictRunInOneLine() {
        Ended ended = ending("thread").option("-Dprobe.strict=true").run().assertStatus(1);

        Manifest manifest = left(RunStatus.FAILED);
        String problem = "probe: the run is strict, and met what cannot be held: " + ThreadDeaths.KIND + " at "
                + Probe.class.getName();
        assertThat(manifest.details().cause().orElseThrow()).contains(problem);
        assertThat(ended.error().lines().reduce((earlier, later) -> later).orElseThrow())
                .startsWith("reprorun: " + problem);
        assertThat(ended.error()).doesNotContain("Exception in thread \"main\"");
    }

    @Test
    void withAnInputThatChangedAreSaidInOneLine() {
        Ended ended = ending("change").run().assertStatus(1);

        Manifest manifest = left(RunStatus.FAILED);
        assertThat(ended.error().lines())
                .hasSize(4)
                .last()
                .satisfies(line -> assertThat(line)
                        .matches(
                                "reprorun: input \"claims\" \\(claims.csv\\): was \\{sha256=[0-9a-f]{64}\\} when the training"
                                        + " asked for it, is \\{sha256=[0-9a-f]{64}\\} at the end of the run"));
        assertThat(manifest.details().cause().orElseThrow()).contains("input \"claims\"");
    }

    /** An interrupted thread cannot use channels, which are what files are written through. */
    @Test
    void ofAnInterruptedThreadAreRecorded() {
        ending("interrupt").run().assertStatus(0);

        left(RunStatus.SUCCEEDED);
    }
}
