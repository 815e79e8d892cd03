package io.github.reprorun.examples.portability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The verb {@code rerun}, in a process of its own. */
final class CommandLine {
    /**
     * How a re-run ended.
     *
     * @param document what it printed with {@code --json}
     * @param error what it printed on standard error
     */
    record Ended(int status, JsonNode document, String error) {
        String verdict() {
            return document.path("verdict").asText();
        }

        String resultDigest() {
            return document.path("rerun").path("resultDigest").asText();
        }
    }

    private CommandLine() {}

    /** Runs {@code run} again with {@code java}, below {@code folder}. */
    static Ended rerun(Path run, Path java, Path folder, String... prefix) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "rerun", ".json");
        Path error = Files.createTempFile(folder, "rerun", ".txt");
        List<String> command = new ArrayList<>(List.of(prefix));
        command.add(Jdks.own().toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.reprorun.cli.Main", "rerun"));
        command.addAll(List.of(run.toString(), "--allow-unsigned", "--json", "--java", java.toString()));
        command.addAll(
                List.of("--runs", Files.createTempDirectory(folder, "reruns").toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        int status = process.waitFor();
        return new Ended(
                status,
                JsonMapper.builder().build().readTree(Files.readAllBytes(output)),
                Files.readString(error, StandardCharsets.UTF_8));
    }
}
