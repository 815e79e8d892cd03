package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.manifest.TrainingRunSchema;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run verb, in a JVM of its own, around a program that has never heard of the library. */
class RunCommandTests {
    private static final String PROGRAM = "io.github.reprorun.programs.Plain";

    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    @Test
    void wrapsAProgramAndLeavesASignedManifest() throws IOException {
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(folder.resolve("keys"));

        Ended ended = run(
                        "--sign", folder.resolve("keys/signing.pem").toString(), "--", PROGRAM, "say", "a b", "", "--x")
                .assertStatus(0);

        assertThat(ended.output()).isEqualTo("say|a b||--x" + System.lineSeparator());
        Path directory = runs().get(0);
        TrainingRunSchema.assertValid(Files.readAllBytes(directory.resolve("manifest.json")));
        Manifest manifest = VerifiedRun.verify(
                        directory, TrustPolicy.of(List.of(folder.resolve("keys/signing.pub.pem")), 1))
                .manifest();
        assertThat(manifest.definition().arguments()).containsExactly(PROGRAM, "say", "a b", "", "--x");
        assertThat(manifest.definition().seed()).isEqualTo(new Seed(7));
        assertThat(manifest.definition().profile().name()).isEqualTo("portable");
        assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void givesAnUnseededProgramTheSameNumbersAndNamesTheLine() {
        String first = run("--", PROGRAM, "draw").assertStatus(0).output();
        String second = run("--", PROGRAM, "draw").assertStatus(0).output();

        assertThat(second).isEqualTo(first).isNotBlank();
        assertThat(manifests())
                .hasSize(2)
                .allSatisfy(manifest -> assertThat(manifest.hazards())
                        .anySatisfy(hazard -> assertThat(hazard.className()).isEqualTo(PROGRAM)));
    }

    @Test
    void pinsAsItIsTold() {
        run(
                        "--threads",
                        "3",
                        "--profile",
                        "baseline",
                        "--jvm-option",
                        "-Da=1",
                        "--jvm-option=-Db=2",
                        "--",
                        PROGRAM,
                        "say",
                        "x")
                .assertStatus(0);

        PinnedProfile profile = manifests().get(0).definition().profile();
        assertThat(profile.threads()).isEqualTo(3);
        assertThat(profile.name()).isEqualTo("baseline");
        assertThat(profile.jvmOptions()).contains("-Da=1", "-Db=2");
    }

    @Test
    void canBeRunAgain() throws IOException {
        run("--label", "team=fraud", "--label=note=a=b \u00fc", "--label", "token=hunter2", "--", PROGRAM, "say", "x")
                .assertStatus(0);

        Verb again = Verb.apart(work, "rerun", runs().get(0), "--allow-unsigned", "--json")
                .assertStatus(3);

        assertThat(again.json().get("reason").asText()).isEqualTo("nothing to compare");

        Labels labels = new Labels(new TreeMap<>(Map.of("team", "fraud", "note", "a=b \u00fc", "token", "<redacted>")));
        assertThat(manifests()).hasSize(2).extracting(Manifest::labels).containsOnly(labels);
    }

    @Test
    void refusesALabelThatIsNone() {
        Ended ended = run("--label", "a b=x", "--", PROGRAM, "say", "x").assertStatus(2);

        assertThat(ended.error()).startsWith("reprorun: name of label: \"a b\" is not a name");
        assertThat(work.resolve("runs")).doesNotExist();
    }

    @Test
    void recordsTheJarsOfAFolderSoThatTheyCanBeRunAgain() throws IOException {
        Path lib = Files.createDirectory(work.resolve("lib"));
        Path b = jar(lib.resolve("b.jar"), "b");
        Path a = jar(lib.resolve("a.jar"), "a");
        jar(lib.resolve("c.zip"), "c");

        runOn(StartedProgram.classPath() + File.pathSeparator + "lib/*", "--", PROGRAM, "say", "x")
                .assertStatus(0);

        assertThat(manifests().get(0).definition().profile().classPath())
                .containsSubsequence(a.toString(), b.toString())
                .noneMatch(entry -> entry.contains("*") || entry.endsWith(".zip"));
        Verb again = Verb.apart(work, "rerun", runs().get(0), "--allow-unsigned", "--json")
                .assertStatus(3);

        assertThat(again.json().get("reason").asText()).isEqualTo("nothing to compare");
    }

    @Test
    void refusesAProgramWithALibraryThatCannotBeHeldForWantOfTheExtension() throws IOException {
        Path app = jar(work.resolve("app.jar"), "com/example/known/Numbers.class");

        Ended ended = runOn(StartedProgram.classPath() + File.pathSeparator + app, "--", PROGRAM)
                .assertStatus(2);

        assertThat(ended.error().lines())
                .containsExactly(
                        "reprorun: class path: known-numbers is on it, but not repro-known, without which its sources of"
                                + " chance are not seeded and what it trains is not traced, and there is no jar of"
                                + " repro-known beside "
                                + PinnedJvm.library() + "; add it to --class-path");
        assertThat(work.resolve("runs")).doesNotExist();
    }

    @Test
    void waitsForThreadsThatOutliveMain() throws IOException {
        run("--", PROGRAM, "thread", "file").assertStatus(0);

        assertThat(work.resolve("file")).hasContent("written by a thread that outlives main");
        assertThat(manifests().get(0).details().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void endsWithTheStatusOfTheProgram() {
        run("--", PROGRAM, "exit", "5").assertStatus(5);

        assertThat(manifests().get(0).details().cause().orElseThrow())
                .startsWith("System.exit at " + PROGRAM + ".main(Plain.java:");
    }

    @Test
    void letsAnExceptionOfTheProgramThrough() {
        Ended ended = run("--", PROGRAM, "throw").assertStatus(1);

        assertThat(ended.error()).contains("java.io.IOException: no data", "at " + PROGRAM + ".main(Plain.java:");
        assertThat(manifests().get(0).details().cause()).contains("java.io.IOException: no data");
    }

    @Test
    void letsAProgramEndThatMetWhatCannotBeHeldUnlessItIsStrict() {
        run("--", PROGRAM, "worker").assertStatus(0);

        assertThat(manifests().get(0).hazards())
                .anySatisfy(hazard -> assertThat(hazard.treatment()).isEqualTo(Hazard.Treatment.UNCONTROLLED));
    }

    @Test
    void refusesWhatCannotBeHeldIfItIsStrict() {
        Ended ended = run("--strict", "--", PROGRAM, "worker").assertStatus(1);

        Manifest manifest = manifests().get(0);
        String problem = "plain: the run is strict, and met what cannot be held: generator in an unordered thread at "
                + PROGRAM + ":" + uncontrolled(manifest).line()
                + " (Give the task a generator of its own, made before it is handed over.)";
        assertThat(ended.error().lines()).endsWith("reprorun: " + problem);
        assertThat(ended.error()).doesNotContain("\tat ");
        assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(manifest.details().cause().orElseThrow()).endsWith(problem);
    }

    @Test
    void acceptsWhatIsHeldIfItIsStrict() {
        run("--strict", "--", PROGRAM, "draw").assertStatus(0);
    }

    private static Hazard uncontrolled(Manifest manifest) {
        return manifest.hazards().stream()
                .filter(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusesAClassThatIsNotThere() {
        Ended ended = run("--", "com.example.Nowhere").assertStatus(2);

        assertThat(ended.error().lines())
                .endsWith("reprorun: com.example.Nowhere: there is no such class on the class path");
    }

    @Test
    void namesTheJarThatIsNotThereWithAClassThatIsNotThere() {
        Path missing = work.resolve("lib/missing.jar");

        Ended ended = runOn(StartedProgram.classPath() + File.pathSeparator + missing, "--", "com.example.Nowhere")
                .assertStatus(2);

        assertThat(ended.error().lines())
                .endsWith(
                        "reprorun: com.example.Nowhere: there is no such class on the class path; the class path names"
                                + " what is not there: " + missing);
    }

    @Test
    void refusesWhatLoadsAJarOfJarsBeforeItStartsAnything() {
        Verb.run("run", "--name", "n", "--", "org.springframework.boot.loader.launch.JarLauncher")
                .assertStatus(2)
                .assertError(
                        "reprorun: org.springframework.boot.loader.launch.JarLauncher: loads its classes from a jar of"
                                + " jars, in which no library is found to be held; unpack that jar by jar xf and run the Start-Class"
                                + " of its manifest with --class-path 'BOOT-INF/classes:BOOT-INF/lib/*'");
    }

    @Test
    void refusesAParameterOfARunThatItsProgramDoesNotKnow() {
        Verb.run("run", "--name", "n", "--jvm-option", "-Dreprorun.parameter.epochs=3", "--", PROGRAM)
                .assertStatus(2)
                .assertError(
                        "reprorun: --jvm-option -Dreprorun.parameter.epochs=3: a wrapped program asks for no parameter of"
                                + " the run; give it as an argument of the program");
    }

    @Test
    void refusesSeedZeroBeforeItStartsAnything() {
        Verb.run("run", "--name", "n", "--seed", "0", "--", PROGRAM)
                .assertStatus(2)
                .assertError(
                        "reprorun: seed: 0 is refused, because libraries of numerics take a seed of 0 for the clock;"
                                + " choose any other number");
        Verb.run("run", "--name", "n", "--seed", "x", "--", PROGRAM)
                .assertStatus(2)
                .assertError("reprorun: seed: \"x\" is not a decimal number of 64 bits");
        Verb.run("run", "--name", "../n", "--", PROGRAM).assertStatus(2);
        Verb.run("run", "--name", "n", "--threads", "0", "--", PROGRAM)
                .assertStatus(2)
                .assertError("reprorun: threads: at least 1 is needed, not 0");
        Verb.run("run", "--name", "n", "--profile", "fast", "--", PROGRAM)
                .assertStatus(2)
                .assertError("reprorun: --profile: \"fast\" is none of portable, baseline and host");
    }

    private static Path jar(Path jar, String entry) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(entry));
        }
        return jar;
    }

    private Ended run(String... arguments) {
        return runOn(StartedProgram.classPath(), arguments);
    }

    private Ended runOn(String classPath, String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--name", "plain", "--seed", "7", "--class-path", classPath));
        all.addAll(List.of(arguments));
        return StartedProgram.of(work, Main.class, all.toArray(String[]::new)).run();
    }

    private List<Manifest> manifests() {
        try {
            return runs().stream()
                    .map(run -> VerifiedRun.unsigned(run).manifest())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> all = Files.list(work.resolve("runs/plain"))) {
            return all.sorted().toList();
        }
    }
}
