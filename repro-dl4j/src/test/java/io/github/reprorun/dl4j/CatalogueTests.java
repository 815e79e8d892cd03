package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.CarelessHabits.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each source of chance differs between two bare runs, and is equal and named in two runs under the agent, or named alone. */
class CatalogueTests {
    /** Whether two bare runs differ depends on timing or on the machine. */
    private static final Set<String> BY_TIMING = Set.of(
            "FileSplit",
            "PipelineImageTransform in another thread",
            "AsyncDataSetIterator reset in mid-epoch",
            "ParallelWrapper that shares gradients",
            "random_gamma",
            "early stopping by the clock");

    @TempDir
    static Path directory;

    private static Output bare;
    private static Output bareAgain;
    private static Output held;
    private static Output heldAgain;

    @BeforeAll
    static void runAll() throws Exception {
        bare = new Output(child("bare").run(CarelessHabits.class));
        bareAgain = new Output(child("again").run(CarelessHabits.class));
        held = held("held");
        heldAgain = held("heldAgain");
    }

    private static Output held(String name) throws Exception {
        Path folder = Files.createDirectories(directory.resolve(name));
        return new Output(child(name).agent("seed=42").run(CarelessHabits.class, folder.toString()));
    }

    /** With two native threads, as many as the run is told of, whatever the machine has. */
    private static ChildJvm child(String name) {
        return new ChildJvm(directory.resolve(name)).environment("OMP_NUM_THREADS", "2");
    }

    static Stream<String> names() {
        return Stream.concat(CarelessHabits.CASES.stream(), CarelessLibraries.CASES.stream())
                .map(Case::name);
    }

    static Stream<String> namesOfThoseThatAlwaysDiffer() {
        return names().filter(name -> !BY_TIMING.contains(name));
    }

    static Stream<String> namesOfThoseThatAreHeld() {
        return names().filter(name -> !held.isUncontrolled(name));
    }

    @ParameterizedTest
    @MethodSource("namesOfThoseThatAlwaysDiffer")
    void differsBetweenTwoBareRuns(String name) {
        assertThat(bareAgain.result(name)).isNotEqualTo(bare.result(name));
    }

    @ParameterizedTest
    @MethodSource("namesOfThoseThatAreHeld")
    void isEqualInTwoRunsUnderTheAgent(String name) {
        assertThat(heldAgain.result(name)).isEqualTo(held.result(name));
    }

    @Test
    void isNamedTheSameInTwoRuns() {
        assertThat(heldAgain.met).isEqualTo(held.met);
    }

