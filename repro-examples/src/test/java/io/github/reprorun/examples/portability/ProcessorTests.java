package io.github.reprorun.examples.portability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.examples.fraud.FraudDetection;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs recorded on the real processor and run again on emulated ones; what came of each goes into the page's table. */
@Tag("portability")
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the emulator runs programs for Linux on x86-64")
class ProcessorTests {
    private static final int SHORT = 12;
    private static final List<String> TABLE = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static Emulator emulator;
    private static Path fraud;
    private static Path careless;

    /** Natively, which also unpacks the native libraries that the emulated JVMs load. */
    @BeforeAll
    static void record() throws Exception {
        assumeTrue(Emulator.isHere(), Emulator.MISSING);
        emulator = Emulator.here();
        Path runs = folder.resolve("runs");
        AmbientEnvironment.named("fraud example, one epoch")
                .option("-Dreprorun.parameter.epochs=1")
                .run(Path.of("").toAbsolutePath(), FraudDetection.class, key(), runs.toString());
        fraud = only(runs.resolve(FraudDetection.NAME));
        careless = careless(NumericsProfile.PORTABLE);
        SortedMap<String, Evidence<String>> facts =
                ManifestJson.read(fraud).definition().environment();
        TABLE.addAll(List.of(
                "Recorded on " + text(facts, "cpu.model") + " (" + text(facts, "cpu.instructions.jvm") + "), "
                        + text(facts, "libc") + ", JDK " + text(facts, "jvm.version") + ", ND4J "
                        + text(facts, "nd4j.version") + "; emulated by " + emulator.version() + ".",
                "",
                "| program | profile | processor | canary | verdict | status | recorded | re-run | seconds |",
                "|---|---|---|---|---|---:|---|---|---:|"));
    }

    @AfterAll
    static void write() throws IOException {
        if (!TABLE.isEmpty()) {
            PortabilityPage.write("processors", TABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Haswell", "Broadwell", "EPYC"})
    void givesTheSameBits(String processor) throws Exception {
        for (Path run : List.of(fraud, careless)) {
            CommandLine.Ended ended = rerun(run, processor);
            assertThat(ended.status()).as("%s", ended).isZero();
            assertThat(ended.verdict()).isEqualTo("REPRODUCED");
            assertThat(ended.resultDigest()).isEqualTo(digest(run));
            assertThat(ended.error()).contains("the numerics here are those of the recorded run");
        }
    }

    @Test
    void givesOtherBitsWithTheProfileOff() throws Exception {
        Path run = careless(NumericsProfile.HOST);
        String kernels = text(ManifestJson.read(run).definition().environment(), "nd4j.blas.core");
        assumeTrue(!kernels.equals("Haswell") && !kernels.equals("Zen"), "this processor takes the kernels of Haswell");
        CommandLine.Ended ended = rerun(run, "Haswell");
        assertThat(ended.status()).as("%s", ended).isEqualTo(1);
        assertThat(ended.verdict()).isEqualTo("DIVERGED");
        assertThat(ended.error())
                .contains("the numerics here are not those of the recorded run, so do not expect its bits")
                .contains("nd4j.blas.core: recorded " + kernels + ", here Haswell");
    }

    @Test
    void isRefusedBeforeItTrainsWhereTheProcessorLacksWhatTheProfileNeeds() throws Exception {
        CommandLine.Ended ended = rerun(fraud, "Nehalem");
        assertThat(ended.status()).as("%s", ended).isEqualTo(3);
        assertThat(ended.verdict()).isEqualTo("UNVERIFIABLE");
        assertThat(ended.error())
                .contains("reprorun: this processor: has no AVX2, which the portable profile needs")
                .contains("it was refused on this machine before it trained");
    }

    @Test
    void givesTheSameBitsOnOldProcessorsWithTheBaselineProfile() throws Exception {
        Path run = careless(NumericsProfile.BASELINE);
        CommandLine.Ended ended = rerun(run, "Nehalem");
        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.resultDigest()).isEqualTo(digest(run)).isNotEqualTo(digest(careless));
    }

    private static CommandLine.Ended rerun(Path run, String processor) throws Exception {
        Path java = emulator.java(Files.createTempDirectory(folder, "java"), processor);
        long start = System.nanoTime();
        CommandLine.Ended ended = CommandLine.rerun(run, java, folder);
        double seconds = (System.nanoTime() - start) / 1e9;
        Manifest recorded = ManifestJson.read(run);
        String canary = ended.error().contains("the numerics here are those")
                ? "agrees"
                : ended.error().contains("the numerics here are not those") ? "differs" : "not reached";
        TABLE.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %d | %s | %s | %.0f |",
                recorded.definition().name(),
                recorded.definition().profile().name(),
                processor,
                canary,
                ended.verdict(),
                ended.status(),
                shortened(digest(run)),
                ended.resultDigest().isEmpty() ? "none" : shortened(ended.resultDigest()),
                seconds));
        return ended;
    }

    private static Path careless(NumericsProfile profile) throws Exception {
        Path runs = folder.resolve(profile.label());
        AmbientEnvironment.named("careless training")
                .run(folder, CarelessTraining.Launched.class, runs.toString(), profile.name());
        return only(runs.resolve("careless"));
    }

    private static String key() {
        Path keys = folder.resolve("keys");
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);
        return keys.resolve(SigningKey.PRIVATE_FILE).toString();
    }

    private static String shortened(String digest) {
        return "`" + digest.substring(0, SHORT) + "`";
    }

    private static String digest(Path run) {
        return ManifestJson.read(run).resultDigest().hex();
    }

    private static String text(SortedMap<String, Evidence<String>> facts, String name) {
        return facts.get(name).fold(value -> value, reason -> "unavailable: " + reason);
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findFirst().orElseThrow();
        }
    }
}
