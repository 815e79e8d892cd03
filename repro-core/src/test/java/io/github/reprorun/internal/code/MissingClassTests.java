package io.github.reprorun.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingClassTests {
    @TempDir
    private Path folder;

    @Test
    void isExplainedByTheEntriesThatAreNotThere() throws IOException {
        Path there = jar("there.jar", "com/acme/Other.class");
        Path first = folder.resolve("lib/first.jar");
        Path second = folder.resolve("classes");

        assertThat(reason(there, first, second))
                .isEqualTo("the class path names what is not there: " + first + ", " + second);
        assertThat(new MissingClass("com.acme.App", List.of(there.toString())).reason())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOOT-INF", "WEB-INF"})
    void isExplainedByAJarThatHasItWhereJavaDoesNotLook(String root) throws IOException {
        Path jar = jar("app.jar", root + "/classes/com/acme/App.class");

        assertThat(reason(folder.resolve("missing"), jar))
                .isEqualTo(jar + " has it in " + root
                        + "/classes/, where java alone does not look; unpack that jar by jar xf" + " and name " + root
                        + "/classes/ and " + root + "/lib/* as the class path");
    }

    private static String reason(Path... classPath) {
        return new MissingClass(
                        "com.acme.App",
                        List.of(classPath).stream().map(Path::toString).toList())
                .reason()
                .orElseThrow();
    }

    private Path jar(String name, String entry) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(entry));
        }
        return jar;
    }
}
