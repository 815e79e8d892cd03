package io.github.reprorun.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.code.CodeListings;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.run.CodeEvidence;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTests {
    @TempDir
    private Path folder;

    private Path classes;
    private PinnedProfile profile;

    @BeforeEach
    void makeClassPath() throws IOException {
        classes = Files.createDirectory(folder.resolve("classes"));
        Files.writeString(classes.resolve("A.class"), "first");
        profile = new PinnedProfile(
                "host",
                1,
                new TreeMap<>(),
                List.of(),
                List.of(classes.toString(), folder.resolve("absent.jar").toString()),
                folder.toString());
    }

    private SameOrigin now() {
        return now(Map.of());
    }

    private SameOrigin now(Map<String, String> environment) {
        CodeEvidence code = CodeEvidence.ofStart(profile, environment, Set.of(runs()));
        return new SameOrigin(
                new RunDefinition(
                        "a",
                        Evidence.observed("A"),
                        List.of(),
                        new TreeMap<>(),
                        new Seed(1),
                        new TreeMap<>(),
                        profile,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        code.entries()),
                folder);
    }

    private Path runs() {
        return folder.resolve("runs");
    }

    private void makeUndigestible() throws IOException {
        Files.writeString(classes.resolve("line\nfeed"), "");
    }

    @Test
    void passesOverAnEntryThatWasAndIsAbsent() {
        SameOrigin then = now();

        assertThatCode(() -> then.require(profile, Map.of(), runs())).doesNotThrowAnyException();
    }

    /** The program starts in a folder of the class path, where new files are data. */
    @Test
    void takesNewFilesForDataWhereTheProgramStartsAndNowhereElse() throws IOException {
        Path start = Files.createDirectory(folder.resolve("start"));
        Files.writeString(start.resolve("notes.txt"), "there from the beginning");
        Path jar = folder.resolve("app.jar");
        writeJar(jar, "A.class");
        profile = new PinnedProfile(
                "host",
                1,
                new TreeMap<>(),
                List.of(),
                List.of(start.toString(), classes.toString(), jar.toString()),
                start.toString());
        SameOrigin then = now();
        CodeListings listings =
                CodeEvidence.ofStart(profile, Map.of(), Set.of(runs())).listings();
        Files.write(folder.resolve(CodeListings.FILE_NAME), listings.bytes());
        Files.writeString(start.resolve("weights.bin"), "left by the program");
        assertThatCode(() -> then.require(profile, Map.of(), runs())).doesNotThrowAnyException();

        Files.createDirectories(start.resolve("META-INF/services"));
        Files.writeString(start.resolve("META-INF/services/a.B"), "a.C");
        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .hasMessage("class path: the code is not what the run had: META-INF/services/a.B is new");
        Files.delete(start.resolve("META-INF/services/a.B"));

        Files.writeString(classes.resolve("weights.bin"), "of another build");
        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .hasMessage("class path: the code is not what the run had: weights.bin is new");
        Files.delete(classes.resolve("weights.bin"));

        writeJar(jar, "A.class", "weights.bin");
        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessageStartingWith("class path: the code is not what the run had: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-javaagent:agent.jar=level=3",
                "-Xbootclasspath/a:gone.jar:agent.jar",
                "--patch-module=java.base=agent.jar",
                "--module-path=agent.jar",
                "--upgrade-module-path=agent.jar",
                "-agentpath:agent.jar=x",
                "-javaagent:first.jar"
            })
    void refusesOtherCodeThatAnOptionNames(String option) throws IOException {
        Path named = folder.resolve("agent.jar");
        writeJar(named, "A.class");
        writeJar(
                folder.resolve("first.jar"),
                Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBoot-Class-Path: agent.jar\n"));
        profile = profile(option);
        SameOrigin then = now();
        assertThatCode(() -> then.require(profile, Map.of(), runs())).doesNotThrowAnyException();

        writeJar(named, "B.class");

        String name = option.replaceFirst("(.*[:=])[a-z]+\\.jar.*", "$1").replaceFirst(":.*:", ":") + "agent.jar";
        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessage("class path: the code is not what the run had: " + name + " differs");
        Files.delete(named);
        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .hasMessage("class path: the code is not what the run had: " + name + " is gone");
    }

    /** The same file, put to another use. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-javaagent:a.jar --patch-module=java.base=a.jar | --patch-module=java.base=a.jar, with A.class, was not there",
                "--patch-module=java.base=a.jar | -javaagent:a.jar is gone; --patch-module=java.base=a.jar, with A.class, was"
                        + " not there",
                "-javaagent:a.jar -javaagent:copy.jar | -javaagent:copy.jar, with A.class, was not there",
                "-javaagent:again.jar | -javaagent:again.jar in place of -javaagent:a.jar",
            })
    void refusesTheSameContentInAnotherOption(String now, String change) throws IOException {
        writeJar(folder.resolve("a.jar"), "A.class");
        Files.copy(folder.resolve("a.jar"), folder.resolve("copy.jar"));
        writeJar(folder.resolve("again.jar"), Map.of("A.class", "", "META-INF/MANIFEST.MF", "Premain-Class: B\n"));
        profile = profile("-javaagent:a.jar");
        SameOrigin then = now();
        CodeListings listings =
                CodeEvidence.ofStart(profile, Map.of(), Set.of(runs())).listings();
        Files.write(folder.resolve(CodeListings.FILE_NAME), listings.bytes());

        assertThatThrownBy(() -> then.require(profile(now.split(" ")), Map.of(), runs()))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessage("class path: the code is not what the run had: " + change);
    }

    @Test
    void refusesAnotherOrderWithinAnOption() throws IOException {
        writeJar(folder.resolve("a.jar"), "A.class");
        writeJar(folder.resolve("b.jar"), "B.class");
        profile = profile("-Xbootclasspath/a:a.jar:b.jar");
        SameOrigin then = now();

        assertThatThrownBy(() -> then.require(profile("-Xbootclasspath/a:b.jar:a.jar"), Map.of(), runs()))
                .hasMessage("class path: the code is not what the run had: -Xbootclasspath/a:b.jar before"
                        + " -Xbootclasspath/a:a.jar");
    }

    @Test
    void refusesCodeThatAVariableNamedThenAndNamesNoMore() throws IOException {
        writeJar(folder.resolve("an agent.jar"), "A.class");
        writeJar(folder.resolve("more.jar"), "A.class", "B.class");
        Files.writeString(folder.resolve("options"), "# of the team\n--patch-module \"java.base=more\\\n  .jar\"\n");
        SameOrigin then = now(Map.of(
                "JAVA_TOOL_OPTIONS", "-Da=b -javaagent:'an agent.jar'=x", "JDK_JAVA_OPTIONS", "-Xmx1g @options"));

        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .hasMessage("class path: the code is not what the run had: --patch-module=java.base=more.jar is gone;"
                        + " -javaagent:an agent.jar is gone");
    }

    /** As a user may give it to the JVM of a run. */
    @Test
    void refusesOtherCodeThatAnOptionOfTwoWordsNames() throws IOException {
        writeJar(folder.resolve("agent.jar"), "A.class");
        profile = profile("--patch-module", "java.base=agent.jar");
        SameOrigin then = now();
        writeJar(folder.resolve("agent.jar"), "B.class");

        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .hasMessage("class path: the code is not what the run had: --patch-module=java.base=agent.jar differs");
    }

    @Test
    void saysThatTheLibraryOfAnAgentWasNotDigested() {
        profile = profile("-agentlib:nowhere=x");
        SameOrigin then = now();

        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .hasMessageContaining(
                        "-agentlib:libnowhere.so: it is unknown whether it is the same, because it was not"
                                + " digested: it lies neither on LD_LIBRARY_PATH nor where systems keep libraries");
    }

    private static final String OUR_AGENT =
            "Manifest-Version: 1.0\nPremain-Class: io.github.reprorun.internal.agent.ReproAgent\n";

    /** It is on the class path, or begins what is there and brings nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"names.jar", "copy.jar", "on-class-path.jar"})
    void asksNothingOfOurOwnAgent(String agent) throws IOException {
        writeJar(folder.resolve("names.jar"), Map.of("META-INF/MANIFEST.MF", OUR_AGENT));
        writeJar(folder.resolve("on-class-path.jar"), Map.of("META-INF/MANIFEST.MF", OUR_AGENT, "B.class", "b"));
        Files.copy(folder.resolve("on-class-path.jar"), folder.resolve("copy.jar"));
        profile = onClassPath(
                List.of(classes.toString(), folder.resolve("on-class-path.jar").toString()), "-javaagent:" + agent);

        assertThat(CodeEvidence.ofStart(profile, Map.of(), Set.of(runs())).optionCode())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repro-core-9.jar", "reprorun-agent-1.jar", "more.jar"})
    void digestsAnAgentThatIsOursByNameOrManifestAlone(String agent) throws IOException {
        writeJar(folder.resolve("more.jar"), Map.of("META-INF/MANIFEST.MF", OUR_AGENT, "B.class", "b"));
        for (String name : List.of("repro-core-9.jar", "reprorun-agent-1.jar")) {
            writeJar(folder.resolve(name), "B.class");
        }
        profile = profile("-javaagent:" + agent);

        assertThat(CodeEvidence.ofStart(profile, Map.of(), Set.of(runs())).optionCode())
                .extracting(Resource::name)
                .containsExactly("-javaagent:" + agent);
    }

    /** A manifest may name anything, and nobody writes to this. */
    @ParameterizedTest
    @CsvSource({
        "-javaagent:, agent.jar",
        "-javaagent:, repro-core-9.jar",
        "-Xbootclasspath/a:, a.jar",
        "--module-path=, a.jar",
    })
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void doesNotWaitForAPipe(String option, String name) throws IOException, InterruptedException {
        Path pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        SameOrigin then = now();

        PinnedProfile other = profile(option + pipe);
        assertThatThrownBy(() -> then.require(other, Map.of(), runs()))
                .hasMessageContaining(name + ": it is unknown whether it is the same");
        assertThat(PinnedJvm.pinned(other.jvmOptions(), 1)).isNotEmpty();
        assertThat(CodeEvidence.ofStart(profile, Map.of("JDK_JAVA_OPTIONS", "@" + pipe), Set.of(runs()))
                        .optionCode())
                .isEmpty();
    }

    @Test
    void asksNothingOfAgentsOfTheJdk() {
        profile = profile("-agentlib:jdwp=transport=dt_socket");

        assertThatCode(() -> now().require(profile, Map.of(), runs())).doesNotThrowAnyException();
    }

    /** A JVM takes providers of a service in the order of the jars that name them. */
    @Test
    void refusesJarsInAnotherOrderThatProvideOneService() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String name : List.of("a.jar", "b.jar", "c.jar", "none.jar")) {
            Path jar = folder.resolve(name);
            String provider = name.equals("none.jar") ? "none.txt" : "META-INF/services/com.acme.Rate";
            writeJar(jar, Map.of(provider, name));
            jars.add(jar.toString());
        }
        profile = onClassPath(jars);
        SameOrigin then = now();

        PinnedProfile alike = onClassPath(List.of(jars.get(3), jars.get(0), jars.get(1), jars.get(2)));
        assertThatCode(() -> then.require(alike, Map.of(), runs())).doesNotThrowAnyException();
        PinnedProfile other = onClassPath(List.of(jars.get(0), jars.get(2), jars.get(1), jars.get(3)));
        assertThatThrownBy(() -> then.require(other, Map.of(), runs()))
                .hasMessage(
                        "class path: the code is not what the run had: c.jar before b.jar, which has files of the same"
                                + " names");
    }

    private PinnedProfile onClassPath(List<String> entries, String... options) {
        return new PinnedProfile("host", 1, new TreeMap<>(), List.of(options), entries, folder.toString());
    }

    private PinnedProfile profile(String... options) {
        return new PinnedProfile(
                "host", 1, new TreeMap<>(), List.of(options), List.of(classes.toString()), folder.toString());
    }

    private static void writeJar(Path jar, Map<String, String> files) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void writeJar(Path jar, String... files) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String file : files) {
                out.putNextEntry(new ZipEntry(file));
            }
        }
    }

    @Test
    void refusesCodeThatCannotBeDigestedNow() throws IOException {
        SameOrigin then = now();
        makeUndigestible();

        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessageStartingWith("class path: the code is not what the run had: ")
                .hasMessageContaining("classes: it is unknown whether it is the same, because it is not digested: ")
                .hasMessageContaining("its name holds a line feed; rename it");
    }

    @Test
    void refusesCodeThatWasNotDigestedThen() throws IOException {
        makeUndigestible();
        SameOrigin then = now();
        Files.writeString(classes.resolve("A.class"), "second");

        assertThatThrownBy(() -> then.require(profile, Map.of(), runs()))
                .isInstanceOf(NotRerunnableException.class)
                .hasMessageContaining("classes: it is unknown whether it is the same, because it was not digested: ");
    }
}
