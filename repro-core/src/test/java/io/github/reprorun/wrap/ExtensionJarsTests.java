package io.github.reprorun.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.internal.environment.LibraryDescriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionJarsTests {
    private static final Map<String, String> DESCRIBED = Map.of(LibraryDescriptor.FILE, LibraryDescriptors.NUMBERS);

    @TempDir
    private Path folder;

    private ClassPath program;

    @BeforeEach
    void aProgramHasTheLibrary() throws IOException {
        program = new ClassPath(List.of(jar("app/numbers-api-1.jar", Map.of()).toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "lib/repro-core-1.0.jar, lib/anything.jar",
        "lib/repro-core-1.0-cli.jar, lib/repro-numbers-1.0.jar",
        "build/repro-core/target/repro-core-1.0-cli.jar, build/repro-numbers/target/repro-numbers-1.0.jar",
        "m2/repro-core/1.0/repro-core-1.0.jar, m2/repro-numbers/1.0/repro-numbers-1.0.jar"
    })
    void areFoundWhereThisLibraryLies(String library, String extension) throws IOException {
        Path here = jar(library, Map.of());
        Path jar = jar(extension, DESCRIBED);

        assertThat(ExtensionJars.beside(here).missingFrom(program, List.of()))
                .isEqualTo(Map.of(jar, LibraryDescriptors.numbers()));
    }

    @Test
    void areOfThisLibrarysVersionIfThereAreSeveral() throws IOException {
        Path here = jar("lib/repro-core-2.0-cli.jar", Map.of());
        jar("lib/repro-numbers-1.0.jar", DESCRIBED);
        Path jar = jar("lib/repro-numbers-2.0.jar", DESCRIBED);

        assertThat(ExtensionJars.beside(here).missingFrom(program, List.of())).containsOnlyKeys(jar);
    }

    @Test
    void areNotAddedToAProgramThatHasThemOrLacksTheLibrary() throws IOException {
        ExtensionJars jars = ExtensionJars.beside(jar("lib/repro-core-1.0.jar", Map.of()));
        jar("lib/repro-numbers-1.0.jar", DESCRIBED);
        ExtensionJars beside = ExtensionJars.beside(folder.resolve("lib/repro-core-1.0.jar"));
        ClassPath without = new ClassPath(List.of(jar("app/other.jar", Map.of()).toString()));

        assertThat(jars.missingFrom(program, List.of())).isEmpty();
        assertThat(beside.missingFrom(program, List.of(LibraryDescriptors.numbers())))
                .isEmpty();
        assertThat(beside.missingFrom(without, List.of())).isEmpty();
    }

    @Test
    void areMissedIfThePackedDescriptorSaysSo() throws IOException {
        ClassPath known =
                new ClassPath(List.of(jar("app/known-numbers.jar", Map.of()).toString()));
        Path here = jar("lib/repro-core-1.0-cli.jar", Map.of());

        assertThatThrownBy(() -> ExtensionJars.beside(here).missingFrom(known, List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "class path: known-numbers is on it, but not repro-known, without which its sources of chance"
                                + " are not seeded and what it trains is not traced, and there is no jar of repro-known beside "
                                + here + "; add it to --class-path");
    }

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("a"));
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return jar;
    }
}
