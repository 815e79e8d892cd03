package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.StartedProgram;
import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Difference;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.Seeds;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that make more than one run, as people write them to try several seeds. */
class SeveralRunsTests {
    private static final String NUMBER = "-Dreprorun.run.number=";

    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    @Nested
    class Launched {
        @Test
        void haveAPinnedJvmEachAndAreRunAgainAlone() throws IOException {
            Ended ended = seeds("launch").run().assertStatus(0);

            assertThat(ended.output()).isEqualTo("after the last" + System.lineSeparator());
            List<Path> runs = runs(work.resolve("runs"));
            assertThat(runs).hasSize(2);
            Manifest first = ManifestJson.read(runs.get(0));
            Manifest second = ManifestJson.read(runs.get(1));
            assertThat(List.of(first, second)).allSatisfy(manifest -> {
                assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
                assertThat(manifest.definition().profile().name()).isEqualTo("portable");
                assertThat(manifest.hazards()).isEmpty();
            });
            assertThat(options(first)).noneMatch(option -> option.startsWith(NUMBER));
            assertThat(options(second)).contains(NUMBER + 2);
            assertThat(Comparison.between(first, runs.get(0), second, runs.get(1))
                            .differences())
                    .extracting(Difference::where)
                    .noneMatch(where -> where.contains("jvmOptions"));

            assertIsRunAgainAlone(runs.get(1), 2);
        }

        @Test
        void endTheProgramWithTheStatusOfTheFirstThatFailsAndAreResumedAlone() throws IOException {
            Files.createFile(work.resolve("fail-2"));
            seeds("launch").run().assertStatus(1);
            Path failed = runs(work.resolve("runs")).get(1);
            assertThat(ManifestJson.read(failed).details().status()).isEqualTo(RunStatus.FAILED);
            Files.delete(work.resolve("fail-2"));

            seeds("launch").option("-Dreprorun.resume=" + failed).run().assertStatus(0);

            assertThat(runs(work.resolve("runs"))).hasSize(2).contains(failed);
            assertThat(ManifestJson.read(failed).details().status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        @Test
        void leaveARunThatIsExecutedToTheProgram() throws IOException {
            Ended ended = seeds("both").run().assertStatus(0);

            assertThat(ended.output())
                    .isEqualTo("2 SUCCEEDED" + System.lineSeparator() + "after the last" + System.lineSeparator());
            assertThat(runs(work.resolve("runs")))
                    .extracting(run -> ManifestJson.read(run).details().status())
                    .containsExactly(RunStatus.SUCCEEDED, RunStatus.SUCCEEDED);
        }

        @Test
        void areRefusedIfTheirNamesChangeFromJvmToJvm() {
            Ended ended = seeds("rename").run().assertStatus(2);

            assertThat(ended.error())
                    .matches("reprorun: launch: the pinned JVM ended without coming to run 1 of \"seeds-[0-9]+\", so"
                            + " nothing was trained; a program has to come to the same runs, of the same names, each time"
                            + " it starts\n");
            assertThat(work.resolve("runs")).doesNotExist();
        }
    }

    @Nested
    class Executed {
        @Test
        void areRunAgainAlone() throws IOException {
            seeds("execute").run().assertStatus(0);
            List<Path> runs = runs(work.resolve("runs"));
            assertThat(runs).hasSize(2);

            Verb again = assertIsRunAgainAlone(runs.get(1), 2);

            assertThat(again.err())
                    .contains(
                            "reprorun: run 1 of seeds is passed over, as is every run but the one that this JVM is for:"
                                    + " nothing is trained for it, and its result is empty\n",
                            "1 INTERRUPTED\n",
                            "2 SUCCEEDED\n",
                            "after the last\n");
            assertIsRunAgainAlone(runs.get(0), 1);
        }

        @Test
        void areChosenByTheirNumber() throws IOException {
            seeds("execute").option(NUMBER + 2).run().assertStatus(0);

            List<Path> runs = runs(work.resolve("runs"));
            assertThat(runs).hasSize(1);
            assertThat(ManifestJson.read(runs.get(0)).definition().seed()).isEqualTo(new Seed(2));
        }
    }

    @Test
    void thatAreMadeWithinARunLieWhereItDoes() throws IOException {
        seeds("nest").run().assertStatus(0);
        Path run = runs(work.resolve("runs")).get(0);
        List<Path> before = all(work.resolve("runs/inner"));

        assertIsRunAgainAlone(run, 1);

        assertThat(before).hasSize(1).isEqualTo(all(work.resolve("runs/inner")));
        assertThat(all(folder.resolve("again-1/inner"))).hasSize(1);
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The other runs stay as they are, and none is added to them. */
    private Verb assertIsRunAgainAlone(Path run, int seed) throws IOException {
        Path elsewhere = folder.resolve("again-" + seed);
        List<Path> before = runs(work.resolve("runs"));

        Verb verb = Verb.apart(work, "rerun", run, "--allow-unsigned", "--runs", elsewhere, "--json")
                .assertStatus(0);

        JsonNode document = verb.json();
        assertThat(document.get("verdict").asText()).isEqualTo("REPRODUCED");
        assertThat(document.get("causes")).isEmpty();
        List<Path> again = runs(elsewhere);
        assertThat(again).hasSize(1);
        assertThat(ManifestJson.read(again.get(0)).definition().seed()).isEqualTo(new Seed(seed));
        assertThat(runs(work.resolve("runs"))).isEqualTo(before);
        return verb;
    }

    private StartedProgram seeds(String how) {
        return StartedProgram.of(work, Seeds.class).option("-Dseeds.how=" + how);
    }

    private static List<String> options(Manifest manifest) {
        return manifest.definition().profile().jvmOptions();
    }

    /** In the order of their seeds. */
    private static List<Path> runs(Path runsDirectory) throws IOException {
        try (Stream<Path> runs = Files.list(runsDirectory.resolve("seeds"))) {
            return runs.sorted(Comparator.comparing(
                            run -> ManifestJson.read(run).definition().seed().toString()))
                    .toList();
        }
    }
}
