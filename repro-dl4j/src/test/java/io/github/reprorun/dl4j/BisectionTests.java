package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.bisect.Bisection;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.run.LaunchRequest;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.rerun.Rerun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.trace.Bracket;
import io.github.reprorun.trace.Phase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real trainings in pinned JVMs that part for a known reason. */
class BisectionTests {
    @TempDir
    private static Path folder;

    private static Path rows;
    private static Path quick;
    private static VerifiedRun base;

    @BeforeAll
    static void trainTheBase() {
        rows = write(folder.resolve("rows.txt"), Parting.rows());
        quick = script("quick.sh", "");
        base = new Variant().run();
    }

    /** A training to be started, with what differs from the base. */
    private static final class Variant {
        private long seed = 42;
        private int threads = 2;
        private final SortedMap<String, String> properties = new TreeMap<>();
        private String code = "rate = 1, scale = 1, draws = 0";
        private String nudgedAt = "-1";
        private Path java = quick;

        Variant seed(long other) {
            seed = other;
            return this;
        }

        Variant threads(int other) {
            threads = other;
            return this;
        }

        Variant property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        Variant code(String other) {
            code = other;
            return this;
        }

        /** In a JVM with another kernel of BLAS than its profile says. */
        Variant kernel(String core) {
            java = script(core + ".sh", "OPENBLAS_CORETYPE=" + core);
            return this;
        }

        Variant nudgedAt(int iteration) {
            nudgedAt = Integer.toString(iteration);
            return this;
        }

        VerifiedRun run() {
            List<Path> before = runs();
            List<String> classPath = new ArrayList<>(List.of(compiled().toString()));
            classPath.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
            EntryPoint entry = new EntryPoint(Evidence.observed(Parting.class.getName()), classPath);
            PinnedJvm jvm = new LaunchRequest(
                            Parting.NAME, Optional.of(new Seed(seed)), threads, NumericsProfile.PORTABLE, false)
                    .jvm(entry, Parting.class.getName(), List.of(folder.toString(), "8", nudgedAt));
            Path output = folder.resolve("output.log");
            assertThat(java(jvm).with(properties).runWithOutputTo(output))
                    .as(() -> text(output))
                    .isZero();
            List<Path> after = new ArrayList<>(runs());
            after.removeAll(before);
            assertThat(after).hasSize(1);
            return VerifiedRun.unsigned(after.get(0));
        }

        private PinnedJvm java(PinnedJvm jvm) {
            return new PinnedJvm(java, jvm.agent(), jvm.mainClass(), jvm.program(), jvm.arguments(), jvm.plan());
        }

        /** Another class of the same name, in a folder of the same name. */
        private Path compiled() {
            Path classes =
                    folder(folder.resolve(Integer.toHexString(code.hashCode())).resolve("prepared-classes"));
            Path source =
                    folder(classes.resolveSibling("source").resolve("prepared")).resolve("Preparation.java");
            write(source, List.of("package prepared; public class Preparation { public static double " + code + "; }"));
            assertThat(ToolProvider.getSystemJavaCompiler()
                            .run(null, null, null, "-d", classes.toString(), source.toString()))
                    .isZero();
            return classes;
        }
    }

    private FirstDivergence bisect(VerifiedRun other) {
        return FirstDivergence.between(base.directory(), other.directory());
    }

    private void assertParted(VerifiedRun other, int iteration, Phase phase, Aspect cause, String explanation) {
        FirstDivergence found = bisect(other);

        assertThat(found.explanation().orElseThrow()).contains(explanation);
        assertThat(found.divergence().orElseThrow().iteration()).isEqualTo(iteration);
        assertThat(found.divergence().orElseThrow().phase()).isEqualTo(phase);
        assertThat(found.cause()).contains(cause);
    }

    @Test
    void twoSwappedRowsAreData() {
        List<String> swapped = Parting.rows();
        Collections.swap(swapped, 3, 40);
        write(rows, swapped);
        VerifiedRun other = new Variant().run();

        assertParted(
                other,
                0,
                Phase.BATCH,
                Aspect.DATA,
                "iteration 0, epoch 0: different batch: data; the input rows differs:");
        assertThat(replay(other).replays().outcome()).isEqualTo(Bisection.Replays.Outcome.NOT_REPLAYED);
        assertThat(replay(other).replays().reason()).contains("the input \"rows\" is not what the run had");
        write(rows, Parting.rows());
    }

    @Test
    void anotherSeedOfTheDropoutIsSeed() {
        assertParted(
                new Variant().seed(43).run(),
                0,
                Phase.GENERATOR,
                Aspect.SEED,
                "iteration 0, epoch 0: same batch, different generator state: seed; the root seed differs:"
                        + " 42 against 43");
    }

    @Test
    @Tag("divergence")
    void anotherDropoutStateLeftByCodeIsCode() {
        assertParted(
                new Variant().code("rate = 1, scale = 1, draws = 1").run(),
                0,
                Phase.GENERATOR,
                Aspect.CODE,
                "same batch, different generator state: code; the classes in prepared-classes differ:");
    }

    @Test
    void anotherLearningRateIsAParameterWhereItIsOne() {
        assertParted(
                new Variant().property("reprorun.parameter.rate", "0.02").run(),
                0,
                Phase.UPDATE,
                Aspect.PARAMETERS,
                "same score, same gradient, different update: parameters; the parameter rate differs: 0.01");
    }

