package io.github.reprorun.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTests {
    private static final Readme README = Readme.ofRepository();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void leadsToFilesThatAreThereAndSoDoesEveryOtherPage() throws IOException {
        List<Path> pages = pages();
        assertThat(pages).contains(Path.of("..", "README.md"), Path.of("..", "docs", "verification", "README.md"));
        assertThat(pages)
                .allSatisfy(page -> assertThat(Readme.of(page).links())
                        .as(page.toString())
                        .allSatisfy(
                                link -> assertThat(page.resolveSibling(link)).exists()));
        assertThat(README.links()).isNotEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(".."));
                Stream<Path> below = Files.walk(Path.of("..", "docs"))) {
            return Stream.concat(top, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList();
        }
    }

    @Test
    void namesTheDependenciesOfTheExamples() throws IOException {
        String parent = Files.readString(Path.of("..", "pom.xml"));
        String dependencies = README.blocks("xml").get(0);
        assertThat(dependencies)
                .contains("<artifactId>repro-dl4j</artifactId>", "<artifactId>nd4j-native</artifactId>")
                .containsPattern("<artifactId>repro-dl4j</artifactId>\\s*<version>" + tag(parent, "version"))
                .containsPattern("<artifactId>nd4j-native</artifactId>\\s*<version>" + tag(parent, "dl4j.version"));
    }

    private static String tag(String xml, String name) {
        int start = xml.indexOf("<" + name + ">") + name.length() + 2;
        return xml.substring(start, xml.indexOf("</" + name + ">", start));
    }

    @Test
    void givesTheTwoCommandsOnTheFirstScreen() throws IOException {
        List<String> commands = README.blocks("sh")
                .get(0)
                .lines()
                .map(line -> line.replaceFirst("\\s+#.*", ""))
                .toList();
        assertThat(commands).containsExactly("./mvnw -q -Pquickstart verify", "./mvnw -q verify");
        assertThat(Path.of("..", "mvnw")).isExecutable();
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<id>quickstart</id>", "<argument>" + Quickstart.class.getName() + "</argument>");
    }

    @Nested
    class TheProgram {
        @TempDir
        private static Path folder;

        private static Path run;

        @BeforeAll
        static void compileAndRun() throws IOException, InterruptedException {
            List<String> blocks = README.blocks("java");
            assertThat(blocks)
                    .as("programs; the second is a test, which the core runs")
                    .hasSize(2);
            compile(ReadmeProgram.around(blocks.get(0)));
            Files.createDirectory(folder.resolve("data"));
            Files.writeString(folder.resolve("data/claims.csv"), ReadmeProgram.CLAIMS);
            SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(folder);
            run = train();
        }

        private static Path train() throws IOException, InterruptedException {
            String classPath = System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("classes");
            assertThat(output(0, folder, JAVA, "-cp", classPath, "FraudTraining"))
                    .contains("fraud-detector SUCCEEDED");
            try (Stream<Path> runs = Files.list(folder.resolve("runs/fraud-detector"))) {
                return runs.max(Comparator.naturalOrder()).orElseThrow();
            }
        }

        private static void compile(String program) throws IOException {
            Path source = Files.writeString(folder.resolve("FraudTraining.java"), program);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            String classPath = System.getProperty("java.class.path");
            String classes = Files.createDirectory(folder.resolve("classes")).toString();
            assertThat(compiler.run(null, null, null, "-cp", classPath, "-d", classes, source.toString()))
                    .isZero();
        }

        @Test
        void leavesWhatItSays() {
            assertThat(run).isDirectoryContaining("glob:**/manifest.json");
            assertThat(run).isDirectoryContaining("glob:**/manifest.dsse.json");
            Manifest manifest = ManifestJson.read(run);
            assertThat(manifest.subjects()).containsKey("outputs/model.zip");
            assertThat(manifest.metrics()).extracting("name").containsExactly("recall");
        }

        @Test
        void isVerifiedByTheCommandsThatFollow() throws IOException, InterruptedException {
            assumeTrue(Stream.of("sh", "openssl", "jq", "base64", "sha256sum", "cmp")
                    .allMatch(ReadmeTests::isInstalled));
            Files.copy(folder.resolve(SigningKey.PUBLIC_FILE), run.resolve(SigningKey.PUBLIC_FILE));
            assertThat(output(0, run, "sh", "-ec", README.blocks("sh").get(1)))
                    .contains("Signature Verified Successfully", "outputs/model.zip: OK")
                    .doesNotContain("FAILED");
        }

        @Test
        void isToldApartFromOneWithAnotherClaimAsItSays() throws IOException, InterruptedException {
            Path claims = folder.resolve("data/claims.csv");
            Files.writeString(claims, ReadmeProgram.CLAIMS.replace("0.7,1", "0.6,1"));
            Path other = train();
            Files.writeString(claims, ReadmeProgram.CLAIMS);
            List<String> said = new ArrayList<>();
            for (String verb : List.of("diff", "bisect")) {
                said.addAll(output(1, folder, commandLine(verb, run.toString(), other.toString()))
                        .lines()
                        .toList());
            }

            assertThat(said)
                    .containsSubsequence(README.blocks("console")
                            .get(0)
                            .lines()
                            .filter(line -> !line.startsWith("$") && !line.equals("…"))
                            .toList());
        }

        private static String[] commandLine(String... arguments) {
            List<String> command = new ArrayList<>(List.of(JAVA, "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.reprorun.cli.Main"));
            command.addAll(List.of(arguments));
            return command.toArray(String[]::new);
        }
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    /** What {@code command} prints, when it has ended with {@code status}. */
    private static String output(int status, Path directory, String... command)
            throws IOException, InterruptedException {
        Path printed = Files.createTempFile("readme", ".txt");
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(printed);
        assertThat(process.exitValue()).as(output).isEqualTo(status);
        return output;
    }
}
