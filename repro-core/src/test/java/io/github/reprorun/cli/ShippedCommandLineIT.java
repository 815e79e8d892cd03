package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.StartedProgram;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.TrainingRunSchema;
import io.github.reprorun.programs.Probe;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from a new key to the verdict, on the jars that are shipped: {@code java -jar …-cli.jar}. */
class ShippedCommandLineIT {
    private static final String CLI_JAR = System.getProperty("repro.cli.jar");
    private static final String CORE_JAR = System.getProperty("repro.core.jar");

    @TempDir
    private Path folder;

    private Path work;

    private record Answer(int status, String out, String err) {
        Answer assertStatus(int expected) {
            assertThat(status).as("status; output:%n%s%nerror:%n%s", out, err).isEqualTo(expected);
            return this;
        }
    }

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
        Files.writeString(work.resolve("claims.csv"), "1,2\n");
    }

    @Test
    void goesFromAKeyToTheVerdict() throws IOException {
        Answer keygen = cli("keygen", "--out", "keys").assertStatus(0);
        assertThat(keygen.out()).startsWith("SHA256:");
        assertThat(keygen.err()).isEmpty();

        train("-Dprobe.key=" + work.resolve("keys/signing.pem"));
        String run = onlyRun("probe").toString();
        TrainingRunSchema.assertValid(Files.readAllBytes(Path.of(run, "manifest.json")));

        Answer verify =
                cli("verify", run, "--trusted-key", "keys/signing.pub.pem").assertStatus(0);
        assertThat(verify.out()).startsWith("VERIFIED " + run + System.lineSeparator());
        assertThat(verify.err()).isEmpty();

        Path renamed = Files.copy(Path.of(CLI_JAR), folder.resolve("tools.jar"));
        Answer rerun = cliIn(renamed.toString(), "rerun", run, "--trusted-key", "keys/signing.pub.pem")
                .assertStatus(0);
        assertThat(rerun.out().lines()).startsWith("trained").last().asString().startsWith("REPRODUCED: ");
        assertThat(rerun.out()).doesNotContain("ENVIRONMENT", "CODE", "likely causes");

        Files.writeString(Path.of(run, "outputs/weights.txt"), "better");
        Answer refused =
                cli("verify", run, "--trusted-key", "keys/signing.pub.pem").assertStatus(1);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(cli("rerun", run, "--trusted-key", "keys/signing.pub.pem")
                        .assertStatus(1)
                        .out())
                .isEmpty();
    }

    @Test
    void printsOneDocumentWhateverTheProgramPrints() throws IOException {
        train();
        String run = onlyRun("probe").toString();

        JsonNode document = new ObjectMapper()
                .readTree(cli("rerun", run, "--allow-unsigned", "--json")
                        .assertStatus(0)
                        .out());

        assertThat(document.get("verdict").asText()).isEqualTo("REPRODUCED");
        String again = document.at("/rerun/directory").asText();
        assertThat(cli("diff", run, again, "--json").out()).startsWith("{\n").endsWith("}\n");
        assertThat(cli("show", run, "--json").assertStatus(0).out())
                .isEqualTo(Files.readString(Path.of(run, "manifest.json"), StandardCharsets.US_ASCII));
    }

    @Test
    void namesTheVersionThatTheManifestsName() throws IOException {
        train();
        Manifest manifest = ManifestJson.read(onlyRun("probe"));
        String version = System.getProperty("reprorun.version");

        assertThat(cli("--version").assertStatus(0).out().strip()).isEqualTo("reprorun " + version);
        assertThat(manifest.details().builderVersions()).containsEntry("repro-core", version);
    }

    @Test
    void wrapsAProgramThatHasNeverHeardOfIt() throws IOException {
        String tests = Stream.of(StartedProgram.classPath().split(File.pathSeparator))
                .filter(entry ->
                        Files.exists(Path.of(entry, Probe.class.getName().replace('.', '/') + ".class")))
                .collect(Collectors.joining());
        String[] wrap = {
            "run",
            "--name",
            "plain",
            "--seed",
            "7",
            "--class-path",
            tests,
            "--",
            "io.github.reprorun.programs.Plain",
            "draw"
        };

        Answer first = cli(wrap).assertStatus(0);
        Answer second = cli(wrap).assertStatus(0);

        assertThat(second.out()).isEqualTo(first.out()).isNotBlank();
    }

    /** Starts the program with the library's jar, as a user would. */
    private void train(String... options) {
        List<String> command = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        assertThat(StartedProgram.classPath().split(File.pathSeparator)).contains(CORE_JAR);
        command.addAll(List.of("-cp", StartedProgram.classPath(), Probe.class.getName(), "work"));
        java(command).assertStatus(0);
    }

    private Path onlyRun(String name) throws IOException {
        try (Stream<Path> runs = Files.list(work.resolve("runs").resolve(name))) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private Answer cli(String... arguments) {
        return cliIn(CLI_JAR, arguments);
    }

    private Answer cliIn(String jar, String... arguments) {
        List<String> command = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-jar", jar));
        command.addAll(Arrays.asList(arguments));
        return java(command);
    }

    private Answer java(List<String> arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(StartedProgram.java().toString()));
            command.addAll(arguments);
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            int status = new ProcessBuilder(command)
                    .directory(work.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            return new Answer(status, Files.readString(out), Files.readString(err));
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
