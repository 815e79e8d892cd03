package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTests {
    @TempDir
    private Path runs;

    @Test
    void liesBelowItsName() {
        RunDirectory directory = RunDirectory.create(runs, "name", "id");

        assertThat(directory.path()).isEqualTo(runs.resolve("name/id"));
        assertThat(directory.path().resolve("outputs")).isEmptyDirectory();
    }

    @Test
    void isForOneRunAlone() throws IOException {
        Path output = RunDirectory.create(runs, "name", "id").output("precious");
        Files.writeString(output, "x");

        assertThatThrownBy(() -> RunDirectory.create(runs, "name", "id"))
                .isInstanceOf(UnwritableException.class)
                .hasMessage(runs.resolve("name/id") + ": is there already; a run needs a directory of its own");
        assertThat(output).hasContent("x");
    }

    @Test
    void standsBesideThoseOfOtherRuns() {
        RunDirectory.create(runs, "name", "id");

        assertThat(RunDirectory.create(runs, "name", "other").path()).exists();
        assertThat(RunDirectory.create(runs, "other", "id").path()).exists();
    }
}
