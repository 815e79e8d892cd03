package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.runs.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three runs, of which each reads what the one before has made. */
class LineageCommandTests {
    @TempDir
    private Path folder;

    private Path runs;

    private Path raw;

    private RunResult prepared;

    private RunResult trained;

    private RunResult scored;

    @BeforeEach
    void run() throws IOException {
        runs = folder.toRealPath().resolve("runs");
        raw = Files.writeString(folder.resolve("raw.csv"), "raw");
        prepared = run("prepare", "raw", raw, "features.csv", "features");
        trained = run("train", "features", prepared.directory().resolve("outputs/features.csv"), "model.zip", "model");
        scored = run("score", "model", trained.directory().resolve("outputs/model.zip"), "scores.csv", "scores");
    }

    private RunResult run(String name, String input, Path path, String output, String content) {
        return ReproducibleRun.of(name).seed(1).threads(1).runsDirectory(runs).execute(run -> {
            run.input(input, path);
            Files.writeString(run.output(output), content);
        });
    }

    private String name(RunResult run) {
        return runs.relativize(run.directory()).toString();
    }

    @Test
    void saysWhereTheInputsOfARunComeFromAndWhereItsOutputsWent() {
        assertThat(Verb.run("lineage", trained.directory(), "--runs", runs)
                        .assertStatus(0)
                        .assertSilent()
                        .out())
                .isEqualTo(String.join(
                        "\n",
                        name(trained),
                        "  read features  " + Sha256.ofUtf8("features"),
                        "    made by " + name(prepared) + " as outputs/features.csv",
                        "      read raw  " + Sha256.ofUtf8("raw") + ", which no run here made",
                        "  left outputs/model.zip  " + Sha256.ofUtf8("model"),
                        "    read by " + name(scored) + " as model",
                        ""));
    }

    @Test
    void saysWhereAFileComesFromAndWhereItWent() throws IOException {
        Path copy = Files.copy(prepared.directory().resolve("outputs/features.csv"), folder.resolve("copy.csv"));

        assertThat(Verb.run("lineage", copy, "--runs", runs).assertStatus(0).out())
                .isEqualTo(String.join(
                        "\n",
                        copy + "  " + Sha256.ofUtf8("features"),
                        "  made by " + name(prepared) + " as outputs/features.csv",
                        "    read raw  " + Sha256.ofUtf8("raw") + ", which no run here made",
                        "  read by " + name(trained) + " as features",
                        "    left outputs/model.zip  " + Sha256.ofUtf8("model"),
                        "      read by " + name(scored) + " as model",
                        ""));
        assertThat(Verb.run("lineage", raw, "--runs", runs).out()).contains("  no run here made it\n");
    }

    @Test
    void passesOverRunsThatItCannotRead() throws IOException {
        Path manifest = trained.directory().resolve("manifest.json");
        Files.writeString(manifest, "{}");

        Verb verb = Verb.run("lineage", scored.directory(), "--runs", runs).assertStatus(0);

        assertThat(verb.err()).startsWith("reprorun: a run is passed over: " + manifest);
        assertThat(verb.out()).contains("  read model  " + Sha256.ofUtf8("model") + ", which no run here made\n");
    }

    @Test
    void refusesWhatIsNeitherAFileNorARun() {
        Verb.run("lineage", folder.resolve("none"), "--runs", runs)
                .assertStatus(2)
                .assertError("reprorun: " + folder.resolve("none") + ": is neither a file nor a run directory");
        Verb.run("lineage", raw, "--runs", folder.resolve("none")).assertStatus(2);
    }
}
