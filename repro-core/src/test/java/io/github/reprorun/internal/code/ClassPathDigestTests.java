package io.github.reprorun.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.internal.code.ClassPathEntry.Kind;
import io.github.reprorun.internal.environment.UniqueNames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathDigestTests {
    @TempDir
    Path folder;

    @Nested
    class AnEntry {
        @Test
        void thatIsAJarHasItsSha256SizeAndCoordinates() throws IOException {
            Path jar = jar("lib/codec-1.2.jar", properties("org.example", "codec", "1.2"));

            assertThat(of(jar))
                    .containsExactly(new ClassPathEntry(
                            "codec-1.2.jar",
                            jar,
                            Kind.JAR,
                            Optional.of("pkg:maven/org.example/codec@1.2"),
                            Evidence.observed(FileDigest.of(jar).sha256()),
                            Files.size(jar),
                            new ClassPathEntry.Contents(Optional.of(Sha256.ofUtf8("")), Optional.of(""), List.of())));
        }

        @Test
        void thatIsAFolderHasItsDirHash() throws IOException {
            Path classes = Files.createDirectories(folder.resolve("target/classes"));
            Files.writeString(classes.resolve("A.class"), "class");

            assertThat(of(classes))
                    .containsExactly(new ClassPathEntry(
                            "classes",
                            classes,
                            Kind.FOLDER,
                            Optional.empty(),
                            Evidence.observed(FolderDigest.of(classes).dirHash()),
                            5,
                            new ClassPathEntry.Contents(
                                    Optional.of(FolderDigest.of(classes).dirHash()),
                                    Optional.of(Sha256.ofUtf8("class") + "  A.class\n"),
                                    List.of())));
        }

        @Test
        void thatIsMissingIsToldSo() {
            Path missing = folder.resolve("missing.jar");

            assertThat(of(missing))
                    .containsExactly(new ClassPathEntry(
                            "missing.jar",
                            missing,
                            Kind.MISSING,
                            Optional.empty(),
                            Evidence.unavailable("there is no such file or folder"),
                            0,
                            new ClassPathEntry.Contents(Optional.empty(), Optional.empty(), List.of())));
        }

        @Test
        void thatIsNoArchiveIsAFile() throws IOException {
            Path text = Files.writeString(folder.resolve("notes.txt"), "notes");

            assertThat(of(text))
                    .containsExactly(new ClassPathEntry(
                            "notes.txt",
                            text,
                            Kind.FILE,
                            Optional.empty(),
                            Evidence.observed(Sha256.ofUtf8("notes")),
                            5,
                            new ClassPathEntry.Contents(Optional.empty(), Optional.empty(), List.of())));
        }

        @Test
        void thatCannotBeDigestedSaysWhy() throws IOException {
            Path classes = Files.createDirectories(folder.resolve("classes"));
            Files.createSymbolicLink(classes.resolve("up"), classes);

            assertThat(of(classes)).singleElement().satisfies(entry -> {
                assertThat(entry.kind()).isEqualTo(Kind.FOLDER);
                assertThat(entry.digest())
                        .isEqualTo(Evidence.unavailable(
                                classes.resolve("up") + ": a link here leads back to a folder that holds it"));
            });
        }
    }

    @Nested
    class ALargeClassPath {
        @Test
        void isDigestedInItsOrderByTwoThreadsFromTheFirstLargeEntryOn() throws IOException {
            List<Path> entries = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Path entry = folder.resolve("entry-" + i);
                try (RandomAccessFile file = new RandomAccessFile(entry.toFile(), "rw")) {
                    file.setLength(i == 3 ? 17 << 20 : 100 + i);
                    file.writeInt(i);
                }
                entries.add(entry);
            }

            List<ClassPathEntry> digested = of(entries.toArray(Path[]::new));

            assertThat(digested).extracting(ClassPathEntry::path).isEqualTo(entries);
            for (ClassPathEntry entry : digested) {
                assertThat(entry.digest())
                        .isEqualTo(Evidence.observed(FileDigest.of(entry.path()).sha256()));
            }
        }
    }

    @Nested
    class Names {
        @Test
        void areTheShortestEndsThatTellThePathsApart() throws IOException {
            Path first = Files.createDirectories(folder.resolve("core/target/classes"));
            Path second = Files.createDirectories(folder.resolve("app/target/classes"));
            Path third = jar("a.jar", Map.of());

            assertThat(of(first, second, third))
                    .extracting(ClassPathEntry::name)
                    .containsExactly("core/target/classes", "app/target/classes", "a.jar");
        }

        @Test
        void areUniqueEvenWhereOnePathIsTheEndOfAnother() {
            assertThat(UniqueNames.of(List.of(Path.of("/a"), Path.of("/b/a"), Path.of("/c/b/a")))
                            .values())
                    .doesNotHaveDuplicates()
                    .hasSize(3);
        }
    }

    @Nested
    class Coordinates {
        @Test
        void areThoseThatTheFileIsNamedAfterWhereAJarHoldsMany() throws IOException {
            Path jar = jar("tool-2.0-all.jar", properties("org.example", "tool", "2.0", "org.other", "lib", "1.0"));

            assertThat(packageUrl(jar)).contains("pkg:maven/org.example/tool@2.0?classifier=all");
        }

        @Test
        void areThoseOfTheLocalRepositoryWhereTheJarIsSilent() throws IOException {
            Path jar = jar("repository/org/example/math/core/3.1/core-3.1-linux-x86_64.jar", Map.of());

            assertThat(packageUrl(jar)).contains("pkg:maven/org.example.math/core@3.1?classifier=linux-x86_64");
        }

        @Test
        void areThoseOfTheLocalRepositoryWhereTheJarHoldsAnotherProjectOnly() throws IOException {
            Path jar = jar("repository/org/example/app/3.1/app-3.1.jar", properties("org.other", "shaded", "1.0"));

            assertThat(packageUrl(jar)).contains("pkg:maven/org.example/app@3.1");
        }

        @Test
        void areThoseOfGradlesCache() throws IOException {
            Path jar = jar("caches/modules-2/files-2.1/org.example/core/3.1/3f5a/core-3.1.jar", Map.of());

            assertThat(packageUrl(jar)).contains("pkg:maven/org.example/core@3.1");
        }

        @Test
        void areThoseOfTheOnlyProjectWhereTheFileWasRenamed() throws IOException {
            assertThat(packageUrl(jar("app.jar", properties("org.example", "core", "3.1"))))
                    .contains("pkg:maven/org.example/core@3.1");
        }

        @Test
        void areUnknownWhereNothingTellsWhichOfMany() throws IOException {
            assertThat(packageUrl(jar("app.jar", properties("g", "a", "1", "g", "b", "1"))))
                    .isEmpty();
            assertThat(packageUrl(jar("plain.jar", Map.of()))).isEmpty();
        }

        @Test
        void ofASnapshotHaveNoTimestampForAClassifier() throws IOException {
            Path jar = jar(
                    "repository/g/a/1.0-SNAPSHOT/a-1.0-20240131.120000-7-tests.jar",
                    properties("g", "a", "1.0-SNAPSHOT"));

            assertThat(packageUrl(jar)).contains("pkg:maven/g/a@1.0-SNAPSHOT?classifier=tests");
        }

        @Test
        void areEncodedAsAPackageUrl() throws IOException {
            assertThat(packageUrl(jar("a-1+b.jar", properties("g", "a", "1+b"))))
                    .contains("pkg:maven/g/a@1%2Bb");
        }

        private Optional<String> packageUrl(Path jar) {
            return of(jar).get(0).packageUrl();
        }
    }

    @Nested
    class Expansion {
        @Test
        void putsWhatAManifestNamesBehindItsJarOnceAndTransitively() throws IOException {
            Path deep = jar("lib/deep.jar", manifest("../main.jar"));
            Path first = jar("lib/first one.jar", manifest("deep.jar"));
            Path second = jar("lib/second.jar", Map.of());
            Path classes = Files.createDirectories(folder.resolve("classes"));
            Path main = jar(
                    "main.jar",
                    manifest("lib/first%20one.jar " + classes.toUri()
                            + " file:lib/second.jar http://example.com/x.jar"));
            Path last = jar("last.jar", Map.of());

            assertThat(of(main, second, last))
                    .extracting(ClassPathEntry::path)
                    .containsExactly(main, first, deep, classes, second, last);
        }

        @Test
        void findsTheClassPathThatABooterNamesByAbsoluteUrl() throws IOException {
            Path classes = Files.createDirectories(folder.resolve("test-classes"));
            Path missing = folder.resolve("gone.jar");
            Path booter = jar("surefirebooter.jar", manifest(classes.toUri() + " " + missing.toUri()));

            assertThat(of(booter))
                    .extracting(ClassPathEntry::kind)
                    .containsExactly(Kind.JAR, Kind.FOLDER, Kind.MISSING);
        }

        @Test
        void takesAWildcardForTheJarsOfAFolderByName() throws IOException {
            Path b = jar("lib/b.jar", Map.of());
            Path a = jar("lib/a.JAR", Map.of());
            Files.writeString(folder.resolve("lib/readme.txt"), "");

            assertThat(ClassPathDigest.of(List.of(folder + "/lib/*", folder + "/none/*"), Set.of()))
                    .extracting(ClassPathEntry::path)
                    .containsExactly(a, b, folder.resolve("none/*"));
        }
    }

    private static List<ClassPathEntry> of(Path... entries) {
        List<String> names = new ArrayList<>();
        for (Path entry : entries) {
            names.add(entry.toString());
        }
        return ClassPathDigest.of(names, Set.of());
    }

    private static Map<String, String> manifest(String classPath) {
        StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\r\n");
        String line = "Class-Path: " + classPath;
        for (int i = 0; i < line.length(); i += 60) {
            manifest.append(i == 0 ? "" : " ")
                    .append(line, i, Math.min(line.length(), i + 60))
                    .append("\r\n");
        }
        return Map.of("META-INF/MANIFEST.MF", manifest + "\r\n");
    }

    private static Map<String, String> properties(String... coordinates) {
        Map<String, String> entries = new java.util.TreeMap<>();
        for (int i = 0; i < coordinates.length; i += 3) {
            entries.put(
                    "META-INF/maven/" + coordinates[i] + "/" + coordinates[i + 1] + "/pom.properties",
                    "groupId=" + coordinates[i] + "\nartifactId=" + coordinates[i + 1] + "\nversion="
                            + coordinates[i + 2]);
        }
        return entries;
    }

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
