package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.StartedProgram;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.programs.Gated;
import io.github.reprorun.programs.Nesting;
import io.github.reprorun.programs.Rebuilding;
import io.github.reprorun.programs.Seeds;
import io.github.reprorun.programs.Starting;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a study starts the JVMs of its runs. */
class StudyStartTests {
    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void prepare() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    private static List<String> command(String classPath, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "study",
                "--name",
                "grid",
                "--class-path",
                classPath,
                "--jvm-option=-XX:TieredStopAtLevel=1",
                "--jvm-option=-XX:+UseSerialGC"));
        command.addAll(List.of(more));
        return command;
    }

    private Verb study(String... more) {
        return Verb.apart(work, command(StartedProgram.classPath(), more).toArray())
                .assertStatus(0);
    }

    private Path directory() throws IOException {
        try (Stream<Path> all = Files.list(work.resolve("runs/grid"))) {
            return all.filter(StudyResult::isStudy).findFirst().orElseThrow();
        }
    }

    private List<Manifest> manifests() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (StudyManifest.Cell cell : StudyResult.read(directory()).cells()) {
            manifests.add(
                    ManifestJson.read(work.resolve("runs").resolve(cell.run().orElseThrow())));
        }
        return manifests;
    }

    private List<String> log(int cell) throws IOException {
        return Files.readAllLines(directory().resolve("cells/" + cell + ".log"));
    }

    private long count(int cell, String line) throws IOException {
        return log(cell).stream().filter(line::equals).count();
    }

    /** Its JVM and the pinned one both come to the run, and only the pinned one goes beyond it. */
    @Test
    void startsEachRunAsAUserWould() throws IOException {
        Verb verb = study("--seeds", "1", "--grid", "n=a,b", Starting.class.getName(), "other", "{n}");

        assertThat(verb.err())
                .containsPattern(
                        "a launched run took, in the mean of 2: [0-9.]+ s until its pinned JVM began, with the JVM"
                                + " that launched it, [0-9.]+ s for JVM and agent, ");
        assertThat(StudyResult.read(directory()).counts()).isEqualTo("2 MADE");
        assertThat(count(1, "before the run")).isEqualTo(2);
        assertThat(count(1, "in the run")).isEqualTo(1);
        assertThat(count(1, "after the run")).isEqualTo(1);
        assertThat(count(2, "before the run"))
                .as("the run that the program hands over is that of the other main")
                .isEqualTo(1);
        assertThat(manifests())
                .extracting(run -> run.definition().mainClass().toString())
                .allMatch(text -> text.contains(Starting.class.getName()))
                .anyMatch(text -> text.contains(Starting.Other.class.getName()));
        for (Manifest run : manifests()) {
            Verb.apart(
                            work,
                            "rerun",
                            "--allow-unsigned",
                            "runs/starting/" + run.details().invocationId())
                    .assertStatus(0);
        }
    }

    @Test
    void failsWhereAProgramHasItsRunMadeFromAnotherClassPath() throws IOException {
        Verb.apart(
                        work,
                        command(
                                        StartedProgram.classPath(),
                                        "--seeds",
                                        "1",
                                        "--grid",
                                        "n=a,b",
                                        Starting.class.getName(),
                                        "path",
                                        "{n}")
                                .toArray())
                .assertStatus(1);

        StudyManifest study = StudyResult.read(directory());
        assertThat(study.counts()).isEqualTo("1 MADE, 1 FAILED");
        assertThat(study.cells().get(1).cause().orElseThrow())
                .startsWith("has " + work.resolve("empty") + " on its class path, where the study has ");
    }

    @Test
    void sharesTheStreamsThatItWasToldTo() throws IOException {
        study(
                "--seeds",
                "3",
                "--grid",
                "rate=0.1,0.2",
                "--independent",
                "--share-streams",
                "weights",
                Seeds.class.getName());

        String weights = Long.toString(new Seed(3).derive("weights"));
        assertThat(manifests())
                .allSatisfy(run -> assertThat(run.definition().streams()).containsOnly(Map.entry("weights", weights)))
                .allSatisfy(run -> assertThat(run.definition().profile().jvmOptions())
                        .contains("-Dreprorun.stream.weights=" + weights))
                .extracting(run -> run.definition().seed())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"classes, '1 MADE, 1 FAILED', classes has {", ".,       '2 FAILED',         have changed"})
    void failsWhereAFolderOfTheClassPathIsRebuiltMeanwhile(String name, String counts, String cause)
            throws IOException {
        Path classes = work.resolve(name).normalize();
        Path program = Path.of(Rebuilding.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(classes.resolve(program).resolveSibling(""));
        try (InputStream compiled = Rebuilding.class.getResourceAsStream("Rebuilding.class")) {
            Files.copy(Objects.requireNonNull(compiled), classes.resolve(program));
        }

        Verb.apart(
                        work,
                        command(
                                        classes + File.pathSeparator + StartedProgram.classPath(),
                                        "--seeds",
                                        "1,2",
                                        Rebuilding.class.getName(),
                                        classes.toString())
                                .toArray())
                .assertStatus(1);

        StudyManifest study = StudyResult.read(directory());
        assertThat(study.counts()).isEqualTo(counts);
        assertThat(study.cells().get(1).cause().orElseThrow())
                .startsWith("the code is not the study's: ")
                .contains(cause);
    }

    @Test
    void resumesARunWithTheSecretAmongItsArguments() throws Exception {
        Path keys = folder.resolve("keys");
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);
        List<String> command = command(
                StartedProgram.classPath(),
                "--sign",
                keys.resolve(SigningKey.PRIVATE_FILE).toString(),
                "--seeds",
                "5",
                "--",
                Gated.class.getName(),
                "--token=canary-in-an-argument");
        List<String> java = new ArrayList<>(List.of(
                StartedProgram.java().toString(), "-XX:TieredStopAtLevel=1", "-cp", StartedProgram.classPath()));
        java.add(Main.class.getName());
        java.addAll(command);
        Process process = new ProcessBuilder(java)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (process.isAlive() && !Files.exists(work.resolve("waiting"))) {
            Thread.onSpinWait();
        }
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly().waitFor();
        for (ProcessHandle each : all) {
            boolean unused = each.destroyForcibly();
            ProcessHandle gone = each.onExit().join();
            assertThat(gone.isAlive()).isFalse();
        }
        Files.writeString(work.resolve("gate"), "");

        Verb.apart(work, command.toArray()).assertStatus(0);

        assertThat(StudyResult.read(directory()).sittings()).isEqualTo(2);
        Manifest run = manifests().get(0);
        assertThat(run.details().interruptions()).hasSize(1);
        assertThat(run.definition().arguments()).containsExactly("--token=<redacted>");
        assertThat(run.metrics()).extracting(Metric::value).containsExactly((double)
                "--token=canary-in-an-argument".length());
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary-in-an-argument");
            }
        }
        verifiesIt(run, keys.resolve(SigningKey.PUBLIC_FILE));
    }

    /** Says which files nobody signed. */
    private void verifiesIt(Manifest run, Path publicKey) throws IOException {
        String place = "gated/" + run.details().invocationId();
        Files.writeString(work.resolve("runs").resolve(place).resolve("notes.txt"), "by hand");

        Verb verified =
                Verb.run("verify", directory(), "--trusted-key", publicKey).assertStatus(0);

        assertThat(verified.out()).contains("  not signed " + place + "/notes.txt\n");
        JsonNode json = Verb.run("verify", directory(), "--trusted-key", publicKey, "--json")
                .json();
        assertThat(json.get("strays")).extracting(JsonNode::asText).contains(place + "/notes.txt");
    }

    @Test
    void ofARunOfAStudyIsAPartOfThatStudy() throws IOException {
        study("--seeds", "1", Nesting.class.getName());

        Path runs = work.resolve("runs");
        StudyManifest outer = StudyResult.read(directory());
        assertThat(manifests().get(0).metrics()).extracting(Metric::value).containsExactly(1.0);
        Path inner = StudyResult.partsOf(runs, outer.parent()).get(0);
        assertThat(StudyResult.read(inner).within()).contains(outer.parent());
        assertThat(Verb.run("show", inner).assertStatus(0).out()).contains("  parent     " + outer.parent() + "\n");
        assertThat(Verb.run("lineage", inner, "--runs", runs).assertStatus(0).out())
                .isEqualTo("study inner/" + inner.getFileName() + "\n  part of study grid/" + outer.id() + "\n");
        assertThat(Verb.run("lineage", directory(), "--runs", runs)
                        .assertStatus(0)
                        .out())
                .isEqualTo("study grid/" + outer.id() + "\n  has the study inner/" + inner.getFileName() + "\n");
        Path cell = runs.resolve(StudyResult.read(inner).cells().get(0).run().orElseThrow());
        assertThat(Verb.run("lineage", cell, "--runs", runs).assertStatus(0).out())
                .contains("\n  part of study inner/" + inner.getFileName() + "\n    part of study grid/" + outer.id()
                        + "\n");
    }
}
