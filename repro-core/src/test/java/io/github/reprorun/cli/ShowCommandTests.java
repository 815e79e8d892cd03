package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTests {
    @TempDir
    private Path run;

    @BeforeEach
    void writeManifest() throws IOException {
        Files.write(run.resolve("manifest.json"), ManifestJson.write(Manifests.full()));
    }

    @Test
    void showsEverythingAReaderAsksFor() {
        Verb verb = Verb.run("show", run).assertStatus(0).assertSilent();

        assertThat(verb.out()).isEqualTo(Golden.text("show.txt"));
    }

    @Test
    void showsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"ar-EG-u-nu-arab", "tr-TR", "th-TH-u-ca-buddhist"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(Verb.run("show", run).out()).isEqualTo(Golden.text("show.txt"));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void saysHowARunThatFailedGoesOn() {
        ReproducibleRun failing = ReproducibleRun.of("failing").seed(42).runsDirectory(run);
        assertThatThrownBy(() -> failing.execute(context -> {
                    throw new IllegalStateException("no more");
                }))
                .hasMessage("no more");
        Path directory = only(run.resolve("failing"));

        for (Path named : new Path[] {directory, directory.resolve("manifest.json")}) {
            assertThat(Verb.run("show", named).assertStatus(0).out())
                    .contains(
                            "  status                       FAILED: java.lang.IllegalStateException: no more",
                            "  last checkpoint              none\n",
                            "  to go on                     reprorun resume " + directory + "\n");
        }
    }

    private static Path only(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void printsTheManifestByteByByte() {
        Verb verb = Verb.run("show", run.resolve("manifest.json"), "--json")
                .assertStatus(0)
                .assertSilent();

        assertThat(verb.out().getBytes(StandardCharsets.UTF_8)).isEqualTo(ManifestJson.write(Manifests.full()));
    }

    @Test
    void saysThatThereIsNoSuchRun() {
        Path nowhere = run.resolve("nowhere");

        Verb.run("show", nowhere).assertStatus(2).assertError("reprorun: " + nowhere + ": there is no such run");
    }

    @Test
    void saysThatAManifestWasEdited() throws IOException {
        Files.writeString(run.resolve("manifest.json"), Files.readString(run.resolve("manifest.json")) + "\n");

        Verb verb = Verb.run("show", run).assertStatus(2);
        assertThat(verb.err())
                .startsWith("reprorun: " + run.resolve("manifest.json") + ": is not in the exact form of a manifest");
        assertThat(verb.err().lines()).hasSize(1);
    }
}
