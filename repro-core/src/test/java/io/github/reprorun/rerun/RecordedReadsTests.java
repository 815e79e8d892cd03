package io.github.reprorun.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RecordedReadsTests {
    @TempDir
    private Path folder;

    private VerifiedRun run;

    @BeforeEach
    void readAFolder() throws IOException {
        Files.createDirectory(folder.resolve("inputs"));
        Files.write(folder.resolve(Manifest.FILE_NAME), ManifestJson.write(Manifests.changed("", tree -> {
            ((ObjectNode) tree.at("/predicate")).putArray("series");
            ((ObjectNode) tree).putArray("subject");
            ((ArrayNode) tree.at("/predicate/buildDefinition/resolvedDependencies")).remove(0);
            ((ObjectNode) tree.at("/predicate/buildDefinition/resolvedDependencies/0/annotations"))
                    .put("origin", "opened by the program")
                    .put("path", "images")
                    .put("size", "5");
            return tree;
        })));
        run = VerifiedRun.unsigned(folder);
    }

    @Test
    void ofAFolderAreThoseOfItsListing() throws IOException {
        Path file = folder.resolve("images/cat.png");
        Files.writeString(
                folder.resolve("inputs/images.sha256"), Sha256.ofUtf8("a cat").hex() + "  cat.png\n");

        RecordedReads reads = RecordedReads.of(run, folder);

        assertThat(reads.paths()).containsExactly(file);
        assertThatThrownBy(reads::changes)
                .isInstanceOf(NotRerunnableException.class)
                .hasMessage(file + ": was read by the run, but is not here");
        Files.createDirectory(file.getParent());
        Files.writeString(file, "a cat");
        assertThat(reads.changes()).isEmpty();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void doNotWaitForAPipeInPlaceOfTheListing() throws IOException, InterruptedException {
        Path pipe = folder.resolve("inputs/images.sha256");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> RecordedReads.of(run, folder))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith(pipe + ": ");
    }
}
