package io.github.reprorun.base.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderDigestTests {
    @TempDir
    Path folder;

    @Nested
    class TheListing {
        @Test
        void hasOneLineForEachFileInTheOrderOfUtf8Bytes() throws IOException {
            write("b/two.txt", "2");
            write("a.txt", "1");
            write("b-x", "");
            write("b/\uFB01.txt", "3");
            write("b/\uD83D\uDE00.txt", "4");
            ByteArrayOutputStream listing = new ByteArrayOutputStream();

            FolderDigest digest = FolderDigest.of(folder, listing);

            assertThat(listing.toString(StandardCharsets.UTF_8))
                    .isEqualTo(line("1", "a.txt")
                            + line("", "b-x")
                            + line("2", "b/two.txt")
                            + line("3", "b/\uFB01.txt")
                            + line("4", "b/\uD83D\uDE00.txt"));
            assertThat(digest).isEqualTo(new FolderDigest(Sha256.of(listing.toByteArray()), 5, 4));
        }

        @Test
        void ofAnEmptyFolderIsEmpty() {
            assertThat(FolderDigest.of(folder)).isEqualTo(new FolderDigest(Sha256.of(new byte[0]), 0, 0));
        }

        @Test
        void isWhatFindSortAndSha256sumMake() throws Exception {
            for (int i = 0; i < 200; i++) {
                write("part-" + i % 7 + "/file " + i + ".csv", "row " + i);
            }
            write("\u00E9t\u00E9/r\u00E9sultat", "x");
            Files.createSymbolicLink(folder.resolve("linked-folder"), folder.resolve("part-1"));
            Files.createSymbolicLink(folder.resolve("linked-file"), folder.resolve("part-2/file 2.csv"));

            assertThat(FolderDigest.of(folder).dirHash().hex())
                    .isEqualTo(shell("find -L . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum"
                            + " | sha256sum | cut -d' ' -f1"));
        }

        @Test
        void isHashOneOfGoWithoutItsPrefixAndBase64() throws IOException {
            write("go.mod", "module example.com/m\n");
            write("m.go", "package m\n");

            assertThat(FolderDigest.of(folder).dirHash())
                    .isEqualTo(Sha256.ofUtf8(line("module example.com/m\n", "go.mod") + line("package m\n", "m.go")));
        }

        @Test
        void isTheSameByTheShortWayThroughPlainFilesAndByTheLongOne() throws IOException {
            write("a/plain", "1");
            write("a/b/deeper", "2");
            write("mixed/\u00E9", "3");
            write("mixed/plain", "4");
            write("mixed/sub/plain", "5");

            assertThat(FolderDigest.without(Set.of(folder.resolve("absent")), folder))
                    .isEqualTo(FolderDigest.of(folder));
        }

        @Test
        void knowsByEitherWayHowMuchThereIsToRead() throws IOException {
            write("a/plain", "1".repeat(100_000));
            write("mixed/\u00E9", "3".repeat(50_000));

            long volume = FolderListing.of(folder, Set.of()).volume();

            assertThat(volume).isEqualTo(150_000 + 2 * 4096);
            assertThat(FolderListing.of(folder, Set.of(folder.resolve("absent")))
                            .volume())
                    .isEqualTo(volume);
        }

        @Test
        void passesOverAFileThatIsExcluded() throws IOException {
            write("a/plain", "1");
            FolderDigest without = FolderDigest.of(folder);
            Path excluded = write("a/excluded", "2");
            Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());

            assertThat(FolderDigest.without(Set.of(excluded), folder)).isEqualTo(without);
            assertThat(FolderDigest.without(Set.of(excluded), relative)).isEqualTo(without);
        }

        @Test
        @EnabledOnOs(
                value = {OS.LINUX, OS.MAC},
                disabledReason = "a link needs a right on Windows")
        void passesOverWhatIsExcludedUnderAnyName(@TempDir Path elsewhere) throws IOException {
            write("plain", "1");
            FolderDigest without = FolderDigest.of(folder);
            Path runs = Files.createDirectory(elsewhere.resolve("runs"));
            Files.writeString(runs.resolve("trace"), "2");
            Files.createSymbolicLink(folder.resolve("runs"), runs);

            assertThat(FolderDigest.without(Set.of(runs), folder)).isEqualTo(without);
            assertThat(FolderDigest.without(Set.of(folder.resolve("runs")), folder))
                    .isEqualTo(without);
        }

        @Test
        void isTheSameForManyFilesHoweverTheTwoThreadsShareThem() throws IOException {
            StringBuilder expected = new StringBuilder();
            for (int i = 10_000; i < 14_200; i++) {
                String content = ("content " + i + "\n").repeat(160);
                write("f" + i, content);
                expected.append(line(content, "f" + i));
            }

            assertThat(FolderDigest.of(folder).dirHash()).isEqualTo(Sha256.ofUtf8(expected.toString()));
        }
    }

    @Nested
    class Refused {
        @Test
        void isWhatIsNoFolder() throws IOException {
            Path file = write("file", "");

            assertThatThrownBy(() -> FolderDigest.of(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(file + ": a folder is needed here, but this is not one");
            assertThatThrownBy(() -> FolderDigest.of(folder.resolve("absent")))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(folder.resolve("absent") + ": there is no such file or folder");
        }

        @Test
        @EnabledOnOs({OS.LINUX, OS.MAC})
        void isALinkBackToAFolderAbove() throws IOException {
            Path deep = Files.createDirectories(folder.resolve("a/b"));
            Files.createSymbolicLink(deep.resolve("up"), folder.resolve("a"));

            assertThatThrownBy(() -> FolderDigest.of(folder))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(deep.resolve("up") + ": a link here leads back to a folder that holds it");
        }

        @Test
        @EnabledOnOs({OS.LINUX, OS.MAC})
        void areLinksThatLeadToEachOtherOrNowhere() throws IOException {
            Path one = Files.createDirectory(folder.resolve("loop")).resolve("one");
            Path two = one.resolveSibling("two");
            Files.createSymbolicLink(one, two);
            Files.createSymbolicLink(two, one);
            Path dangling = Files.createDirectory(folder.resolve("dangling")).resolve("link");
            Files.createSymbolicLink(dangling, folder.resolve("absent"));

            assertThatThrownBy(() -> FolderDigest.of(folder.resolve("loop")))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining(": this link cannot be followed (");
            assertThatThrownBy(() -> FolderDigest.of(folder.resolve("dangling")))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(dangling + ": this link leads nowhere");
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void isAPipeWithoutWaitingForAWriter() throws Exception {
            shell("mkfifo pipe");

            assertThatThrownBy(() -> FolderDigest.of(folder))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(folder.resolve("pipe")
                            + ": only files and folders can be digested, not a pipe, socket or device");
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void isANameWithALineFeedNamedEscaped() throws Exception {
            shell("touch \"$(printf 'two\\nlines')\"");

            assertThatThrownBy(() -> FolderDigest.of(folder))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(folder + "/two\\nlines: its name holds a line feed; rename it");
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void isANameOfBytesThatAreNotUtf8() throws Exception {
            shell("touch \"$(printf 'bad-\\377')\"");

            assertThatThrownBy(() -> FolderDigest.of(folder))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(folder + "/bad-%FF: the last part of this path, here percent-encoded, is not UTF-8;"
                            + " rename it");
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void areTwoNamesThatDifferInNormalizationOnly() throws IOException {
            write("caf\u00E9", "1");
            write("cafe\u0301", "2");

            assertThatThrownBy(() -> FolderDigest.of(folder))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageEndingWith(": another name in its folder differs from it in Unicode normalization"
                            + " (NFC, NFD) only; rename one");
        }
    }

    @Nested
    @EnabledOnOs(OS.LINUX)
    class InAnAsciiLocale {
        @Test
        void namesBeyondAsciiAreDigestedByTheirBytes() throws Exception {
            write("\u00E9", "1");
            write("\u00E8/\uFFFD", "2");

            assertThat(digestUnder("C"))
                    .isEqualTo(FolderDigest.of(folder).dirHash().hex());
        }

        @Test
        void bytesThatAreNotUtf8AreRefused() throws Exception {
            shell("touch \"$(printf '\\351')\"");

            assertThat(digestUnder("C")).startsWith("UnreadableException " + folder + "/%E9: ");
        }

        private String digestUnder(String locale) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
            command.add(PrintedFolderDigest.class.getName());
            command.add(folder.toString());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", locale);
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            return output(builder);
        }
    }

    private Path write(String name, String content) throws IOException {
        assumeThat(File.separatorChar).isEqualTo('/');
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static String line(String content, String name) {
        return Sha256.ofUtf8(content) + "  " + name + "\n";
    }

    private String shell(String script) throws Exception {
        return output(new ProcessBuilder("sh", "-c", script).directory(folder.toFile()));
    }

    private static String output(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
