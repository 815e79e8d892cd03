package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.InputChangedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInputTests {
    @TempDir
    private Path folder;

    private ExecutedRun run;
    private Path claims;

    @BeforeEach
    void writeClaims() throws IOException {
        run = new ExecutedRun(folder);
        claims = Files.writeString(folder.resolve("claims.csv"), "1,2\n");
    }

    @Nested
    class Digesting {
        @Test
        void recordsAFile() {
            Manifest manifest = run.of(
                    training -> assertThat(training.input("claims", claims)).isEqualTo(claims));

            assertThat(inputs(manifest))
                    .containsExactly(Manifests.resource(
                            "claims",
                            "",
                            Map.of("sha256", Sha256.ofUtf8("1,2\n").hex()),
                            "kind",
                            "input",
                            "path",
                            claims.toString(),
                            "size",
                            "4"));
        }

        @Test
        void recordsAFolderAndKeepsTheListingItsDigestIsOver() throws IOException {
            Path images = folder("images");

            Manifest manifest = run.of(training -> training.input("images", images));

            String dirHash = FolderDigest.of(images).dirHash().hex();
            assertThat(inputs(manifest))
                    .containsExactly(Manifests.resource(
                            "images",
                            "",
                            Map.of("dirHash", dirHash),
                            "files",
                            "2",
                            "kind",
                            "input",
                            "path",
                            images.toString(),
                            "size",
                            "2"));
            assertThat(manifest.subjects()).containsEntry("inputs/images.sha256", new Sha256(dirHash));
            assertThat(run.directory().resolve("inputs/images.sha256"))
                    .hasContent(Sha256.ofUtf8("a") + "  a.png\n" + Sha256.ofUtf8("b") + "  deep/b.png");
        }

        @Test
        void recordsAnInputThatIsAskedForTwiceOnce() {
            Manifest manifest = run.of(training -> {
                training.input("claims", claims);
                training.input("claims", claims);
            });
            assertThat(inputs(manifest)).hasSize(1);
        }

        @Test
        void recordsInputsByName() {
            Manifest manifest = run.of(training -> {
                training.input("z", claims);
                training.input("a", claims);
            });
            assertThat(inputs(manifest)).extracting(Resource::name).containsExactly("a", "z");
        }

        @Test
        void giveOneResultWhereverTheyLie() throws IOException {
            Manifest here = run.of(training -> training.input("claims", claims));
            Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
            Path copy = Files.copy(claims, elsewhere.resolve("copy.csv"));
            Manifest there = new ExecutedRun(elsewhere).of(training -> training.input("claims", copy));

            assertThat(there.resultDigest()).isEqualTo(here.resultDigest());
        }
    }

    @Nested
    class Refusing {
        @Test
        void refusesWhatIsNotThere() {
            Path nowhere = folder.resolve("nowhere.csv");

            assertRefused(
                    "claims", nowhere, UnreadableException.class, "input \"claims\" (" + nowhere + "): is not there");
        }

        @Test
        void refusesAnotherPathForTheSameName() {
            assertThatThrownBy(() -> run.of(training -> {
                        training.input("claims", claims);
                        training.input("claims", claims.resolveSibling("other.csv"));
                    }))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("input \"claims\": already stands for " + claims + ", not "
                            + claims.resolveSibling("other.csv"));
        }

        @Test
        void takesANameOfAHundredCharacters() {
            String longest = "x".repeat(96) + "._-0";

            assertThat(run.of(training -> training.input(longest, claims))
                            .definition()
                            .dependencies())
                    .anyMatch(input -> input.name().equals(longest));
        }

        @Test
        void refusesAnImpossibleName() {
            for (String name : List.of("", "../x", "a/b", "\u00fc", ".hidden", "x".repeat(101))) {
                assertThatThrownBy(() -> new ExecutedRun(folder.resolve(Integer.toString(name.hashCode())))
                                .of(training -> training.input(name, claims)))
                        .isInstanceOf(UsageException.class)
                        .hasMessage("input name: \"" + name
                                + "\" is not a name of 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning"
                                + " with a letter or a digit");
            }
        }

        private void assertRefused(String name, Path path, Class<? extends Exception> type, String message) {
            assertThatThrownBy(() -> run.of(training -> training.input(name, path)))
                    .isInstanceOf(type)
                    .hasMessage(message);
        }
    }

    @Nested
    class Changing {
        @Test
        void failsIfAnInputIsOtherwiseAtTheEnd() {
            assertChanged(
                    training -> {
                        training.input("claims", claims);
                        Files.writeString(claims, "1,3\n");
                    },
                    "input \"claims\" (" + claims + "): was {sha256=" + Sha256.ofUtf8("1,2\n")
                            + "} when the training asked for it, is {sha256=" + Sha256.ofUtf8("1,3\n")
                            + "} at the end of the run");
        }

        @Test
        void failsIfAnOldInputIsRewrittenWithTheSameSizeAndTime() throws IOException {
            FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
            Files.setLastModifiedTime(claims, longAgo);

            assertChanged(
                    training -> {
                        training.input("claims", claims);
                        Files.writeString(claims, "1,3\n");
                        Files.setLastModifiedTime(claims, longAgo);
                    },
                    "input \"claims\" (" + claims + "): was {sha256=" + Sha256.ofUtf8("1,2\n")
                            + "} when the training asked for it, is {sha256=" + Sha256.ofUtf8("1,3\n")
                            + "} at the end of the run");
        }

        @Test
        void failsIfAnInputIsGoneAtTheEnd() {
            String subject = "input \"claims\" (" + claims + ")";
            assertChanged(
                    training -> {
                        training.input("claims", claims);
                        Files.delete(claims);
                    },
                    subject + ": is gone at the end of the run: " + subject + ": is not there");
        }

        @Test
        void failsIfAFileOfAFolderIsAddedRemovedOrRenamed() throws IOException {
            Path images = folder("images");
            String before = FolderDigest.of(images).dirHash().hex();
            List<Change> changes = List.of(
                    () -> Files.writeString(images.resolve("c.png"), "c"),
                    () -> Files.delete(images.resolve("c.png")),
                    () -> Files.move(images.resolve("a.png"), images.resolve("A.png")));
            String known = before;
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                String expected = "{dirHash=" + known + "}";
                assertThatThrownBy(() -> new ExecutedRun(Files.createTempDirectory(folder, "run")).of(training -> {
                            training.input("images", images);
                            change.run();
                        }))
                        .isInstanceOf(InputChangedException.class)
                        .hasMessageContaining("was " + expected + " when the training asked for it, is {dirHash=");
                known = FolderDigest.of(images).dirHash().hex();
            }
        }

        @Test
        void namesEveryInputThatChanged() throws IOException {
            Path more = Files.writeString(folder.resolve("more.csv"), "3\n");

            assertThatThrownBy(() -> run.of(training -> {
                        training.input("claims", claims);
                        training.input("more", more);
                        Files.delete(claims);
                        Files.delete(more);
                    }))
                    .isInstanceOf(InputChangedException.class)
                    .hasMessageStartingWith("input \"claims\"")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .singleElement()
                            .satisfies(second -> assertThat(second).hasMessageStartingWith("input \"more\"")));
        }

        @Test
        void isOfNoConcernIfOnlyTheTimeIsAnother() {
            Manifest manifest = run.of(training -> {
                training.input("claims", claims);
                Files.setLastModifiedTime(claims, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
            });
            assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        @Test
        void isOfNoConcernIfTheSameIsWrittenAgain() {
            Manifest manifest = run.of(training -> {
                training.input("claims", claims);
                Files.writeString(claims, "1,2\n");
            });
            assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        private void assertChanged(Training training, String message) {
            assertThatThrownBy(() -> run.of(training))
                    .isInstanceOf(InputChangedException.class)
                    .hasMessage(message);
            Manifest manifest = run.left();
            assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
            assertThat(manifest.details().cause()).contains(InputChangedException.class.getName() + ": " + message);
            assertThat(inputs(manifest).get(0).digest())
                    .containsEntry("sha256", Sha256.ofUtf8("1,2\n").hex());
        }
    }

    private interface Change {
        void run() throws IOException;
    }

    private Path folder(String name) throws IOException {
        Path path = Files.createDirectories(folder.resolve(name));
        Files.createDirectory(path.resolve("deep"));
        Files.writeString(path.resolve("a.png"), "a");
        Files.writeString(path.resolve("deep/b.png"), "b");
        return path;
    }

    private static List<Resource> inputs(Manifest manifest) {
        return manifest.definition().dependencies(RunDefinition.KIND_INPUT);
    }
}
