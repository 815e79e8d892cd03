package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOutputTests {
    @TempDir
    private Path folder;

    private ExecutedRun run;

    @BeforeEach
    void prepare() {
        run = new ExecutedRun(folder);
    }

    @Test
    void isDigestedWhenTheRunEnds() {
        Manifest manifest = run.of(training -> {
            Files.writeString(training.output("labels.txt"), "before");
            Files.writeString(training.output("labels.txt"), "after");
            Files.writeString(training.output("models/deep/model.zip"), "m");
        });
        assertThat(manifest.subjects())
                .containsEntry("outputs/labels.txt", Sha256.ofUtf8("after"))
                .containsEntry("outputs/models/deep/model.zip", Sha256.ofUtf8("m"));
        assertThat(run.directory().resolve("outputs/labels.txt")).hasContent("after");
    }

    @Test
    void isASubjectEvenIfItWasWrittenWithoutAsking() {
        Manifest manifest =
                run.of(training -> Files.writeString(training.directory().resolve("outputs/own.txt"), "own"));

        assertThat(manifest.subjects()).containsEntry("outputs/own.txt", Sha256.ofUtf8("own"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"models\\model.bin", "a\nb", "\u001b[2J"})
    void isRefusedByItsOwnNameIfAManifestCannotHaveThat(String name) {
        assumeThat(File.separator).isEqualTo("/");

        assertThatThrownBy(() -> run.of(
                        training -> Files.writeString(training.directory().resolve("outputs/" + name), "weights")))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(OneLine.of("outputs/" + name)
                        + ": its name cannot be decoded, or holds a backslash or a control character");
    }

    @Test
    void mayHaveAnyNameOfAFile() {
        Manifest manifest = run.of(training -> {
            Files.writeString(training.output("a b/\u00fc.txt"), "x");
            Files.writeString(training.output("a/../c"), "c");
            Files.writeString(training.output("./d"), "d");
            Files.writeString(training.output("manifest.json"), "mine");
            Files.writeString(training.output("..."), "dots");
        });
        assertThat(manifest.subjects())
                .containsKeys(
                        "outputs/a b/\u00fc.txt", "outputs/c", "outputs/d", "outputs/manifest.json", "outputs/...");
    }

    @Nested
    class Escaping {
        @ParameterizedTest
        @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "//x", ".", "./", "a/..", "..", "outputs/../../x"})
        void isRefusedIfItWouldLieElsewhere(String name) {
            assertUsage(name, "would lie outside the outputs folder of the run directory");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a\\b", "..\\x", "a\nb", "a\u0000b", "a\u007fb", "\u001b[2J"})
        void isRefusedIfItIsNoName(String name) {
            assertUsage(name, "is not a valid name: it must not be empty, nor hold a backslash or a control character");
        }

        private void assertUsage(String name, String problem) {
            assertThatThrownBy(() -> run.of(training -> training.output(name)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(new UsageException("output \"" + name + "\"", problem).getMessage());
            assertThat(folder.resolve("runs/test/x")).doesNotExist();
        }

        @Test
        void isRefusedIfItCannotBeAFileNameHere() {
            assertThatThrownBy(() -> run.of(training -> training.output("\ud83d")))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("output \"\\ud83d\": is not a valid file name here (");
        }
    }

    @Nested
    class Links {
        @Test
        void failTheRunBecauseTheyAreNoFiles() throws IOException {
            Path secret = Files.writeString(folder.resolve("secret"), "s");
            assumeThat(canLink()).isTrue();

            assertThatThrownBy(() -> run.signed().execute(training -> {
                        Files.writeString(training.output("good.txt"), "good");
                        Files.createSymbolicLink(training.output("link"), secret);
                    }))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(run.directory().resolve("outputs/link")
                            + ": only regular files can be outputs, not links or devices");

            assertThat(run.directory().resolve("manifest.json")).exists();
            assertThat(run.directory().resolve("manifest.dsse.json")).exists();
            Manifest manifest = ManifestJson.read(run.directory());
            assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
            assertThat(manifest.details().cause().orElseThrow())
                    .startsWith(UnreadableException.class.getName())
                    .contains("outputs/link: only regular files can be outputs");
            assertThat(manifest.subjects())
                    .containsEntry("outputs/good.txt", Sha256.ofUtf8("good"))
                    .doesNotContainKey("outputs/link");
        }

        @Test
        void areToldOfInARunThatFailsOfItself() throws IOException {
            assumeThat(canLink()).isTrue();

            assertThatThrownBy(() -> run.unsigned().execute(training -> {
                        Files.createSymbolicLink(training.output("link"), folder);
                        throw new IllegalStateException("no convergence");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasNoSuppressedExceptions();

            assertThat(ManifestJson.read(run.directory()).details().cause())
                    .contains("java.lang.IllegalStateException: no convergence; left out: "
                            + run.directory().resolve("outputs/link")
                            + ": only regular files can be outputs, not links or devices");
        }

        private boolean canLink() throws IOException {
            try {
                Files.createSymbolicLink(folder.resolve("trial"), folder);
                return true;
            } catch (FileSystemException notAllowed) {
                return false; // Windows asks for a privilege.
            }
        }
    }
}