    @Test
    void isNamedWithItsCallSiteAndNothingElseIs() {
        String here = CarelessHabits.class.getName();
        String libraries = CarelessLibraries.class.getName();
        assertThat(held.met.values().stream().flatMap(Set::stream)).noneMatch(met -> met.line() < 1);
        Map<String, String> named = new TreeMap<>();
        held.met.forEach((name, met) -> named.put(
                name,
                met.stream()
                        .map(each -> each.kind() + " @ " + each.className())
                        .distinct()
                        .collect(Collectors.joining(" + "))));
        assertThat(named)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("generator seeded with 0", "ND4J generator seeded with 0 @ " + here),
                        Map.entry("generator seeded from the clock", "clock as seed @ " + here),
                        Map.entry("generator reseeded", "ND4J generator reseeded from the clock @ " + here),
                        Map.entry("generator seeded with an array", "ND4J generator seeded with an int[] @ " + here),
                        Map.entry("new generator", "RandomFactory.getNewRandomInstance() @ " + here),
                        Map.entry(
                                "configuration without a seed",
                                "NeuralNetConfiguration without a seed @ " + Networks.class.getName()),
                        Map.entry("DataSet.shuffle()", "clock as seed @ org.nd4j.linalg.dataset.DataSet"),
                        Map.entry(
                                "MultiDataSet.shuffle()",
                                "java.util.Collections.shuffle(List) @ org.nd4j.linalg.dataset.MultiDataSet"),
                        Map.entry("Nd4j.shuffle()", "java.util.Random() @ org.nd4j.linalg.factory.Nd4j"),
                        Map.entry("KFoldIterator.reset()", "clock as seed @ org.nd4j.linalg.dataset.DataSet"),
                        Map.entry("MathUtils", "java.lang.Math.random() @ org.nd4j.common.util.MathUtils"),
                        Map.entry("ArrayUtil", "java.util.Random() @ org.nd4j.common.util.ArrayUtil"),
                        Map.entry("commons-lang RandomUtils", "java.security.SecureRandom @ " + libraries),
                        Map.entry(
                                "commons-math Well19937c",
                                "clock as seed @ org.apache.commons.math3.random.AbstractWell"),
                        Map.entry(
                                "commons-math MultivariateNormalDistribution",
                                "clock as seed @ org.apache.commons.math3.random.AbstractWell"),
                        Map.entry(
                                "FileDataSetIterator",
                                "java.util.Random() @ org.deeplearning4j.datasets.iterator.file.FileDataSetIterator"),
                        Map.entry(
                                "FileMultiDataSetIterator",
                                "java.util.Random() @"
                                        + " org.deeplearning4j.datasets.iterator.file.FileMultiDataSetIterator"),
                        Map.entry("FileSplit", "order of a directory @ org.datavec.api.split.FileSplit"),
                        Map.entry("LFWLoader", "clock as seed @ org.datavec.image.loader.BaseImageLoader"),
                        Map.entry(
                                "PipelineImageTransform that shuffles",
                                "java.util.Collections.shuffle(List) @"
                                        + " org.datavec.image.transform.PipelineImageTransform"),
                        Map.entry(
                                "BertMaskedLMMasker",
                                "java.util.Random() @ org.deeplearning4j.iterator.bert.BertMaskedLMMasker"),
                        Map.entry(
                                "RandomWalker",
                                "clock as seed @ org.deeplearning4j.models.sequencevectors.graph.walkers.impl.RandomWalker"),
                        Map.entry(
                                "CollectionLabeledSentenceProvider",
                                "java.util.Random() @"
                                        + " org.deeplearning4j.iterator.provider.CollectionLabeledSentenceProvider"),
                        Map.entry(
                                "AsyncDataSetIterator reset in mid-epoch",
                                "asynchronous iterator reset before its end @ " + libraries),
                        Map.entry(
                                "Word2Vec with several workers",
                                "embeddings trained by several workers @ " + libraries
                                        + " + vocabulary counted by several threads @ " + libraries),
                        Map.entry("ParagraphVectors without a seed", "ND4J generator seeded with 0 @ " + libraries),
                        Map.entry(
                                "ParallelWrapper that shares gradients",
                                "ParallelWrapper that shares gradients @ " + libraries),
                        Map.entry("random_gamma", "operation random_gamma @ " + libraries),
                        Map.entry("early stopping by the clock", "early stopping by the clock @ " + libraries))));
    }

    @Test
    void isThePagesTable() {
        HazardsPage.assertTable(
                "dl4j",
                names().map(name -> {
                            Set<Met> met = held.met.getOrDefault(name, Set.of());
                            return HazardsPage.row(
                                    name,
                                    met.isEmpty()
                                            ? "ND4J's generator"
                                            : joined(met.stream().map(each -> "`" + each.kind() + "`")),
                                    BY_TIMING.contains(name)
                                            ? "may differ"
                                            : bare.result(name).equals(bareAgain.result(name)) ? "equal" : "differ",
                                    held.isUncontrolled(name) ? "named" : met.isEmpty() ? "equal" : "equal, named",
                                    met.isEmpty()
                                            ? "SEEDED"
                                            : joined(met.stream().map(Met::treatment)),
                                    met.isEmpty() ? "" : joined(met.stream().map(Met::advice)));
                        })
                        .toList());
    }

    private static String joined(Stream<String> texts) {
        return texts.distinct().collect(Collectors.joining(" "));
    }

    /** What a case met. */
    private record Met(String kind, String className, int line, String treatment, String advice)
            implements Comparable<Met> {
        @Override
        public int compareTo(Met other) {
            return toString().compareTo(other.toString());
        }
    }

    /** What the program printed: results and what was met, by case. */
    private static final class Output {
        private final Map<String, String> results = new HashMap<>();
        private final Map<String, Set<Met>> met = new TreeMap<>();

        Output(List<String> lines) {
            for (String line : lines) {
                String[] parts = line.split("\t", -1);
                if (parts[0].equals("case")) {
                    results.put(parts[1], parts[2]);
                } else if (parts[0].equals("hazard") && !isOfThisLibrary(parts[3])) {
                    met.computeIfAbsent(parts[1], name -> new TreeSet<>())
                            .add(new Met(parts[2], parts[3], Integer.parseInt(parts[4]), parts[5], parts[6]));
                }
            }
            List<String> missing = new ArrayList<>(names().toList());
            missing.removeAll(results.keySet());
            assertThat(missing).isEmpty();
        }

        /** As a folder of classes, which it is here, it counts among the program's. */
        private static boolean isOfThisLibrary(String className) {
            return className.startsWith(ByIdentity.class.getName());
        }

        String result(String name) {
            return results.get(name);
        }

        boolean isUncontrolled(String name) {
            return met.getOrDefault(name, Set.of()).stream()
                    .anyMatch(each -> each.treatment().equals("UNCONTROLLED"));
        }
    }
}
