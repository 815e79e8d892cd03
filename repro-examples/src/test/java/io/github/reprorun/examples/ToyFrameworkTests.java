package io.github.reprorun.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Difference;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.spi.testing.FakeRun;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That somebody else can write an extension: a framework of one class and its extension are compiled against repro-core
 * alone, packed into a jar with a descriptor and trained with; the extension's own tests are compiled against that and
 * repro-core's test jar.
 */
class ToyFrameworkTests {
    private static final Path SOURCES = Path.of("src/test/java/com/example");
    private static final Path DESCRIPTOR = Path.of("src/test/resources/com/example/toy/repro/library.properties");

    /** What repro-core needs to run, and nothing of Deeplearning4j. */
    private static final String NEEDED =
            ".*(repro-core[/\\\\].*|repro-core-[^/\\\\]*|jackson-(core|databind|annotations)-[^/\\\\]*"
                    + "|java-json-canonicalization-[^/\\\\]*|slf4j-api-[^/\\\\]*|commons-math3-[^/\\\\]*|asm-[^/\\\\]*)";

    @TempDir
    static Path folder;

    private static Manifest plain;
    private static Manifest again;
    private static Manifest fast;

    @BeforeAll
    static void trainThreeTimes() throws IOException, InterruptedException, URISyntaxException {
        Path core = placeOf(ReproducibleRun.class);
        compile(
                folder.resolve("toy"),
                core.toString(),
                "toy/Toy.java",
                "toy/repro/ToyExtension.java",
                "toy/repro/ToySession.java");
        Path jar = pack(folder.resolve("toy"));
        compile(folder.resolve("program"), core + File.pathSeparator + jar, "training/ToyTraining.java");
        Files.writeString(folder.resolve("values.txt"), "1\n2\n3\n");
        plain = train(jar, "plain");
        again = train(jar, "plain");
        fast = train(jar, "fast");
    }

    /** A library of numerics is there, and the program left the number of threads to the machine. */
    @Test
    void isToldHowManyThreadsNobodyChose() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();

        assertThat(folder.resolve("printed.txt"))
                .content()
                .startsWith("reprorun: " + processors + (processors == 1 ? " native thread" : " native threads")
                        + ", as many as this machine has processors; a different number gives different bits: .threads("
                        + processors + ") or --threads " + processors + " fixes it\n");
    }

    @Test
    void drawsTheSameAtTheSamePlaceAlsoInTasks() {
        assertThat(again.resultDigest()).isEqualTo(plain.resultDigest());
        assertThat(plain.metrics().stream()
                        .filter(metric -> metric.name().startsWith("task"))
                        .map(Metric::value)
                        .distinct())
                .hasSize(8);
    }

    @Test
    void recordsItsParameterAndItsInput() {
        RunDefinition definition = plain.definition();

        assertThat(definition.parameters().get("toy.strength").text()).isEqualTo("0.5");
        assertThat(definition.dependencies(RunDefinition.KIND_INPUT))
                .extracting("name")
                .containsExactly("toy-values");
    }

    @Test
    void reportsDrawsOfTheFrameworkWhereTheProgramAskedAndNoneOfTheExtension() {
        assertThat(plain.hazards())
                .extracting(Hazard::kind, Hazard::className)
                .contains(org.assertj.core.groups.Tuple.tuple(
                        "java.lang.Math.random()", "com.example.training.ToyTraining"));
        assertThat(plain.hazards())
                .extracting(Hazard::className)
                .noneMatch(name -> name.startsWith("com.example.toy."));
    }

    @Test
    void statesFactsThatAreGradedAsNumerics() {
        List<Difference> differences = Comparison.between(plain, fast).differences();

        assertThat(differences.stream().filter(each -> each.where().contains("environment.toy.kernel")))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.aspect()).isEqualTo(Aspect.NUMERICS);
                    assertThat(difference.expected()).contains("plain");
                    assertThat(difference.actual()).contains("fast");
                });
    }

    @Test
    void hasItsVariablePinnedItsPropertyRecordedAndItsUnknownKeyNamed() {
        assertThat(plain.definition().profile().environment())
                .containsEntry(
                        "TOY_THREADS", Integer.toString(Runtime.getRuntime().availableProcessors()));
        assertThat(fast.definition().environment()).containsKey("property.com.example.toy.kernel");
        assertThat(plain.definition().unpinned())
                .containsEntry(
                        "library toy",
                        "keys of its descriptor are not understood by this version, which ignores them:"
                                + " a.key.of.tomorrow");
    }

    @Test
    void itsTestsCompileAgainstTheCoreAndItsTestJarOnly() throws URISyntaxException {
        Path core = placeOf(ReproducibleRun.class);
        Path testing = placeOf(FakeRun.class);
        List<Path> ofOthers = List.of(placeOf(Test.class), placeOf(Assertions.class));
        List<Path> classPath = Stream.concat(
                        Stream.of(folder.resolve("repro-toy-1.0.jar"), core, testing), ofOthers.stream())
                .toList();

        compile(
                folder.resolve("tests"),
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "toy/repro/ToySessionTests.java");

        assertThat(folder.resolve("tests/com/example/toy/repro/ToySessionTests.class"))
                .isRegularFile();
        assertThat(testing).isNotEqualTo(core);
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void compile(Path classes, String classPath, String... sources) {
        List<String> arguments = new ArrayList<>(
                List.of("-cp", classPath, "-implicit:none", "-sourcepath", "", "-d", classes.toString()));
        for (String source : sources) {
            arguments.add(SOURCES.resolve(source).toString());
        }
        ByteArrayOutputStream problems = new ByteArrayOutputStream();

        int status =
                ToolProvider.getSystemJavaCompiler().run(null, problems, problems, arguments.toArray(new String[0]));

        assertThat(status).as(problems.toString(ISO_8859_1)).isZero();
    }

    private static Path pack(Path classes) throws IOException {
        Path jar = folder.resolve("repro-toy-1.0.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                put(out, classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            put(out, "META-INF/reprorun/library.properties", Files.readAllBytes(DESCRIPTOR));
            put(
                    out,
                    "META-INF/services/io.github.reprorun.spi.RunExtension",
                    "com.example.toy.repro.ToyExtension\n".getBytes(ISO_8859_1));
        }
        return jar;
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
    }

    private static Manifest train(Path jar, String kernel) throws IOException, InterruptedException {
        String classPath = folder.resolve("program")
                + File.pathSeparator
                + jar
                + File.pathSeparator
                + Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> entry.matches(NEEDED) && !entry.endsWith("-tests.jar"))
                        .collect(Collectors.joining(File.pathSeparator));
        Path runs = folder.resolve("runs/toy");
        List<Path> before = children(runs);
        Path printed = folder.resolve("printed.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcom.example.toy.kernel=" + kernel,
                        "-cp",
                        classPath,
                        "com.example.training.ToyTraining")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
        List<Path> made = new ArrayList<>(children(runs));
        made.removeAll(before);
        return ManifestJson.read(made.get(0));
    }

    private static List<Path> children(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(runs)) {
            return children.toList();
        }
    }
}
