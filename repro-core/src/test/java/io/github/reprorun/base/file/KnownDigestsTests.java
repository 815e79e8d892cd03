package io.github.reprorun.base.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its files have no inode, so each is read")
class KnownDigestsTests {
    private static final String FORGED = "f".repeat(64);

    @TempDir
    private Path folder;

    private Path list;

    private Path jar;

    /** When every file here has long been as it is. */
    private Instant later;

    @BeforeEach
    void makeAJar() throws IOException {
        list = folder.resolve("digests");
        jar = Files.writeString(folder.resolve("a b.jar"), "classes");
        later = Files.getLastModifiedTime(jar).toInstant().plus(Duration.ofHours(1));
    }

    private KnownDigests run(Instant began) {
        return KnownDigests.of(KnownDigests.property(list, began));
    }

    /** Has the list say another digest, by which the tests see that it was believed. */
    private void forge() throws IOException {
        Files.writeString(list, FORGED + Files.readString(list).substring(FORGED.length()));
    }

    private static String sha256(String text) {
        return Sha256.ofUtf8(text).hex();
    }

    @Test
    void areBelievedByALaterRunWhileTheFileIsTheSame() throws IOException {
        FileDigest read = run(later).of(jar);
        forge();

        assertThat(read.sha256().hex()).isEqualTo(sha256("classes"));
        assertThat(run(later).of(jar)).isEqualTo(new FileDigest(new Sha256(FORGED), 7));
    }

    @Test
    void areReadAgainIfTheFileChangedThoughItsSizeAndTimeAreTheSame() throws IOException {
        FileTime time = Files.getLastModifiedTime(jar);
        FileDigest unused = run(later).of(jar);
        forge();
        Path other = Files.writeString(folder.resolve("other"), "CLASSES");
        Files.move(other, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, time);

        assertThat(run(later).of(jar).sha256().hex()).isEqualTo(sha256("CLASSES"));
    }

    @Test
    void areNotListedOfAFileThatChangedJustBefore() throws IOException {
        Instant now = Files.getLastModifiedTime(jar).toInstant();

        assertThat(run(now).of(jar).sha256().hex()).isEqualTo(sha256("classes"));
        assertThat(list).doesNotExist();
    }

    @Test
    void areWorthNothingOnALineThatWasCutOff() throws IOException {
        FileDigest unused = run(later).of(jar);
        forge();
        String line = Files.readString(list);
        Files.writeString(list, line.substring(0, line.length() / 2) + line.replace(FORGED, "not a digest"));

        assertThat(run(later).of(jar).sha256().hex()).isEqualTo(sha256("classes"));
    }

    @Test
    void areReadIfTheListCannotBe() throws IOException {
        Files.write(list, new byte[] {(byte) 0xc3, '\n'});
        assertThat(run(later).of(jar).sha256().hex()).isEqualTo(sha256("classes"));

        Files.delete(list);
        Files.createDirectory(list);
        assertThat(run(later).of(jar).sha256().hex()).isEqualTo(sha256("classes"));
    }

    @Test
    void areListedOncePerFile() throws IOException {
        KnownDigests first = run(later);
        FileDigest once = first.of(jar);
        FileDigest twice = first.of(jar);
        FileDigest byAnother = run(later).of(jar);

        assertThat(List.of(twice, byAnother)).containsOnly(once);
        assertThat(Files.readAllLines(list, StandardCharsets.UTF_8))
                .singleElement()
                .asString()
                .startsWith(sha256("classes") + " 7 ")
                .endsWith(" " + jar);
    }

    @Test
    void areNoneOutsideOfAStudy() throws IOException {
        for (String property : new String[] {null, "", "digests", "x:digests"}) {
            assertThat(KnownDigests.of(property).of(jar).sha256().hex()).isEqualTo(sha256("classes"));
        }
        assertThat(list).doesNotExist();
    }
}
