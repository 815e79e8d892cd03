package io.github.reprorun.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.file.KnownDigests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its files have no inode, so each is read")
class KnownClassPathTests {
    private static final Duration LATER = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Path classes;

    private Path jar;

    private List<String> entries;

    @BeforeEach
    void makeAClassPath() throws IOException {
        folder = folder.toRealPath();
        classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(classes.resolve("A.class"), "a");
        jar = folder.resolve("lib.jar");
        jar("Manifest-Version: 1.0\nClass-Path: other.jar missing.jar\n");
        Files.copy(jar, folder.resolve("other.jar"));
        entries = List.of(
                classes.toString(), jar.toString(), folder.resolve("none").toString());
    }

    private void jar(String manifest) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("A.class"));
            zip.write('b');
        }
    }

    private KnownClassPath known(Instant began, Set<Path> excluded) {
        return new KnownClassPath(
                KnownDigests.of(KnownDigests.property(folder.resolve("digests"), began)), entries, excluded);
    }

    private Optional<List<ClassPathEntry>> found() {
        return known(Instant.now().plus(LATER), Set.of()).find();
    }

    private List<ClassPathEntry> read() {
        return ClassPathDigest.of(known(Instant.now().plus(LATER), Set.of()), entries, Set.of());
    }

    @Test
    void isFoundAsItWasRead() {
        assertThat(found()).isEmpty();

        List<ClassPathEntry> read = read();

        assertThat(read).hasSize(5);
        assertThat(read.get(0).contents().precedes()).containsExactly(2, 3);
        assertThat(found()).contains(read).contains(ClassPathDigest.of(entries, Set.of()));
        assertThat(known(Instant.now().plus(LATER), Set.of(folder.resolve("runs")))
                        .find())
                .as("with something else left out")
                .isEmpty();
    }

    @Test
    void isReadAgainWhenAFileChangesOrComes() throws IOException {
        List<ClassPathEntry> first = read();
        Files.writeString(classes.resolve("A.class"), "c");
        assertThat(found()).isEmpty();
        List<ClassPathEntry> second = read();
        assertThat(second.get(0).digest()).isNotEqualTo(first.get(0).digest());
        assertThat(found()).contains(second);

        Files.writeString(classes.resolve("B.class"), "b");
        assertThat(found()).isEmpty();
        read();
        Files.createDirectory(folder.resolve("none"));
        assertThat(found()).as("where nothing was").isEmpty();
        read();
        Files.delete(folder.resolve("other.jar"));
        assertThat(found()).as("named by a jar").isEmpty();
    }

    @Test
    void isNotWrittenDownIfAFileHasJustChanged() {
        KnownClassPath early = known(Instant.now(), Set.of());

        List<ClassPathEntry> unused = ClassPathDigest.of(early, entries, Set.of());

        assertThat(found()).isEmpty();
    }

    @Test
    void isReadAgainWhereWhatWasWrittenDownIsDamaged() throws IOException {
        List<ClassPathEntry> read = read();
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.filter(each -> each.getFileName().toString().startsWith("digests."))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(file);
        for (String damaged : List.of("", "x", text.substring(0, text.length() / 2), text.replace("JAR", "TAR"))) {
            Files.writeString(file, damaged);
            assertThat(found()).as(damaged).isEmpty();
            assertThat(read()).isEqualTo(read);
            assertThat(found()).contains(read);
        }
    }
}
