package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.runs.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any training starts. */
class RunStartTests {
    @TempDir
    private Path folder;

    @Nested
    class RunsDirectories {
        @Test
        void areMadeIfNeedBe() {
            Path deep = folder.resolve("a/b/c");
            RunResult result =
                    ReproducibleRun.of("n").seed(1).runsDirectory(deep).execute(training -> {});

            assertThat(result.directory().getParent())
                    .isEqualTo(deep.toAbsolutePath().resolve("n"));
        }

        @Test
        void areRefusedIfTheyAreAFile() throws IOException {
            Path file = Files.writeString(folder.resolve("runs"), "precious");

            assertRefused(
                    ReproducibleRun.of("n").seed(1).runsDirectory(file),
                    UnwritableException.class,
                    file.toAbsolutePath()
                            + ": is not a directory, so no run can be kept there; no training was started");
            assertThat(file).hasContent("precious");
        }

        @Test
        void areRefusedIfAFileIsInTheWay() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "precious");

            assertRefused(
                    ReproducibleRun.of("n").seed(1).runsDirectory(file.resolve("runs")),
                    UnwritableException.class,
                    file.toAbsolutePath()
                            + ": is not a directory, so no run can be kept there; no training was started");
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void areRefusedIfNobodyCanWriteThere() {
            assertRefused(
                    ReproducibleRun.of("n").runsDirectory(Path.of("/proc/self/runs")), UnwritableException.class, null);
        }

        /** Root may write anywhere, where there is a test of an ordinary user only. */
        @Test
        void areRefusedIfTheyCannotBeWritten() throws IOException {
            Path runs = Files.createDirectory(folder.resolve("runs"));
            assumeThat(runs.getFileSystem().supportedFileAttributeViews()).contains("posix");
            Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("r-xr-xr-x"));
            assumeThat(Files.isWritable(runs)).isFalse();

            assertRefused(ReproducibleRun.of("n").seed(1).runsDirectory(runs), UnwritableException.class, null);
        }
    }

    @Nested
    class Names {
        @ParameterizedTest
        @ValueSource(strings = {"", "..", "a/b", ".a", "-a", "a b", "\u00fc", "a\n"})
        void areRefusedIfTheyCannotBeOfADirectory(String name) {
            assertThatThrownBy(
                            () -> ReproducibleRun.of(name).runsDirectory(folder).execute(training -> {}))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("run name: \"");
        }
    }

    @Nested
    class Keys {
        @Test
        void areRefusedIfTheyAreNotThere() {
            Path key = folder.resolve("signing.pem");

            assertRefused(new ExecutedRun(folder).unsigned().signedBy(key), UnreadableException.class, null);
        }

        @Test
        void areRefusedIfTheyAreNone() throws IOException {
            Path key = Files.writeString(folder.resolve("signing.pem"), "no key");
            if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            }
            assertRefused(new ExecutedRun(folder).unsigned().signedBy(key), UnreadableException.class, null);
            assertThat(folder.resolve("runs")).doesNotExist();
        }

        @Test
        void areRefusedIfOthersCanReadThem() throws IOException {
            Path key = Files.writeString(folder.resolve("signing.pem"), "no key");
            assumeThat(key.getFileSystem().supportedFileAttributeViews()).contains("posix");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

            assertRefused(new ExecutedRun(folder).unsigned().signedBy(key), UsageException.class, null);
        }
    }

    @Test
    void fewerThanOneThreadIsRefused() {
        assertRefused(
                new ExecutedRun(folder).unsigned().threads(0),
                UsageException.class,
                "threads: at least 1 is needed, not 0");
    }

    private static void assertRefused(ReproducibleRun run, Class<? extends ReproException> type, String message) {
        AtomicBoolean trained = new AtomicBoolean();

        assertThatThrownBy(() -> run.execute(training -> trained.set(true)))
                .isInstanceOf(type)
                .satisfies(failure -> {
                    if (message != null) {
                        assertThat(failure).hasMessage(message);
                    }
                });
        assertThat(trained).isFalse();
    }
}
