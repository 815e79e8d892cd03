package io.github.reprorun.rerun;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
