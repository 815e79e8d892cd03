package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.StartedProgram;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.programs.Seeds;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyManifest.Status;
import io.github.reprorun.study.StudyResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyCommandTests {
    private static final String PLAIN = "io.github.reprorun.programs.Plain";

    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void prepare() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
        Files.writeString(work.resolve("claims.csv"), "1,2\n");
    }

    private static List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                "study",
                "--name",
                "grid",
                "--class-path",
                StartedProgram.classPath(),
                "--jvm-option=-XX:TieredStopAtLevel=1",
                "--jvm-option=-XX:+UseSerialGC",
                "--jvm-option=-Dprobe.quiet=true"));
        command.addAll(List.of(more));
        return command;
    }

    private Verb study(String... more) {
        return Verb.apart(work, command(more).toArray());
    }

    private List<Path> directories(Path runs, String name) throws IOException {
        try (Stream<Path> all = Files.list(runs.resolve(name))) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private StudyManifest only(String runs) throws IOException {
        List<Path> studies = directories(work.resolve(runs), "grid").stream()
                .filter(StudyResult::isStudy)
                .toList();
        assertThat(studies).hasSize(1);
        return StudyResult.read(studies.get(0));
    }

    @Test
    void goesOnAfterAKillAndMakesEachCellOnce() throws Exception {
        Path keys = folder.resolve("keys");
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);
        String[] asked = {
            "--seeds",
            "1..2",
            "--grid",
            "rate=0.1,0.2,0.3",
            "--parallel",
            "2",
            "--sign",
            keys.resolve(SigningKey.PRIVATE_FILE).toString()
        };
        int line = killAfterSomeLines(asked);

        study(with(asked, Probe.class.getName(), "work")).assertStatus(0);

        StudyManifest study = only("runs");
        assertThat(study.counts()).as("killed after %d lines", line).isEqualTo("6 MADE");
        assertThat(study.sittings()).isEqualTo(2);
        assertThat(directories(work.resolve("runs"), "probe")).hasSize(6);
        Path directory = directories(work.resolve("runs"), "grid").get(0);
        Verb verified = Verb.run("verify", directory, "--trusted-key", keys.resolve(SigningKey.PUBLIC_FILE))
                .assertStatus(0);
        assertThat(verified.out()).contains("  cells      6 MADE\n", "  result     sha256:" + study.resultDigest());
        saysWhoReproducedTheRuns(directory, study, keys);
        for (StudyManifest.Cell cell : study.cells()) {
            Path run = work.resolve("runs").resolve(cell.run().orElseThrow());
            Manifest manifest = ManifestJson.read(run);
            assertThat(manifest.parent()).contains(study.parent());
            assertThat(manifest.definition().seed()).isEqualTo(cell.cell().rootSeed());
            assertThat(manifest.definition().parameters().get("rate").text())
                    .isEqualTo(cell.cell().parameters().get("rate"));
            assertThat(run.resolve(Manifest.ENVELOPE_FILE_NAME)).exists();
            assertThat(manifest.definition().profile().jvmOptions())
                    .noneMatch(option -> option.contains("reprorun.digests"));
        }
        assertThat(Files.readAllLines(directory.resolve("cells/digests"))).anyMatch(each -> each.endsWith(".jar"));
        Path csv = folder.resolve("grid.csv");
        Verb report =
                Verb.run("report", directory, "--csv", csv).assertStatus(0).assertSilent();
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows).hasSize(7);
        assertThat(rows.get(0)).isEqualTo("rate,seed,rootSeed,status,cause,run,resultDigest,epochs");
        assertThat(rows.get(6))
                .isEqualTo("0.3,2,2,MADE,," + study.cells().get(5).run().orElseThrow() + ","
                        + study.cells().get(5).result().orElseThrow() + ",3");
        assertThat(Files.readAllLines(folder.resolve("grid.settings.csv"))).hasSize(4);
        assertThat(Files.readAllLines(folder.resolve("grid.comparisons.csv"))).hasSize(3);
        assertThat(report.out())
                .startsWith("grid: 6 MADE; result sha256:" + study.resultDigest() + "; signature not checked\n")
                .contains("| rate | seed | status | run | result | epochs |\n");
        assertThat(Verb.run("show", directory).assertStatus(0).out())
                .startsWith("study grid " + study.id() + "\n  program    " + Probe.class.getName() + " work\n")
                .contains("  design     rate in 0.1, 0.2, 0.3; 2 seeds, shared by all settings\n");
        isTheSameAsOneThatWasNotInterrupted(study, asked);
    }

    private Process started(String... arguments) throws IOException {
        List<String> java = new ArrayList<>(List.of(
                StartedProgram.java().toString(), "-XX:TieredStopAtLevel=1", "-cp", StartedProgram.classPath()));
        java.add(Main.class.getName());
        java.addAll(command(arguments));
        return new ProcessBuilder(java)
                .directory(work.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is not sent signals there")
    void stopsAtASignalAndSaysThatItCanGoOn() throws Exception {
        Process process = started("--seeds", "1", "--grid", "rate=0.1,0.2", Probe.class.getName(), "wait");
        List<String> said;
        try (BufferedReader error = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(error.readLine()).startsWith("reprorun: study of 2 cells in ");
            boolean unused = process.toHandle().destroy(); // Process.destroy would close the stream.
            said = error.lines().toList();
        }

        assertThat(process.waitFor()).isEqualTo(143);
        Path study = directories(work.resolve("runs"), "grid").get(0);
        assertThat(said)
                .containsExactly("reprorun: stopped by SIGTERM; the same command goes on with the study in " + study);
        assertThat(Verb.run("show", study).out()).contains("has not ended: 0 of 2 cells are settled");
    }

    /** The line is drawn, and so is the instant: that of the kill in the life of the runs that go on meanwhile. */
    private int killAfterSomeLines(String... asked) throws IOException, InterruptedException {
        int line = 1 + new Random().nextInt(4);
        Process process = started(with(asked, Probe.class.getName(), "work"));
        try (BufferedReader said = process.errorReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < line; i++) {
                assertThat(said.readLine()).startsWith("reprorun: ");
            }
            process.destroyForcibly().waitFor();
        }
        return line;
    }

    private void saysWhoReproducedTheRuns(Path directory, StudyManifest study, Path keys) throws IOException {
        Path publicKey = keys.resolve(SigningKey.PUBLIC_FILE);
        Path policy = Files.writeString(keys.resolve("policy.json"), """
                {"version": 1, "trustedKeys": [{"path": "%1$s"}], "reproducedBy": {"trustedKeys": [{"path": "%1$s"}]}}
                """.formatted(SigningKey.PUBLIC_FILE));
        Verb refused = Verb.run("verify", directory, "--policy", policy).assertStatus(1);
        assertThat(refused.err()).contains("to be reproduced by 1 of ", "no such reproduction");
        Verb.run("verify", directory, "--trusted-key", publicKey, "--reproduced-by", publicKey)
                .assertStatus(1);

        for (StudyManifest.Cell cell : study.cells()) {
            Path run = work.resolve("runs").resolve(cell.run().orElseThrow());
            Path unused = confirmed(run)
                    .attest(VerifiedRun.unsigned(run), SigningKey.read(keys.resolve(SigningKey.PRIVATE_FILE)));
        }
        assertThat(Verb.run("verify", directory, "--policy", policy)
                        .assertStatus(0)
                        .out())
                .contains("  reproduced each of the 6 runs with a result, by 1 key at least\n");
        assertThat(Verb.run("verify", directory, "--trusted-key", publicKey, "--reproduced-by", publicKey, "--json")
                        .assertStatus(0)
                        .json()
                        .get("reproducedBy"))
                .hasSize(6);
        assertThat(Verb.run("verify", directory, "--trusted-key", publicKey).out())
                .contains("  not asked  6 in reproductions/ of its runs; say whom you believe with --reproduced-by\n");
    }

    private static Reproduction confirmed(Path run) throws IOException {
        return new Reproduction(
                FileDigest.of(run.resolve(Manifest.FILE_NAME)).sha256(),
                Sha256.ofUtf8("rerun"),
                run.getFileName().toString(),
                Instant.EPOCH,
                Verdict.REPRODUCED,
                "REPRODUCED: 1 metric",
                new Comparison.Scope(0, 1, 0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new TreeMap<>());
    }

    private void isTheSameAsOneThatWasNotInterrupted(StudyManifest study, String... asked) throws IOException {
        study(with(asked, "--runs", "others", Probe.class.getName(), "work")).assertStatus(0);

        assertThat(only("others").resultDigest()).isEqualTo(study.resultDigest());
        assertThat(only("others").sittings()).isEqualTo(1);
    }

    private static String[] with(String[] first, String... then) {
        return Stream.concat(Stream.of(first), Stream.of(then)).toArray(String[]::new);
    }

    @Test
    void saysWhichCellFailedAndRefersToThoseThatWereMade() throws IOException {
        Verb verb = study("--seeds", "1", "--grid", "epochs=1,many", Probe.class.getName(), "work")
                .assertStatus(1);

        StudyManifest study = only("runs");
        String cause = "io.github.reprorun.failure.UsageException: parameter epochs: \"many\" is not of type int";
        assertThat(study.counts()).isEqualTo("1 MADE, 1 FAILED");
        assertThat(study.cells().get(1).cause()).contains(cause);
        assertThat(verb.err())
                .contains("reprorun: cell 1 of 2 (epochs=1, seed 1) MADE, ")
                .contains("reprorun: cell 2 of 2 (epochs=many, seed 1) FAILED: " + cause + ", ");

        study("--seeds", "1", "--grid", "epochs=1,many", Probe.class.getName(), "work")
                .assertStatus(1);

        assertThat(directories(work.resolve("runs"), "probe")).hasSize(3);
        Path second = directories(work.resolve("runs"), "grid").stream()
                .filter(each -> !each.endsWith(study.id()))
                .findFirst()
                .orElseThrow();
        assertThat(StudyResult.read(second).counts()).isEqualTo("1 REFERRED, 1 FAILED");
    }

    @Test
    void stopsIfTheProgramNeverAsksForAParameter() throws IOException {
        Verb verb = study("--seeds", "1..3", "--grid", "momentum=0.5,0.9", Probe.class.getName(), "work");

        verb.assertStatus(2);
        Path run = directories(work.resolve("runs"), "probe").get(0);
        assertThat(directories(work.resolve("runs"), "probe")).hasSize(1);
        assertThat(verb.err().lines().skip(1))
                .containsExactly(
                        "reprorun: grid momentum: the program never asked for the parameter momentum in the run"
                                + " probe/" + run.getFileName() + "; the study stops");
        assertThat(directories(work.resolve("runs"), "grid")).hasSize(1);
    }

    @Test
    void wrapsAProgramThatKnowsNothingOfIt() throws IOException {
        study("--wrap", "--seeds", "1", "--grid", "file=a.txt,b.txt", PLAIN, "thread", "{file}")
                .assertStatus(0);

        StudyManifest study = only("runs");
        assertThat(study.counts()).isEqualTo("2 MADE");
        Path run = work.resolve("runs").resolve(study.cells().get(1).run().orElseThrow());
        assertThat(run.resolve("outputs/b.txt")).exists();
        Manifest manifest = ManifestJson.read(run);
        assertThat(manifest.definition().name()).isEqualTo("grid");
        assertThat(manifest.parent()).contains(study.parent());
        assertThat(manifest.definition().arguments()).endsWith("thread", "b.txt");
        assertThat(study.cells().get(1).cell().parameters()).isEqualTo(new TreeMap<>(Map.of("file", "b.txt")));
    }

    @Test
    void makesTheFirstOfTheRunsOfAProgram() throws IOException {
        study("--seeds", "7", Seeds.class.getName(), "launch").assertStatus(0);

        StudyManifest study = only("runs");
        assertThat(study.counts()).isEqualTo("1 MADE");
        String[] place = study.cells().get(0).run().orElseThrow().split("/");
        assertThat(directories(work.resolve("runs"), place[0])).hasSize(1);
        Manifest manifest =
                ManifestJson.read(directories(work.resolve("runs"), place[0]).get(0));
        assertThat(manifest.definition().seed().value()).isEqualTo(7);
        assertThat(manifest.definition().profile().jvmOptions()).noneMatch(option -> option.contains("run.number"));
    }

    @Test
    void saysThatAProgramMadeNoRun() throws IOException {
        study("--seeds", "1", PLAIN, "hello").assertStatus(1);

        StudyManifest.Cell cell = only("runs").cells().get(0);
        assertThat(cell.status()).isEqualTo(Status.FAILED);
        assertThat(cell.cause())
                .contains("ended with status 0 and made no run: a program that does not call launch is for --wrap");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --seeds x                                    | seeds: expected numbers and ranges such as 1..5 or 1,2,10..12, found "x"
                    --grid a=1                                   | --seeds: say which, such as 1..5, or give a --design
                    --seeds 1 --grid a                           | --grid: expected PARAMETER=VALUE,VALUE…, found "a"
                    --seeds 1 --grid a=1 --grid a=2              | --grid: a is given twice
                    --seeds 1 --random 2                         | random: 2 is not between 1 and the number of settings of the grid, 1
                    --seeds 1 --exclude a=1                      | --exclude: expected PARAMETER=VALUE,PARAMETER=VALUE…:REASON, found "a=1"
                    --seeds 1 --grid a=1 --exclude a=1:          | exclude {a=1}: says no reason
                    --seeds 1 --primary=                         | primary: names no metric
                    --seeds 1 --parallel 0                       | parallel: at least 1 is needed, not 0
                    --seeds 1 --threads 0                        | threads: at least 1 is needed, not 0
                    --seeds 1 --profile fast                     | --profile: "fast" is none of portable, baseline and host
                    --seeds 1 --output x                         | --output: is for --wrap: a program that launches its run names its outputs itself
                    --seeds 1 --wrap --grid a=1                  | grid a: a wrapped program gets it from its arguments alone, and none of them has {a}
                    --seeds 1 --wrap --parallel 2                | parallel: a wrapped program's outputs are what it leaves in the working directory, which runs at the same time would share; at most 1 is possible, not 2
                    --seeds 1 --design d.json                    | --design: stands in place of --seeds, --grid, --random, --exclude, --independent, --share-streams and --primary
                    --design none.json                           | none.json: cannot be read as JSON (none.json)
                    --seeds 1 --sign none.pem                    | none.pem: no such file
                    --seeds 1 --name a/b                         | study name: "a/b" is not a name of 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit
                    """)
    void refusesWhatItCannotMean(String options, String message) {
        List<String> arguments =
                new ArrayList<>(List.of("study", "--runs", work.resolve("runs").toString()));
        if (!options.contains("--name")) {
            arguments.addAll(List.of("--name", "grid"));
        }
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of("--class-path", work.toString(), "Main"));

        Verb.run(arguments.toArray()).assertStatus(2).assertError("reprorun: " + message);

        assertThat(work.resolve("runs")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"HUP, 129", "INT, 130", "USR1, 138", "USR2, 140", "TERM, 143"})
    void endsWithTheStatusOfTheSignalThatStoppedIt(String signal, int status) {
        assertThat(StudyCommand.status(new StudyResult(work, Optional.empty(), Optional.of(signal))))
                .isEqualTo(status);
    }

    @Test
    void isShownBeforeItHasEnded() throws IOException {
        Path study = Files.createDirectories(work.resolve("runs/grid/1"));
        Verb made = study("--seeds", "1", "--runs", "others", PLAIN, "hello").assertStatus(1);
        Files.copy(
                directories(work.resolve("others"), "grid").get(0).resolve("design.json"),
                study.resolve("design.json"));

        assertThat(Verb.run("show", study).assertStatus(0).out())
                .contains("  state      has not ended: 0 of 1 cells are settled\n");
        Verb.run("show", study, "--json")
                .assertStatus(2)
                .assertError("reprorun: " + study + ": has not ended, so there is no study.json");
        Verb.run("report", study).assertStatus(2);
        Verb.run("report", work, "--against", "a=1").assertStatus(2).assertError("reprorun: --against: is for a study");
        Path ended = directories(work.resolve("others"), "grid").get(0);
        JsonNode json = Verb.run("show", ended, "--json").assertStatus(0).json();
        assertThat(json.get("predicateType").asText()).isEqualTo(StudyManifest.PREDICATE_TYPE);
        Verb.run("report", ended, ended)
                .assertStatus(2)
                .assertError("reprorun: " + ended + ": a study is reported alone");
        assertThat(made.err()).contains("1 FAILED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --jvm-option=-Da=b | --spark: repro-spark and Spark are not on the class path of this command; start it as
                    --wrap              | --spark: a wrapped program runs on this machine, one run at a time
                    """)
    void saysWhatSparkNeeds(String option, String message) {
        Verb verb = study("--spark=spark://localhost:7077", "--seeds", "1", option, Probe.class.getName(), "work")
                .assertStatus(2);

        assertThat(verb.err()).startsWith("reprorun: " + message).hasLineCount(1);
        assertThat(work.resolve("runs")).doesNotExist();
    }
}
