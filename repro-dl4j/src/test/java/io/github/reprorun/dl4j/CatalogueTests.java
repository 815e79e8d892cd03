package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each source of chance differs between two bare runs, and is equal and named in two runs under the agent. */
class CatalogueTests {
    @TempDir
    static Path directory;

    private static Map<String, String> bare;
    private static Map<String, String> bareAgain;
    private static Map<String, String> held;
    private static Map<String, String> heldAgain;
    private static Set<String> hazards;

    @BeforeAll
    static void runAll() throws Exception {
        bare = results(new ChildJvm(directory.resolve("bare")).run(CarelessHabits.class));
        bareAgain = results(new ChildJvm(directory.resolve("again")).run(CarelessHabits.class));
        List<String> lines = held("held");
        held = results(lines);
        hazards = new HashSet<>(lines.stream()
                .filter(line -> line.startsWith("hazard\t"))
                .map(line -> line.substring("hazard\t".length()).replace('\t', ' '))
                .toList());
        heldAgain = results(held("heldAgain"));
    }

    private static List<String> held(String name) throws Exception {
        Path folder = directory.resolve(name);
        return new ChildJvm(Files.createDirectories(folder))
                .agent("seed=42")
                .run(CarelessHabits.class, folder.toString());
    }

    private static Map<String, String> results(List<String> lines) {
        Map<String, String> results = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals("case")) {
                results.put(parts[1], parts[2]);
            }
        }
        assertThat(results).hasSameSizeAs(CarelessHabits.CASES);
        return results;
    }

    static Stream<String> names() {
        return CarelessHabits.CASES.stream().map(CarelessHabits.Case::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void differsBetweenTwoBareRuns(String name) {
        assertThat(bareAgain.get(name)).isNotEqualTo(bare.get(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isEqualInTwoRunsUnderTheAgent(String name) {
        assertThat(heldAgain.get(name)).isEqualTo(held.get(name));
    }

    /** Each with its line; random names of workspaces and operations, on which no result depends, are not among them. */
    @Test
    void isNamedWithItsCallSiteAndNothingElseIs() {
        assertThat(hazards.stream()
                        .filter(hazard -> hazard.matches(".* (org\\.nd4j|org\\.deeplearning4j)\\..*")
                                || hazard.contains("clock")
                                || hazard.startsWith("ND4J"))
                        .map(hazard -> hazard.replaceFirst(" [0-9]+$", "")))
                .containsExactlyInAnyOrder(
                        "ND4J generator seeded with 0 io.github.reprorun.dl4j.CarelessHabits",
                        "ND4J generator reseeded from the clock io.github.reprorun.dl4j.CarelessHabits",
                        "clock as seed io.github.reprorun.dl4j.CarelessHabits",
                        "clock as seed org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder",
                        "clock as seed org.nd4j.linalg.dataset.DataSet",
                        "java.lang.Math.random() org.nd4j.common.util.MathUtils",
                        "java.lang.Math.random() org.nd4j.common.util.MathUtils",
                        "java.util.Collections.shuffle(List) org.nd4j.linalg.dataset.MultiDataSet",
                        "java.util.Random() org.deeplearning4j.datasets.iterator.file.FileDataSetIterator",
                        "java.util.Random() org.nd4j.common.util.ArrayUtil",
                        "java.util.Random() org.nd4j.linalg.factory.Nd4j");
    }
}
