package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.StartedProgram;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.TrainingRunSchema;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RerunCommandTests {
    private static final String PARAMETERS = "predicate.buildDefinition.externalParameters.parameters.";

    @TempDir
    private static Path shared;

    private static TrainedRun run;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        run = TrainedRun.in(shared);
    }

    @BeforeEach
    void restoreWhatWasTrainedOn() throws IOException {
        Files.writeString(run.work().resolve("claims.csv"), "1,2\n");
        for (String switchOn : List.of("fail", "retype")) {
            Files.deleteIfExists(run.work().resolve(switchOn));
        }
    }

    @Nested
    class Reproducing {
        @Test
        void saysSoInOneWord() {
            Verb verb = rerun().assertStatus(0);

            assertThat(verb.out()).endsWith("\nREPRODUCED: 1 output, 1 metric, 1 metric by step\n");
            assertThat(causesAndEffects(verb.out())).isEmpty();
        }

        @Test
        void leavesARunOfItsOwnThatIsTheSame() throws IOException {
            JsonNode document = rerun("--json").assertStatus(0).json();
            Path directory = Path.of(document.at("/rerun/directory").asText());

            assertThat(document.get("verdict").asText()).isEqualTo("REPRODUCED");
            assertThat(document.get("causes")).isEmpty();
            assertThat(document.at("/original/directory").asText())
                    .isEqualTo(run.directory().toString());
            assertThat(document.at("/original/resultDigest").asText())
                    .isEqualTo(run.manifest().resultDigest().hex())
                    .isEqualTo(document.at("/rerun/resultDigest").asText());
            assertThat(directory.getParent()).isEqualTo(run.directory().getParent());
            assertThat(directory.resolve("outputs/weights.txt"))
                    .hasSameBinaryContentAs(run.file("outputs/weights.txt"));
            TrainingRunSchema.assertValid(Files.readAllBytes(directory.resolve("manifest.json")));
            Manifest again = VerifiedRun.unsigned(directory).manifest();
            assertThat(again.definition().profile())
                    .isEqualTo(run.manifest().definition().profile());
            assertThat(again.definition().arguments())
                    .isEqualTo(run.manifest().definition().arguments());
        }

        @Test
        void worksFromARerunAsFromTheOriginal() {
            Path again = directoryOf(rerun("--json", "--sign", run.key().toString()));

            Verb.apart(run.work(), "rerun", again, "--trusted-key", run.publicKey(), "--json")
                    .assertStatus(0);
            assertThat(VerifiedRun.verify(again, TrustPolicy.of(List.of(run.publicKey()), 1))
                            .manifest()
                            .resultDigest())
                    .isEqualTo(run.manifest().resultDigest());
        }

        @Test
        void worksFromACopyElsewhere() {
            TrainedRun copy = run.copyTo(folder.resolve("copy"));
            Path runs = folder.resolve("runs");

            Verb verb = Verb.apart(
                            run.work(),
                            "rerun",
                            copy.file("manifest.json"),
                            "--trusted-key",
                            run.publicKey(),
                            "--runs",
                            runs,
                            "--json")
                    .assertStatus(0);

            assertThat(directoryOf(verb).getParent())
                    .isEqualTo(runs.resolve("probe").toAbsolutePath());
        }

        @Test
        void findsAnInputThatWasMoved() throws IOException {
            Path moved = Files.move(run.work().resolve("claims.csv"), folder.resolve("moved.csv"));

            rerun("--input", "claims=" + moved, "--json").assertStatus(0);
        }

        @Test
        void saysThatOtherCodeGaveTheSame() throws IOException {
            Path more = Files.createDirectory(folder.resolve("more"));
            Files.writeString(more.resolve("more.txt"), "more");

            JsonNode document = rerun("--class-path", classPathWith(more), "--accept", "code", "--json")
                    .assertStatus(0)
                    .json();

            assertThat(document.get("verdict").asText())
                    .isEqualTo("REPRODUCED by other code: more, with more.txt, was not there");
            assertThat(document.get("acceptedCode").toString()).isEqualTo("[\"more, with more.txt, was not there\"]");
            assertThat(aspects(document)).contains("CODE").doesNotContain("OUTPUT", "METRIC");
        }

        @Test
        @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the java here is a shell script")
        void startsTheJavaThatIsNamed() throws IOException {
            Path marker = folder.resolve("started");

            rerun(
                            "--java",
                            script(marker, "exec '" + StartedProgram.java() + "' \"$@\"")
                                    .toString(),
                            "--json")
                    .assertStatus(0);

            assertThat(marker).exists();
        }

        @Test
        void keepsWhatTheProgramPrintsOutOfTheDocument() {
            TrainedRun loud = TrainedRun.in(folder, "-Dprobe.quiet=false");

            Verb.apart(loud.work(), "rerun", loud.directory(), "--trusted-key", loud.publicKey(), "--json")
                    .assertStatus(0)
                    .json();
        }
    }

    @Nested
    class Diverging {
        @Test
        void blamesTheData() throws IOException {
            Files.writeString(run.work().resolve("claims.csv"), "1,3\n");

            Verb verb = rerun().assertStatus(1);

            assertThat(verb.out())
                    .contains("DATA\n"
                            + "  resolvedDependencies[input claims].digest.sha256\n"
                            + "    expected  " + Sha256.ofUtf8("1,2\n") + "\n"
                            + "    actual    " + Sha256.ofUtf8("1,3\n") + "\n"
                            + "OUTPUT\n"
                            + "  subject[outputs/weights.txt].digest.sha256\n"
                            + "    expected  " + run.manifest().subjects().get("outputs/weights.txt") + "\n")
                    .endsWith("likely causes: DATA\nDIVERGED: compared 1 output, 1 metric, 1 metric by step\n");
        }

        @Test
        void blamesTheParameters() {
            JsonNode document =
                    rerun("--parameter", "rate=0.2", "--json").assertStatus(1).json();

            assertThat(document.get("verdict").asText()).isEqualTo("DIVERGED");
            assertThat(document.get("causes").toString())
                    .as(document.toPrettyString())
                    .isEqualTo("[\"PARAMETERS\"]");
            assertThat(document.get("differences").get(0).toString())
                    .isEqualTo("{\"aspect\":\"PARAMETERS\",\"where\":\"" + PARAMETERS + "rate.value\","
                            + "\"expected\":\"0.1 (bits 3fb999999999999a)\","
                            + "\"actual\":\"0.2 (bits 3fc999999999999a)\"}");
            assertThat(aspects(document)).contains("OUTPUT", "METRIC");
        }

        @Test
        void namesASeriesThatIsLonger() {
            JsonNode document =
                    rerun("--parameter", "epochs=4", "--json").assertStatus(1).json();

            assertThat(document.get("differences").toString())
                    .contains("{\"aspect\":\"METRIC\",\"where\":\"predicate.series[weight].count\","
                            + "\"expected\":\"3\",\"actual\":\"4\"");
        }

        @Test
        void blamesTheCode() throws IOException {
            Path changed = folder.resolve("changed");
            changeProgram(changed);

            JsonNode document = rerun("--class-path", classPathWith(changed), "--accept", "code", "--json")
                    .assertStatus(1)
                    .json();

            assertThat(document.get("causes").toString())
                    .as(document.toPrettyString())
                    .isEqualTo("[\"CODE\"]");
            assertThat(aspects(document)).contains("CODE", "OUTPUT").doesNotContain("METRIC");
        }

        @Test
        void blamesChanceIfNothingElseIsOtherwise() {
            TrainedRun chancy = TrainedRun.in(folder, "-Dprobe.chance=true");

            JsonNode document = Verb.apart(
                            chancy.work(), "rerun", chancy.directory(), "--trusted-key", chancy.publicKey(), "--json")
                    .assertStatus(1)
                    .json();

            assertThat(document.get("causes").toString())
                    .as(document.toPrettyString())
                    .isEqualTo("[\"NONDETERMINISM\"]");
            assertThat(aspects(document)).contains("METRIC").doesNotContain("OUTPUT");
        }

        @Test
        void callsWhatWasDeclaredBeforehandWithinTolerance() {
            TrainedRun tolerant = TrainedRun.in(folder, "-Dprobe.chance=true", "-Dprobe.within=1e18");
            Object[] arguments = {"rerun", tolerant.directory(), "--trusted-key", tolerant.publicKey()};

            Verb verb = Verb.apart(tolerant.work(), arguments).assertStatus(0);

            assertThat(verb.out())
                    .contains("METRIC\n  metrics[chance].value\n")
                    .containsPattern("    allowed   off by [0-9]+, within 1000000000000000000\n")
                    .endsWith(
                            "likely causes: NONDETERMINISM\nWITHIN_TOLERANCE: 1 output, 2 metrics, 1 metric by step\n");
        }

        @Test
        void saysHowFarOffAMetricIsThatExceedsItsTolerance() {
            TrainedRun strict = TrainedRun.in(folder, "-Dprobe.chance=true", "-Dprobe.within=0.5");

            JsonNode document = Verb.apart(
                            strict.work(), "rerun", strict.directory(), "--trusted-key", strict.publicKey(), "--json")
                    .assertStatus(1)
                    .json();

            JsonNode chance = null;
            for (JsonNode difference : document.get("differences")) {
                chance = difference.get("aspect").asText().equals("METRIC") ? difference : chance;
            }
            assertThat(chance.get("allowed").asBoolean()).isFalse();
            assertThat(chance.get("allowance").asText()).matches("off by [0-9]+, not within 0.5");
        }

        @Test
        void comparesARunThatTrainedToTheEndAndBrokeAnExpectation() {
            TrainedRun reaching = TrainedRun.in(folder, "-Dprobe.atLeast=3");

            JsonNode document = Verb.apart(
                            reaching.work(),
                            "rerun",
                            reaching.directory(),
                            "--trusted-key",
                            reaching.publicKey(),
                            "--parameter",
                            "epochs=2",
                            "--json")
                    .assertStatus(1)
                    .json();

            assertThat(document.get("verdict").asText()).isEqualTo("DIVERGED");
            assertThat(document.get("differences").toString())
                    .contains("BrokenExpectationException: epochs: expected at least 3, actual 2");
        }

        /** Puts the same program with another constant before the original one. */
        private void changeProgram(Path target) throws IOException {
            String name = Probe.class.getName().replace('.', '/') + ".class";
            byte[] program = Probe.class.getResourceAsStream("/" + name).readAllBytes();
            String text = new String(program, StandardCharsets.ISO_8859_1);
            assertThat(text).contains("format-1");
            Path file = target.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, text.replace("format-1", "format-2").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Nested
    class NotRerunnable {
        @Test
        void saysWhichInputIsMissing() throws IOException {
            Files.delete(run.work().resolve("claims.csv"));

            refused()
                    .assertStatus(3)
                    .assertError("reprorun: " + run.work().resolve("claims.csv")
                            + ": the input \"claims\" is not here; say where it is");
        }

        @Test
        void saysWhichEntryOfTheClassPathIsMissing() {
            Path gone = folder.resolve("gone.jar");

            refused("--class-path", gone.toString())
                    .assertStatus(3)
                    .assertError("reprorun: " + gone + ": is on the class path, but not here; give another class path");
        }

        @Test
        void saysThatTheProgramDidNotStart() {
            String without = run.manifest().definition().profile().classPath().stream()
                    .filter(entry ->
                            !Files.exists(Path.of(entry, Probe.class.getName().replace('.', '/') + ".class")))
                    .collect(Collectors.joining(File.pathSeparator));

            rerun("--class-path", without, "--accept", "code")
                    .assertStatus(3)
                    .assertLastError("reprorun: re-run: the program ended with status 1 before its run began");
        }

        @Test
        void printsTheReasonAsOneDocument() throws IOException {
            Files.delete(run.work().resolve("claims.csv"));

            JsonNode document = refused("--json").assertStatus(3).json();

            assertThat(document.toString())
                    .isEqualTo("{\"verdict\":\"UNVERIFIABLE\",\"reason\":\""
                            + run.work().resolve("claims.csv")
                            + ": the input \\\"claims\\\" is not here; say where it is\"}");
        }

        @Test
        void saysThatTheMainClassIsNotKnown() throws Exception {
            Path runs = folder.resolve("runs");
            FutureTask<Path> task = new FutureTask<>(() -> ReproducibleRun.of("test")
                    .seed(1)
                    .runsDirectory(runs)
                    .execute(training -> {})
                    .directory());
            new Thread(task).start();

            Verb.run("rerun", task.get(), "--allow-unsigned")
                    .assertStatus(3)
                    .assertError(
                            "reprorun: " + task.get()
                                    + ": its main class is not known: no main method is on the stack of the thread that called");
        }
    }

    @Nested
    class Failing {
        @Test
        void saysWhyTheTrainingFailed() throws IOException {
            Files.createFile(run.work().resolve("fail"));

            Verb verb = rerun().assertStatus(4);

            assertThat(verb.out())
                    .isEqualTo("UNVERIFIABLE: the training failed: java.lang.IllegalStateException: told to fail\n");
        }

        @Test
        void printsTheCauseAsOneDocument() throws IOException {
            Files.createFile(run.work().resolve("fail"));

            JsonNode document = rerun("--json").assertStatus(4).json();

            assertThat(document.get("verdict").asText()).isEqualTo("UNVERIFIABLE");
            assertThat(document.get("reason").asText())
                    .isEqualTo("the training failed: java.lang.IllegalStateException: told to fail");
            assertThat(ManifestJson.read(Path.of(document.at("/rerun/directory").asText()))
                            .details()
                            .cause())
                    .contains("java.lang.IllegalStateException: told to fail");
        }
    }

    /** Nothing of a manifest is acted on before it is verified: a java that leaves a marker is never started. */
    @Nested
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the java here is a shell script")
    class Trusting {
        private Path marker;
        private String java;

        @BeforeEach
        void writeScript() throws IOException {
            marker = folder.resolve("started");
            java = script(marker, "exit 1").toString();
        }

        @Test
        void startsNothingOfAnUnsignedRun() throws IOException {
            TrainedRun unsigned = run.copyTo(folder.resolve("run")).withoutEnvelope();

            Verb.run("rerun", unsigned.directory(), "--trusted-key", run.publicKey(), "--java", java)
                    .assertStatus(1)
                    .assertError("reprorun: " + unsigned.directory()
                            + ": expected a signed run, found no manifest.dsse.json");
            assertNothingStarted();
        }

        @Test
        void startsNothingIfNobodyIsTrusted() {
            Verb.run("rerun", run.directory(), "--java", java)
                    .assertStatus(2)
                    .assertError("reprorun: trust: say whose signature is believed: --trusted-key or --policy");
            assertNothingStarted();
        }

        @Test
        void startsNothingOfATamperedRun() throws IOException {
            TrainedRun tampered = run.copyTo(folder.resolve("run"));
            Path manifest = tampered.file("manifest.json");
            Files.writeString(manifest, Files.readString(manifest).replace(Probe.class.getName(), "com.evil.Program"));

            Verb.run("rerun", tampered.directory(), "--trusted-key", run.publicKey(), "--java", java)
                    .assertStatus(1)
                    .assertError(
                            "reprorun: " + manifest + ": expected the bytes that were signed, found different bytes");
            assertNothingStarted();
        }

        @Test
        void startsNothingIfAnOutputIsNotWhatWasSigned() throws IOException {
            TrainedRun tampered = run.copyTo(folder.resolve("run"));
            Files.writeString(tampered.file("outputs/weights.txt"), "better");

            Verb verb = Verb.run(
                            "rerun", tampered.directory(), "--trusted-key", run.publicKey(), "--java", java, "--json")
                    .assertStatus(1);
            assertThat(verb.json().get("verdict").asText()).isEqualTo("REFUSED");
            assertNothingStarted();
        }

        @Test
        void startsAnUnsignedRunIfItIsAllowed() throws IOException {
            TrainedRun unsigned = run.copyTo(folder.resolve("run")).withoutEnvelope();

            Verb.run(
                            "rerun",
                            unsigned.directory(),
                            "--allow-unsigned",
                            "--java",
                            java,
                            "--runs",
                            folder.resolve("runs"))
                    .assertStatus(3);
            assertThat(marker).exists();
        }

        @Test
        void takesAllowanceOrTrustNotBoth() {
            Verb.run("rerun", run.directory(), "--allow-unsigned", "--trusted-key", run.publicKey(), "--java", java)
                    .assertStatus(2)
                    .assertError("reprorun: --allow-unsigned: cannot stand beside --trusted-key or --policy");
            assertNothingStarted();
        }

        private void assertNothingStarted() {
            assertThat(marker).doesNotExist();
        }
    }

    @Nested
    class UsedWrongly {
        @Test
        void refusesAParameterThatTheRunDidNotHave() {
            refused("--parameter", "epohcs=3")
                    .assertStatus(2)
                    .assertError("reprorun: parameter epohcs: the run had none of that name, only [epochs, rate]");
        }

        @Test
        void refusesAParameterOfAnotherType() {
            refused("--parameter", "epochs=many")
                    .assertStatus(2)
                    .assertError("reprorun: parameter epochs: \"many\" is not of type int");
        }

        @Test
        void refusesAProgramThatAsksForAParameterOfAnotherType() throws IOException {
            Files.createFile(run.work().resolve("retype"));

            rerun().assertStatus(2)
                    .assertLastError("reprorun: re-run: parameter epochs: recorded as int, asked for as long");
        }

        @Test
        void refusesAKeyThatIsNoneBeforeItStartsAnything() throws IOException {
            List<Path> before = runs();
            Path key = folder.resolve("nowhere.pem");

            refused("--sign", key.toString()).assertStatus(2).assertError("reprorun: " + key + ": no such file");
            assertThat(runs()).isEqualTo(before);
        }

        @Test
        void refusesAJavaThatIsNone() {
            Path java = folder.resolve("nowhere/java").toAbsolutePath();

            refused("--java", java.toString())
                    .assertStatus(2)
                    .assertError("reprorun: " + java + ": there is no java executable there");
        }

        @Test
        void refusesRunsThatCannotBeWritten() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "x");

            rerun("--runs", file.toString())
                    .assertStatus(2)
                    .assertLastError("reprorun: re-run: it was refused before it began, for the reason given above");
        }

        @Test
        void refusesToStopAtADivergenceWithoutATraceToCompareWith() throws IOException {
            List<Path> before = runs();

            refused("--stop-at-divergence")
                    .assertStatus(2)
                    .assertError("reprorun: " + run.file("trace.rrt") + ": the run left no trace to compare with");
            assertThat(runs()).isEqualTo(before);
        }

        private List<Path> runs() throws IOException {
            try (Stream<Path> all = Files.list(run.directory().getParent())) {
                return all.sorted().toList();
            }
        }
    }

    /** In a JVM of its own, since it may start the program. */
    private Verb rerun(String... options) {
        return Verb.apart(run.work(), arguments(options));
    }

    /** In this JVM: it is refused before anything is started. */
    private Verb refused(String... options) {
        return Verb.run(arguments(options));
    }

    private static Object[] arguments(String... options) {
        List<Object> arguments = new ArrayList<>(List.of("rerun", run.directory(), "--trusted-key", run.publicKey()));
        arguments.addAll(List.of(options));
        return arguments.toArray();
    }

    private static Path directoryOf(Verb verb) {
        return Path.of(verb.assertStatus(0).json().at("/rerun/directory").asText());
    }

    private String classPathWith(Path first) {
        return first
                + File.pathSeparator
                + String.join(
                        File.pathSeparator,
                        run.manifest().definition().profile().classPath());
    }

    private static List<String> aspects(JsonNode document) {
        List<String> aspects = new ArrayList<>();
        document.get("differences")
                .forEach(difference -> aspects.add(difference.get("aspect").asText()));
        return aspects;
    }

    /** The headings of a comparison for people, but for what only costs. */
    private static List<String> causesAndEffects(String out) {
        return out.lines()
                .filter(line -> line.matches("[A-Z]+") && !line.matches("RESOURCE|REPRODUCED"))
                .toList();
    }

    private Path script(Path marker, String last) throws IOException {
        Path script = Files.writeString(folder.resolve("java"), "#!/bin/sh\ntouch '" + marker + "'\n" + last + "\n");
        assumeThat(script.getFileSystem().supportedFileAttributeViews()).contains("posix");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
