package io.github.reprorun.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.signing.SigningKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                        .allSatisfy(link -> assertThat(isThere(page, link)).isTrue()));
        assertThat(README.links()).isNotEmpty();
    }

    private static boolean isThere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1 || Readme.of(target).anchors().contains(parts[1]));
    }

    @Test
    void theRationaleListsItsHeadings() {
        Readme rationale = Readme.of(Path.of("..", "docs", "rationale.md"));
        assertThat(rationale.links())
                .filteredOn(link -> link.startsWith("#"))
                .extracting(link -> link.substring(1))
                .containsExactlyElementsOf(rationale.anchors().stream().skip(1).toList());
    }

    @Test
    void theTestsThatShowWhatHoldsAreThere() throws IOException {
        List<String> named = Pattern.compile("`(\\w+(?:Tests|IT))`")
                .matcher(Readme.of(Path.of("..", "docs", "faults.md")).text())
                .results()
                .map(name -> name.group(1) + ".java")
                .toList();
        try (Stream<Path> core = Files.walk(Path.of("..", "repro-core", "src", "test"));
                Stream<Path> dl4j = Files.walk(Path.of("..", "repro-dl4j", "src", "test"));
                Stream<Path> spark = Files.walk(Path.of("..", "repro-spark", "src", "test"))) {
            assertThat(named).hasSizeGreaterThan(10);
            assertThat(Stream.of(core, dl4j, spark)
                            .flatMap(files -> files)
                            .map(file -> file.getFileName().toString()))
                    .containsAll(named);
        }
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
        assertThat(README.text()).contains("repro-core-" + tag(parent, "version") + "-cli.jar");
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
        private static final String RUN = "RUN";

        @TempDir
        private static Path folder;

        /** What each command printed that the README shows, in order. */
        private static final List<String> PRINTED = new ArrayList<>();

        private static final List<ShownCommand> SHOWN =
                ShownCommand.in(README.blocks("console").get(0));

        private static Path run;

        @BeforeAll
        static void compileAndDoAsShown() throws IOException, InterruptedException {
            compile(README.blocks("java").get(0));
            for (ShownCommand shown : SHOWN) {
                PRINTED.add(inShell(0, shown.line()));
            }
        }

        private static void compile(String program) throws IOException {
            Path source = Files.writeString(folder.resolve("FraudTraining.java"), program);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            String classes = Files.createDirectory(folder.resolve("classes")).toString();
            assertThat(compiler.run(null, null, null, "-cp", classPath(), "-d", classes, source.toString()))
                    .isZero();
        }

        /** What {@code shown} prints where {@code reprorun} is the command line, RUN the first run, and $CP the class path. */
        private static String inShell(int status, String shown) throws IOException, InterruptedException {
            String command = shown.replaceFirst("^reprorun ", commandLine()).replaceFirst("^java ", quoted(JAVA) + " ");
            if (command.contains(RUN)) {
                run = runs().get(0);
                command = command.replace(RUN, quoted(run.toString()));
            }
            return output(status, folder, "sh", "-ec", "CP=" + quoted(classPath()) + "\n" + command);
        }

        private static List<Path> runs() throws IOException {
            try (Stream<Path> runs = Files.list(folder.resolve("runs/fraud-detector"))) {
                return runs.sorted().toList();
            }
        }

        private static String classPath() {
            return System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("classes");
        }

        private static String commandLine() {
            return Matcher.quoteReplacement(quoted(JAVA) + " -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp "
                    + quoted(System.getProperty("java.class.path")) + " io.github.reprorun.cli.Main ");
        }

        private static String quoted(String text) {
            return "'" + text + "'";
        }

        @Test
        void printsWhatIsShown() {
            assertThat(SHOWN)
                    .extracting(ShownCommand::line)
                    .anyMatch(line -> line.startsWith("reprorun keygen"))
                    .anyMatch(line -> line.startsWith("java "))
                    .anyMatch(line -> line.startsWith("reprorun verify"))
                    .anyMatch(line -> line.startsWith("reprorun rerun"));
            for (int i = 0; i < SHOWN.size(); i++) {
                assertThat(PRINTED.get(i))
                        .as(SHOWN.get(i).line())
                        .containsPattern(SHOWN.get(i).printed());
            }
        }

        @Test
        void leavesWhatItSays() {
            assertThat(run).isDirectoryContaining("glob:**/manifest.json");
            assertThat(run).isDirectoryContaining("glob:**/manifest.dsse.json");
            Manifest manifest = ManifestJson.read(run);
            assertThat(manifest.subjects()).containsKeys("outputs/model.zip", "trace.rrt", "run.log", "journal.jsonl");
            assertThat(manifest.metrics()).extracting("name").containsExactly("recall");
        }

        @Test
        void isVerifiedByTheCommandsOfAPage() throws IOException, InterruptedException {
            assumeTrue(Stream.of("sh", "openssl", "jq", "sha256sum", "cmp").allMatch(ReadmeTests::isInstalled));
            Files.copy(folder.resolve(SigningKey.PUBLIC_FILE), run.resolve(SigningKey.PUBLIC_FILE));
            String byHand = Readme.of(Path.of("..", "docs", "verification", "README.md"))
                    .blocks("sh")
                    .get(1)
                    .replaceAll("(?m)^.*# P-256$", "")
                    .replace("/tmp/", folder + "/");
            assertThat(output(0, run, "sh", "-ec", byHand))
                    .contains("Signature Verified Successfully", "outputs/model.zip: OK")
                    .doesNotContain("FAILED");
        }

        @Test
        void isToldApartFromOneWithAnotherClaimAsAPageSays() throws IOException, InterruptedException {
            Path claims = folder.resolve("claims.csv");
            String original = Files.readString(claims);
            List<Path> before = runs();
            Files.writeString(claims, original.replace("0.7,1", "0.6,1"));
            assertThat(inShell(0, "java -cp \"$CP\" FraudTraining")).contains("fraud-detector SUCCEEDED");
            Files.writeString(claims, original);
            List<Path> added = new ArrayList<>(runs());
            added.removeAll(before);

            List<ShownCommand> shown = ShownCommand.in(Readme.of(Path.of("..", "docs", "command-line.md"))
                    .blocks("console")
                    .get(0));
            assertThat(shown).extracting(ShownCommand::line).hasSize(2);
            for (ShownCommand command : shown) {
                assertThat(inShell(
                                1,
                                command.line()
                                        .replace(
                                                "RUN RUN",
                                                "RUN " + quoted(added.get(0).toString()))))
                        .as(command.line())
                        .containsPattern(command.printed());
            }
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
