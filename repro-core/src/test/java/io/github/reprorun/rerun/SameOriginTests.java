package io.github.reprorun.rerun;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.code.CodeListings;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.internal.run.CodeEvidence;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        CodeEvidence code = CodeEvidence.observe(profile.classPath(), runs(), folder);
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
                CodeEvidence.observe(profile.classPath(), runs(), folder).listings();
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
