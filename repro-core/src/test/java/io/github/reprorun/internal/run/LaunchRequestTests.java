package io.github.reprorun.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.reprorun.internal.directory.RecordedStart;
import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.launch.Signing;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.RunDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchRequestTests {
    @TempDir
    private Path run;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void saysWhatToDoAboutARunThatLeftNoManifest() {
        begin(Manifests.full());

        assertThat(status(0)).isEqualTo(1);
        assertThat(status(137)).isEqualTo(137);
        assertThat(said)
                .hasToString(line(0, "by Runtime.halt or because something ended it")
                        + line(137, "by Runtime.halt or because something ended it"));
    }

    /** Its JVM has said why, if it was refused. */
    @Test
    void doesNotSayThatARunWasEndedThatMayHaveBeenRefused() {
        begin(Manifests.full());

        assertThat(status(2)).isEqualTo(2);
        assertThat(said)
                .hasToString(line(2, "for a reason given above, by Runtime.halt or because something ended it"));
    }

    @Test
    void saysThatSecretsAreNeededToGoOn() {
        begin(Manifests.changed(
                "/predicate/buildDefinition/externalParameters/arguments",
                list -> ((ArrayNode) list).add("--key=<redacted>")));

        assertThat(status(0)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .endsWith("show tells how far the run came, and resume goes on if it is given the secrets again,"
                        + " which are not recorded\n");
    }

    @Test
    void saysWhyARunCannotBeResumed() throws IOException {
        assertThat(status(0)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .endsWith("; it cannot be resumed: " + run + ": is not a run directory: it holds no journal\n");

        Files.writeString(run.resolve(Journal.FILE_NAME), "not a journal\n\n");
        assertThat(status(0)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .endsWith("; it cannot be resumed: " + run.resolve(Journal.FILE_NAME)
                        + ": line 1 is not what was written\n");
    }

    private String line(int status, String cause) {
        return "reprorun: " + run + " has no manifest: its JVM ended with status " + status + ", " + cause
                + "; show tells how far the run came, and resume goes on\n";
    }

    private void begin(Manifest manifest) {
        RunDefinition definition = manifest.definition();
        RecordedStart start = new RecordedStart(
                false,
                false,
                new Signing(false, Optional.empty()),
                new TreeMap<>(),
                new Labels(new TreeMap<>()),
                Optional.empty());
        RunHistory unused = RunHistory.begin(run, MachineClock.UTC, definition, start);
    }

    private int status(int status) {
        return LaunchRequest.status(run, status, new PrintStream(said, true, StandardCharsets.UTF_8));
    }
}