    @Test
    void anotherLearningRateIsCodeWhereItStandsThereAndIsNotReplayedWhenItIsGone() {
        Variant variant = new Variant().code("rate = 2, scale = 1, draws = 0");
        VerifiedRun other = variant.run();

        assertParted(
                other,
                0,
                Phase.UPDATE,
                Aspect.CODE,
                "same gradient, different update: code; the classes in prepared-classes differ:");

        write(variant.compiled().resolve("more.txt"), List.of("another folder of classes"));
        Bisection.Result result = replay(other);
        assertThat(result.replays().outcome()).isEqualTo(Bisection.Replays.Outcome.NOT_REPLAYED);
        assertThat(result.replays().reason())
                .isEqualTo("class path: the code is not what the run had: more.txt is new");
        assertThat(result.first().cause()).contains(Aspect.CODE);
    }

    @Test
    @Tag("divergence")
    void aChangedClassThatPreparesTheDataIsCode() {
        assertParted(
                new Variant().code("rate = 1, scale = 2, draws = 0").run(),
                0,
                Phase.BATCH,
                Aspect.CODE,
                "different batch: code; the classes in prepared-classes differ:");
    }

    @Test
    @Tag("divergence")
    void anotherKernelIsNumericsAndCannotBeReplayedByTheProfile() {
        VerifiedRun other = new Variant().kernel("Nehalem").run();

        FirstDivergence found = bisect(other);
        assertThat(found.cause()).contains(Aspect.NUMERICS);
        assertThat(found.explanation().orElseThrow())
                .contains("same batch, same generator state, same parameters going in, ")
                .endsWith("numerics; the BLAS kernel differs: Haswell against Nehalem");

        Bisection.Result replayed = replay(other);
        assertThat(replayed.replays().outcome()).isEqualTo(Bisection.Replays.Outcome.NOT_REPRODUCED);
        assertThat(replayed.replays().reason())
                .startsWith("the second run, replayed, does not reproduce its own trace: ")
                .endsWith("numerics; the BLAS kernel differs: Nehalem against Haswell");
        assertThat(replayed.first().cause()).contains(Aspect.NUMERICS);
    }

    @Test
    @Tag("divergence")
    void anotherThreadCountIsNumericsOfTheFirstOutputThatDiffers() {
        VerifiedRun other = new Variant().threads(1).run();
        assertThat(bisect(other).cause()).contains(Aspect.NUMERICS);

        Bisection.Result found = replay(other);
        assertThat(found.replays().outcome()).isEqualTo(Bisection.Replays.Outcome.REPLAYED);
        Bisection.ArrayDifference array = found.replays().array().orElseThrow();
        assertThat(array.difference().rounding()).isTrue();
        assertThat(array.difference().differing())
                .isBetween(1L, array.difference().elements());
        assertThat(array.difference().largestUlps().orElseThrow()).isPositive();
        assertThat(found.first().explanation().orElseThrow())
                .endsWith("numerics; the number of native threads differs: 2 against 1");
    }

    @Tag("divergence")
    @Test
    void aNudgeThatIsTracedLaterIsFoundByReplayingTheBracket() throws IOException, InterruptedException {
        VerifiedRun other = new Variant().nudgedAt(5).run();
        assertThat(bisect(other).traces().bracket()).contains(new Bracket(0, 8));
        Path kept = folder.resolve("kept");

        JsonNode document = new ObjectMapper()
                .readTree(new CommandLine(Files.createDirectories(folder.resolve("work")))
                        .call(
                                "bisect",
                                base.directory().toString(),
                                other.directory().toString(),
                                "--allow-unsigned",
                                "--java",
                                quick.toString(),
                                "--keep",
                                kept.toString(),
                                "--json")
                        .assertStatus(1)
                        .output());

        JsonNode first = document.get("firstDivergence");
        assertThat(first.get("iteration").asInt()).isEqualTo(5);
        assertThat(first.get("bracket").get("from").asInt()).isEqualTo(5);
        assertThat(first.get("layer").asText()).isEqualTo("layer2");
        assertThat(first.get("quantity").asText()).isEqualTo("parameters-in");
        assertThat(first.get("cause").asText()).isEqualTo("PARAMETERS");
        assertThat(first.get("explanation").asText())
                .isEqualTo("layer layer2, iteration 5, epoch 5: same batch, same generator state, different"
                        + " parameters going"
                        + " in: parameters; argument 2 of main differs: -1 against 5");
        JsonNode replay = document.get("replay");
        assertThat(replay.get("outcome").asText()).isEqualTo("REPLAYED");
        assertThat(replay.get("name").asText()).isEqualTo("layer2");
        assertThat(replay.get("elements").asInt()).isEqualTo(200 * 40 + 40);
        assertThat(replay.get("differing").asInt()).isEqualTo(1);
        assertThat(replay.get("firstIndex")).hasToString("[5]");
        assertThat(replay.get("largestUlps").asInt()).isEqualTo(1);
        assertThat(kept.resolve("first-1/arrays/parameters-in.00001.layer2.npy"))
                .isRegularFile()
                .hasSize(128 + (200 * 40 + 40) * 4);
        assertThat(kept.resolve("second-1/arrays/batch.00000.features.npy")).isRegularFile();
        assertThat(kept.resolve("second-1/arrays/activations.00003.layer3.npy")).isRegularFile();
    }

    private Bisection.Result replay(VerifiedRun other) {
        List<String> progress = new ArrayList<>();
        try {
            Path made = Files.createTempDirectory(folder, "replay");
            return new Bisection(base, other, run -> Rerun.of(run).java(quick), made, progress::add).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> runs() {
        Path runs = folder.resolve(Parting.RUNS).resolve(Parting.NAME);
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(runs)) {
            return each.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A java that is quick to start, with this assignment in its environment. */
    private static Path script(String name, String assignment) {
        Path script = folder.resolve(name);
        write(
                script,
                List.of(
                        "#!/bin/sh",
                        assignment + " exec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \"$@\""));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static Path folder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, List<String> lines) {
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
