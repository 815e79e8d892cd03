package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.CarelessHabits.Case;
import io.github.reprorun.dl4j.internal.network.IdentityMap;
import io.github.reprorun.spi.testing.HazardsPage;
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
            "DataSet.shuffle(seed) of one array",
            "FileSplit",
            "PipelineImageTransform in another thread",
            "AsyncDataSetIterator reset in mid-epoch",
            "ParagraphVectors whose one worker is not heard of",
            "ParallelWrapper that shares gradients",
            "ParallelWrapper whose first batch is there",
            "ParallelWrapper whose first batch is late",
            "ParallelWrapper of a graph",
            "MultiLayerNetwork of two threads under a lock",
            "ComputationGraph of two threads under a lock",
            "SameDiff of two threads",
            "ParallelWrapper whose workers tell one listener",
            "ParallelInference of two threads",
            "random_gamma",
            "scatter_add to one index twice",
            "confusion_matrix",
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

    /** With two processors and two native threads, as many as the run is told of, whatever the machine has. */
    private static ChildJvm child(String name) {
        return new ChildJvm(directory.resolve(name))
                .environment("OMP_NUM_THREADS", "2")
                .environment("SD_MAX_THREADS", "2")
                .options("-XX:ActiveProcessorCount=2");
    }

    static Stream<String> names() {
        return CarelessHabits.all().map(Case::name);
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
        assertThat(held.met.values().stream().flatMap(Set::stream))
                .allMatch(met -> met.line() > 0)
                .extracting(Met::className)
                .containsOnly(
                        CarelessHabits.class.getName(),
                        CarelessLibraries.class.getName(),
                        CarelessThreads.class.getName(),
                        Networks.class.getName());
        Map<String, String> named = new TreeMap<>();
        held.met.forEach((name, met) -> named.put(name, joined(met.stream().map(Met::kind))));
        assertThat(named)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("generator seeded with 0", "ND4J generator seeded with 0"),
                        Map.entry("generator seeded from the clock", "clock as seed"),
                        Map.entry("generator reseeded", "ND4J generator reseeded from the clock"),
                        Map.entry("generator seeded with an array", "ND4J generator seeded with an int[]"),
                        Map.entry("new generator", "RandomFactory.getNewRandomInstance()"),
                        Map.entry("configuration without a seed", "NeuralNetConfiguration without a seed"),
                        Map.entry("DataSet.shuffle()", "clock as seed"),
                        Map.entry("DataSet.shuffle(seed) of one array", "shuffle of arrays that share memory"),
                        Map.entry("MultiDataSet.shuffle()", "java.util.Collections.shuffle(List)"),
                        Map.entry("Nd4j.shuffle()", "java.util.Random()"),
                        Map.entry("KFoldIterator.reset()", "clock as seed"),
                        Map.entry("MathUtils", "java.lang.Math.random()"),
                        Map.entry("ArrayUtil", "java.util.Random()"),
                        Map.entry("commons-lang RandomUtils", "java.security.SecureRandom"),
                        Map.entry("commons-math Well19937c", "clock as seed"),
                        Map.entry("commons-math MultivariateNormalDistribution", "clock as seed"),
                        Map.entry("FileDataSetIterator", "java.util.Random()"),
                        Map.entry("FileMultiDataSetIterator", "java.util.Random()"),
                        Map.entry("FileSplit", "order of a directory"),
                        Map.entry("LFWLoader", "clock as seed"),
                        Map.entry("PipelineImageTransform that shuffles", "java.util.Collections.shuffle(List)"),
                        Map.entry("BertMaskedLMMasker", "java.util.Random()"),
                        Map.entry("RandomWalker", "clock as seed"),
                        Map.entry("CollectionLabeledSentenceProvider", "java.util.Random()"),
                        Map.entry(
                                "AsyncDataSetIterator reset in mid-epoch",
                                "asynchronous iterator reset before its end"),
                        Map.entry(
                                "Word2Vec with several workers",
                                "embeddings trained by several workers vocabulary counted by several threads"),
                        Map.entry(
                                "ParagraphVectors whose one worker is not heard of",
                                "embeddings trained by several workers"),
                        Map.entry("ParagraphVectors without a seed", "ND4J generator seeded with 0"),
                        Map.entry("ParallelWrapper that averages, with dropout", "ParallelWrapper that averages"),
                        Map.entry("ParallelWrapper whose first batch is there", "ParallelWrapper that averages"),
                        Map.entry("ParallelWrapper whose first batch is late", "ParallelWrapper that averages"),
                        Map.entry("ParallelWrapper of a graph", "ParallelWrapper that averages"),
                        Map.entry(
                                "MultiLayerNetwork of two threads under a lock", "network trained by several threads"),
                        Map.entry("ComputationGraph of two threads under a lock", "network trained by several threads"),
                        Map.entry("SameDiff of two threads", "network trained by several threads"),
                        Map.entry(
                                "ParallelWrapper whose workers tell one listener",
                                "ParallelWrapper that averages listeners of a ParallelWrapper"),
                        Map.entry("ParallelInference of two threads", "ParallelInference of several threads"),
                        Map.entry("ParallelWrapper that shares gradients", "ParallelWrapper that shares gradients"),
                        Map.entry("random_gamma", "operation random_gamma"),
                        Map.entry("scatter_add to one index twice", "scatter by several threads"),
                        Map.entry("confusion_matrix", "operation confusion_matrix"),
                        Map.entry("early stopping by the clock", "early stopping by the clock"))));
    }

    @Test
    void isNamedAtTheLineOfTheProgramWhereALibraryAsks() {
        assertThat(held.met.get("DataSet.shuffle()"))
                .extracting(Met::advice)
                .containsExactly(
                        "Use run.seed(name) instead of the time. It was asked for by org.nd4j.linalg.dataset.DataSet:481.");
    }

    @Test
    void trainsEmbeddingsAsOneWorkerDoes() {
        assertThat(held.result("Word2Vec with several workers"))
                .isEqualTo(held.result(CarelessLibraries.ONE_WORKER.name()))
                .isEqualTo(bare.result(CarelessLibraries.ONE_WORKER.name()));
    }

    @Test
    void averagesTheSameWheneverTheFirstBatchComes() {
        assertThat(held.result(CarelessThreads.AT_ONCE.name()))
                .isEqualTo(held.result(CarelessThreads.LATE.name()))
                .isEqualTo(bare.result(CarelessThreads.LATE.name()));
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
            return className.startsWith(IdentityMap.class.getName());
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
