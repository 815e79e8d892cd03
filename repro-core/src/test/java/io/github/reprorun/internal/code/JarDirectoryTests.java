package io.github.reprorun.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look at the end of a jar tells, against what {@link JarFile} finds in it. */
class JarDirectoryTests {
    private static final String WANTED = "META-INF/reprorun/library.properties";

    private final JarDirectory directory = new JarDirectory();

    @TempDir
    private Path folder;

    @Test
    void isNeverCertainThatAJarHasNotWhatItHas() throws IOException {
        List<Path> jars = jarsOfThisJvm();
        int certain = 0;
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile(), false)) {
                String first = jar.entries().nextElement().getName();
                assertThat(directory.mayHave(path, first))
                        .as(path + "!/" + first)
                        .isTrue();
                boolean needed =
                        jar.getEntry(WANTED) != null || !JarLabel.classPath(jar).isEmpty();
                boolean asked = directory.mayHave(path, WANTED);
                assertThat(asked || !needed).as(path.toString()).isTrue();
                certain += asked ? 0 : 1;
            }
        }
        assertThat(certain).as("jars that need not be opened").isGreaterThan(jars.size() / 2);
    }

    @Test
    void tellsAJarWithoutEitherFromOneWithTheEntry() throws IOException {
        assertThat(directory.mayHave(jar("a.txt", "x", "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"), WANTED))
                .isFalse();
        assertThat(directory.mayHave(jar("a.txt", "x", WANTED, ""), WANTED)).isTrue();
        assertThat(directory.mayHave(
                        jar("META-INF/reprorun/library.propertiez", "", "META-INF/MANIFEST.MF", ""), WANTED))
                .isFalse();
        assertThat(directory.mayHave(jar("a.txt", "x"), WANTED))
                .as("without a manifest by its usual name")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"META-INF/MANIFEST.MF", "meta-inf/Manifest.mf"})
    void seesAClassPathInWhateverCase(String manifest) throws IOException {
        for (String attribute : List.of("Class-Path", "CLASS-PATH", "class-path")) {
            String text = "Manifest-Version: 1.0\r\n" + attribute + ": lib/a.jar\r\n";
            assertThat(directory.mayHave(jar("a.txt", "x", manifest, text), WANTED))
                    .as(attribute)
                    .isTrue();
            assertThat(directory.mayHave(jar("boot/META-INF/MANIFEST.MF", "", manifest, text), WANTED))
                    .as(attribute + " behind a manifest below a folder")
                    .isTrue();
            assertThat(directory.mayHave(stored(manifest, text), WANTED))
                    .as(attribute)
                    .isTrue();
        }
    }

    @Test
    void leavesUnusualJarsToWhoOpensThem() throws IOException {
        byte[] plain = Files.readAllBytes(jar("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"));
        assertThat(directory.mayHave(file(plain), WANTED)).isFalse();

        assertThat(directory.mayHave(file(joined("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII), plain)), WANTED))
                .as("a prefix")
                .isTrue();
        byte[] commented = joined(plain, new byte[] {'c'});
        commented[commented.length - 3] = 1;
        assertThat(directory.mayHave(file(commented), WANTED)).as("a comment").isTrue();
        for (int length = 0; length < plain.length; length++) {
            assertThat(directory.mayHave(file(Arrays.copyOf(plain, length)), WANTED))
                    .as("cut to " + length)
                    .isTrue();
        }
        assertThat(directory.mayHave(folder.resolve("missing.jar"), WANTED)).isTrue();
        assertThat(directory.mayHave(folder, WANTED)).isTrue();
    }

    /** A jar that claims another length of its directory, its entry or its manifest than it has. */
    @Test
    void endsOnADirectoryThatIsNone() throws IOException {
        byte[] plain =
                Files.readAllBytes(jar("a.txt", "x", "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n", WANTED, ""));
        for (int at = 0; at < plain.length; at++) {
            byte[] damaged = plain.clone();
            damaged[at] ^= (byte) 0x80;
            boolean may = directory.mayHave(file(damaged), WANTED);
            boolean opens;
            try (JarFile jar = new JarFile(folder.resolve("copy.jar").toFile(), false)) {
                opens = jar.getEntry(WANTED) != null;
            } catch (IOException e) {
                opens = false;
            }
            assertThat(may || !opens).as("byte " + at).isTrue();
        }
    }

    private static List<Path> jarsOfThisJvm() {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }

    private Path jar(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file(bytes.toByteArray());
    }

    private Path stored(String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(entry);
            out.write(content);
        }
        return file(bytes.toByteArray());
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("copy.jar"), content);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
