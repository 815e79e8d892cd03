package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellCheckTests {
    private static final StudyDesign.Cell CELL =
            new StudyDesign.Cell(new TreeMap<>(Map.of("rate", "0.1")), new Seed(7), new Seed(7));

    @TempDir
    private Path folder;

    private Optional<String> flaw(List<String> arguments) {
        FakeCells cells = new FakeCells();
        cells.arguments.addAll(arguments);
        CellOrder order = new CellOrder(
                CELL,
                "id",
                new Parent(Parent.STUDY, "grid", Sha256.ofUtf8("study")),
                folder,
                Optional.empty(),
                folder.resolve("1.log"),
                folder.resolve("1.jsonl"),
                "0:none");
        cells.write(folder, order, RunStatus.SUCCEEDED);
        Manifest run = ManifestJson.read(folder);
        StudyManifest.Program program = new StudyManifest.Program(
                "com.example.Plain",
                List.of("--rate={rate}", "x"),
                true,
                OptionalInt.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                folder.toString(),
                List.of());
        return new CellCheck(program, folder).flaw(CELL, new TreeMap<>(), run);
    }

    @Test
    void findsTheWrappedProgramBehindWhatItsWrapperIsTold() {
        assertThat(flaw(List.of("--output=model", "com.example.Plain", "--rate=0.1", "x")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.example.Other --rate=0.1 x",
                "com.example.Plain --rate=0.2 x",
                "--rate=0.1 x",
                "com.example.Plain --rate=0.1 x more"
            })
    void findsFlawInAnotherWrappedProgram(String arguments) {
        List<String> recorded = List.of(arguments.split(" "));

        assertThat(flaw(recorded))
                .contains("has the arguments " + recorded + ", not the study's [com.example.Plain, --rate=0.1, x]");
    }
}
