package io.github.reprorun.base.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its files have no inode, so each is read")
class FolderStampsTests {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeAFolder() throws IOException {
        file = Files.createDirectories(folder.resolve("classes/com")).resolve("A.class");
        Files.writeString(file, "a");
    }

    private Optional<String> stamps(Instant began) {
        return FolderStamps.of(
                folder.resolve("classes"),
                Set.of(folder.resolve("classes/runs")),
                KnownDigests.of(KnownDigests.property(folder.resolve("digests"), began)));
    }

    private Instant later() throws IOException {
        return Files.getLastModifiedTime(file).toInstant().plus(Duration.ofHours(1));
    }

    @Test
    void areOthersForAnotherFileOrName() throws IOException {
        Instant later = later();
        Optional<String> before = stamps(later);

        assertThat(before).isPresent();
        assertThat(stamps(later)).isEqualTo(before);
        Files.writeString(Files.createDirectory(folder.resolve("classes/runs")).resolve("log"), "excluded");
        assertThat(stamps(later)).isEqualTo(before);
        Files.writeString(folder.resolve("classes/com/B.class"), "b");
        assertThat(stamps(later)).isPresent().isNotEqualTo(before);
        Files.delete(folder.resolve("classes/com/B.class"));
        assertThat(stamps(later)).isEqualTo(before);
        FileTime modified = Files.getLastModifiedTime(file);
        Files.writeString(file, "c");
        Files.setLastModifiedTime(file, modified);
        assertThat(stamps(later)).isNotEqualTo(before);
    }

    @Test
    void areNoneOfAFileThatHasJustChanged() throws IOException {
        assertThat(stamps(Files.getLastModifiedTime(file).toInstant())).isEmpty();
    }

    @Test
    void areNoneOfAFolderThatNoDigestIsTakenOf() throws IOException {
        Files.createSymbolicLink(folder.resolve("classes/loop"), folder.resolve("classes"));

        assertThat(stamps(later())).isEmpty();
    }
}
