package io.github.reprorun.examples.portability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The careless training gives one result whatever surrounds it; without the library it gives another each time. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "taskset and the other commands are Linux's")
class AmbientEnvironmentTests {
    private static final int SHORT = 12;

    @TempDir
    private Path folder;

    /** Twenty, if this machine has a JDK of another version. */
    private static List<AmbientEnvironment> all() throws IOException {
        List<AmbientEnvironment> all = new ArrayList<>(List.of(
                AmbientEnvironment.named("nothing special"),
                AmbientEnvironment.named("once more"),
                AmbientEnvironment.named("OPENBLAS_CORETYPE=Nehalem").variable("OPENBLAS_CORETYPE", "Nehalem"),
                AmbientEnvironment.named("OPENBLAS_CORETYPE=SandyBridge").variable("OPENBLAS_CORETYPE", "SandyBridge"),
                AmbientEnvironment.named("OPENBLAS_CORETYPE=" + newest()).variable("OPENBLAS_CORETYPE", newest()),
                AmbientEnvironment.named("OMP_NUM_THREADS=1").variable("OMP_NUM_THREADS", "1"),
                AmbientEnvironment.named("OMP_NUM_THREADS=2").variable("OMP_NUM_THREADS", "2"),
                AmbientEnvironment.named("OMP_NUM_THREADS=4").variable("OMP_NUM_THREADS", "4"),
                AmbientEnvironment.named("taskset -c 0").by("taskset", "-c", "0"),
                AmbientEnvironment.named("LC_ALL=tr_TR.UTF-8").variable("LC_ALL", "tr_TR.UTF-8"),
                AmbientEnvironment.named("TZ=Asia/Kathmandu").variable("TZ", "Asia/Kathmandu"),
                AmbientEnvironment.named("every processor busy with other work").amidstLoad(),
                AmbientEnvironment.named("-Dfile.encoding=ISO-8859-1, C1 alone, serial collector")
                        .option("-Dfile.encoding=ISO-8859-1")
                        .option("-XX:TieredStopAtLevel=1")
                        .option("-XX:+UseSerialGC"),
                AmbientEnvironment.named("_JAVA_OPTIONS with a Turkish locale")
                        .variable("_JAVA_OPTIONS", "-Duser.language=tr -Duser.country=TR"),
                AmbientEnvironment.named("JAVA_TOOL_OPTIONS with a time zone and three processors")
                        .variable("JAVA_TOOL_OPTIONS", "-Duser.timezone=Asia/Tokyo -XX:ActiveProcessorCount=3"),
                AmbientEnvironment.named("HOME elsewhere, umask 077")
                        .by("sh", "-c", "umask 077; exec \"$@\"", "sh")
                        .variable("HOME", "/"),
                AmbientEnvironment.named("OMP_SCHEDULE, SD_MAX_THREADS, GLIBC_TUNABLES")
                        .variable("OMP_SCHEDULE", "dynamic,1")
                        .variable("SD_MAX_THREADS", "1")
                        .variable("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-FMA")));
        Jdks.other().ifPresent(other -> {
            all.add(AmbientEnvironment.named("another JDK").on(other));
            all.add(AmbientEnvironment.named("another JDK, once more, among other work")
                    .on(other)
                    .amidstLoad());
            all.add(allAtOnce(other));
        });
        return all;
    }

    /** The newest kernels that would not crash a bare JVM on this processor. */
    private static String newest() throws IOException {
        return Files.readString(Path.of("/proc/cpuinfo")).contains("avx512f") ? "SkylakeX" : "Zen";
    }

    private static AmbientEnvironment allAtOnce(Path java) {
        return AmbientEnvironment.named("all at once")
                .by("taskset", "-c", "0")
                .variable("OPENBLAS_CORETYPE", "SandyBridge")
                .variable("OMP_NUM_THREADS", "4")
                .variable("SD_MASTER_THREADS", "1")
                .variable("LC_ALL", "tr_TR.UTF-8")
                .variable("TZ", "America/St_Johns")
                .variable("_JAVA_OPTIONS", "-Duser.language=tr -Dfile.encoding=ISO-8859-1")
                .on(java);
    }

    @Test
    void givesOneResultWhateverSurroundsItAndAgainWhereCoresAreFewer() throws Exception {
        Path plain = launched(AmbientEnvironment.named("nothing special"));
        Path most = launched(allAtOnce(Jdks.other().orElse(Jdks.own())));
        assertThat(digest(most)).isEqualTo(digest(plain));

        CommandLine.Ended rerun = CommandLine.rerun(plain, Jdks.own(), folder, "taskset", "-c", "0");
        assertThat(rerun.status()).as("%s", rerun).isZero();
        assertThat(rerun.verdict()).isEqualTo("REPRODUCED");
        assertThat(rerun.error()).contains("the numerics here are those of the recorded run");
    }

    @Test
    @Tag("portability")
    void givesOneResultUnderEachOfTwentyEnvironmentsAndAnotherEachTimeWithoutTheLibrary() throws Exception {
        assumeTrue(Jdks.other().isPresent(), "this machine has one JDK only");
        List<String> table =
                new ArrayList<>(List.of("| environment | result digest | without the library |", "|---|---|---|"));
        Set<String> digests = new HashSet<>();
        Set<String> without = new HashSet<>();
        List<AmbientEnvironment> all = all();
        int runs = all.size();
        for (AmbientEnvironment each : all) {
            String digest = digest(launched(each));
            String bare = bare(each);
            digests.add(digest);
            without.add(bare);
            table.add("| " + each.name() + " | `" + digest.substring(0, SHORT) + "` | `" + bare.substring(0, SHORT)
                    + "` |");
        }
        table.add("| **" + runs + " runs** | **" + digests.size() + " digest" + (digests.size() == 1 ? "" : "s")
                + "** | **" + without.size() + " digests** |");
        PortabilityPage.write("environments", table);
        assertThat(runs).isEqualTo(20);
        assertThat(digests).as("%s", table).hasSize(1);
        assertThat(without).as("%s", table).hasSize(runs);
    }

    /** The run directory of the training when it is launched. */
    private Path launched(AmbientEnvironment environment) throws Exception {
        Path runs = Files.createTempDirectory(folder, "runs");
        Path directory = Files.createTempDirectory(folder, "work");
        environment.run(directory, CarelessTraining.Launched.class, runs.toString());
        return only(runs.resolve("careless"));
    }

    private static String digest(Path run) {
        Manifest manifest = ManifestJson.read(run);
        assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        return manifest.resultDigest().hex();
    }

    /**
     * A digest of what the training prints when nothing holds it. In another time zone JavaCPP would unpack its libraries
     * anew, under the feet of other JVMs: there it does so in a folder of its own.
     */
    private String bare(AmbientEnvironment environment) throws Exception {
        AmbientEnvironment bare = environment.isElsewhere()
                ? environment.option("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("unpacked"))
                : environment;
        return sha256(bare.run(Files.createTempDirectory(folder, "work"), CarelessTraining.class));
    }

    private static String sha256(List<String> lines) throws NoSuchAlgorithmException {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            Optional<Path> first = entries.findFirst();
            return first.orElseThrow();
        }
    }
}
