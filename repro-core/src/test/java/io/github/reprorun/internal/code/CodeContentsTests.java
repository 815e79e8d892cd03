package io.github.reprorun.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeContentsTests {
    private static final String MULTI_RELEASE = "Manifest-Version: 1.0\nMulti-Release: true\n\n";

    @TempDir
    private Path folder;

    @Test
    void areThoseOfTheFolderThatAJarIsMadeOfWithoutWhatTheBuildLeft() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes/a"));
        Files.writeString(classes.resolve("B.class"), "b");
        Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(folder.resolve("classes/META-INF/services/x"), "a.B");
        Path jar = jar(
                "app.jar",
                "META-INF/MANIFEST.MF=Manifest-Version: 1.0\n",
                "META-INF/maven/g/a/pom.properties=version=1",
                "META-INF/KEY.SF=signature",
                "META-INF/KEY.EC=signature",
                "a/B.class=b",
                "META-INF/services/x=a.B");

        String listing = Sha256.ofUtf8("a.B") + "  META-INF/services/x\n" + Sha256.ofUtf8("b") + "  a/B.class\n";
        assertThat(contents(folder.resolve("classes"), jar))
                .extracting(ClassPathEntry.Contents::listing)
                .containsExactly(Optional.of(listing), Optional.of(listing));
        assertThat(contents(folder.resolve("classes"), jar))
                .extracting(ClassPathEntry.Contents::digest)
                .containsExactly(Optional.of(Sha256.ofUtf8(listing)), Optional.of(Sha256.ofUtf8(listing)));
    }

    @Test
    void differInOneByteOfOneFile() throws IOException {
        assertThat(contents(jar("1.jar", "A.class=a"), jar("2.jar", "A.class=b")))
                .extracting(ClassPathEntry.Contents::digest)
                .doesNotHaveDuplicates();
    }

    @Test
    void areNotKnownWhereAJvmFindsOtherVersionsOfClassesInAJarThanInAFolder() throws IOException {
        Path file = folder.resolve("classes/META-INF/versions/17/A.class");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a");
        String version = "META-INF/versions/17/A.class=a";

        assertThat(contents(
                        jar("says.jar", "META-INF/MANIFEST.MF=" + MULTI_RELEASE, version),
                        jar("silent.jar", version),
                        folder.resolve("classes")))
                .extracting(contents -> contents.digest().isPresent())
                .containsExactly(true, false, false);
    }

    @Test
    void areNotUnpackedFromALargeJar() throws IOException {
        String large = "x".repeat((int) CodeContents.LARGEST_JAR);

        assertThat(contents(jar("large.jar", "large=" + large), jar("larger.jar", "large=" + large + "x")))
                .extracting(contents -> contents.digest().isPresent())
                .containsExactly(true, false);
    }

    @Test
    void areNotUnpackedFromAJarThatLiesInARepositoryAsItWasReleased() throws IOException {
        assertThat(contents(
                        jar("repository/g/a/1.0/a-1.0.jar", "A.class=a"),
                        jar("repository/g/a/1.0/a-1.0-tests.jar", "B.class=a"),
                        jar("files-2.1/g/a/1.0/0f/a-1.0.jar", "C.class=a"),
                        jar("repository/g/a/1.0-SNAPSHOT/a-1.0-SNAPSHOT.jar", "D.class=a"),
                        jar("repository/g/a/1.0/b-1.0.jar", "E.class=a"),
                        jar("lib/a-1.0.jar", "F.class=a")))
                .extracting(contents -> contents.digest().isPresent())
                .containsExactly(false, false, false, true, true, true);
    }

    @Test
    void tellWhichReleasedJarHidesFilesOfOthers() throws IOException {
        assertThat(contents(jar("repository/g/a/1.0/a-1.0.jar", "A.class=a"), jar("lib/b.jar", "A.class=b")))
                .extracting(ClassPathEntry.Contents::precedes)
                .containsExactly(List.of(2), List.of());
    }

    @Test
    void tellWhichEntryHidesFilesOfOthers() throws IOException {
        Path first = jar("first.jar", "A.class=1", "LICENSE=1", "META-INF/services/x=1", "module-info.class=1");
        Path second = jar("second.jar", "B.class=2", "LICENSE=2", "META-INF/services/x=2", "module-info.class=2");
        Path third = jar(
                "third.jar", "META-INF/MANIFEST.MF=" + MULTI_RELEASE, "META-INF/versions/17/A.class=3", "B.class=3");

        assertThat(contents(first, second, third))
                .extracting(ClassPathEntry.Contents::precedes)
                .containsExactly(List.of(2, 3), List.of(3), List.of());
    }

    /** Each follows the one before: a JVM takes them all, in their order. */
    @Test
    void tellWhichEntryIsTheNextToProvideAService() throws IOException {
        Path first = jar("first.jar", "META-INF/services/x=1", "META-INF/spring.factories=1");
        Path second = jar("second.jar", "META-INF/services/x=2", "META-INF/spring.factories=2");
        Path third = jar("third.jar", "META-INF/services/x=3", "META-INF/services/y=3");

        assertThat(contents(first, second, third))
                .extracting(ClassPathEntry.Contents::precedes)
                .containsExactly(List.of(2), List.of(3), List.of());
    }

    private static List<ClassPathEntry.Contents> contents(Path... entries) {
        return ClassPathDigest.of(Stream.of(entries).map(Path::toString).toList(), Set.of()).stream()
                .map(ClassPathEntry::contents)
                .toList();
    }

    /** @param files each as {@code name=content} */
    private Path jar(String name, String... files) throws IOException {
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String file : files) {
                zip.putNextEntry(new ZipEntry(file.substring(0, file.indexOf('='))));
                zip.write(file.substring(file.indexOf('=') + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
