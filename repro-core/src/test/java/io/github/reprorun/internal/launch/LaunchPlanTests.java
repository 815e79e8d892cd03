package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchPlanTests {
    private static final String HARD = " a=b:c #!\\ \u00fc\u20ac\ud83d\ude00\t\n\r\u0000end ";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("plan");
    }

    @Test
    void isReadAsItWasWritten() {
        LaunchPlan plan = new LaunchPlan(
                new RunIdentity(
                        "name", "id", Optional.of(new Parent(Parent.CAPSULE, "fraud", Sha256.ofUtf8("capsule")))),
                new SeedChoice(new Seed(Long.MIN_VALUE), true),
                new PinnedProfile(
                        "portable",
                        7,
                        new TreeMap<>(Map.of("TZ", "UTC", "X", HARD)),
                        List.of("-Da=" + HARD, "", "-Xmx1g"),
                        List.of("/a b", "/\u00fc"),
                        "/work \u00fc"),
                new Conditions(true, true, new TreeMap<>(Map.of("nd4j.blas.core", "Haswell"))),
                new Overrides(
                        Optional.of(Path.of("/runs \u00fc")),
                        Signing.with(Optional.of(Path.of("/key"))),
                        new TreeMap<>(Map.of(
                                "int",
                                ParameterValue.of(-1),
                                "long",
                                ParameterValue.of(Long.MAX_VALUE),
                                "double",
                                ParameterValue.of(-0.0),
                                "nan",
                                ParameterValue.of(Double.NaN),
                                "flag",
                                ParameterValue.of(true),
                                HARD,
                                ParameterValue.of(HARD),
                                "colon",
                                ParameterValue.of(":"),
                                "empty",
                                ParameterValue.of(""))),
                        new TreeMap<>(Map.of("claims", Path.of("/claims \u00fc.csv"))),
                        new Labels(new TreeMap<>(Map.of("team", " a=b:c #!\\ \u00fc\ud83d\ude00", "empty", "")))));
        plan.write(file);

        assertThat(LaunchPlan.read(file)).isEqualTo(plan);
    }

    @Test
    void keepsWhatIsNotReplacedEmpty() {
        LaunchPlan plan = least();
        plan.write(file);

        assertThat(LaunchPlan.read(file)).isEqualTo(plan);
    }

    @Test
    void holdsNoSecret() throws IOException {
        withOptions(List.of("-Dservice.password=hush-hush", "-Xmx1g")).write(file);

        assertThat(Files.readString(file)).doesNotContain("hush");
        assertThat(LaunchPlan.read(file).profile().jvmOptions())
                .containsExactly("-Dservice.password=<redacted>", "-Xmx1g");
    }

    @Test
    void keepsTheOrderOfManyOptions() {
        List<String> options = IntStream.range(0, 25).mapToObj(i -> "-Do=" + i).toList();
        LaunchPlan plan = withOptions(options);
        plan.write(file);

        assertThat(LaunchPlan.read(file).profile().jvmOptions()).isEqualTo(options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.name",
                "run.id",
                "seed",
                "seed.drawn",
                "profile.name",
                "profile.threads",
                "resumes",
                "signing.replaces"
            })
    void isRefusedIfItLacksSomething(String key) throws IOException {
        least().write(file);
        Files.write(
                file,
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith(key + "="))
                        .toList());

        assertThatThrownBy(() -> LaunchPlan.read(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(file + ": is not a launch plan: it has no " + key);
    }

    @Test
    void isRefusedIfItIsNotThereOrNone() throws IOException {
        assertThatThrownBy(() -> LaunchPlan.read(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith(file + ": the launch plan cannot be read (");
        Files.writeString(file, "a=\\u00zz");
        assertThatThrownBy(() -> LaunchPlan.read(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith(file + ": the launch plan cannot be read (");
    }

    private static LaunchPlan least() {
        return withOptions(List.of());
    }

    private static LaunchPlan withOptions(List<String> options) {
        return new LaunchPlan(
                new RunIdentity("name", "id"),
                new SeedChoice(new Seed(1), false),
                new PinnedProfile("none", 1, new TreeMap<>(), options, List.of(), "/w"),
                Conditions.NONE,
                Overrides.NONE);
    }
}
