package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is in the two jars that are shipped, and under which names. */
class PackagedJarsIT {
    private static final String VERSION = System.getProperty("reprorun.version");

    @Nested
    class Plain {
        private final String jar = System.getProperty("repro.core.jar");

        @Test
        void isItsOwnAgent() throws IOException {
            try (JarFile file = new JarFile(jar)) {
                Attributes manifest = file.getManifest().getMainAttributes();

                assertThat(manifest.getValue("Premain-Class"))
                        .isEqualTo("io.github.reprorun.internal.agent.ReproAgent");
                assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
                assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
                assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("io.github.reprorun.core");
                assertThat(manifest.getValue("Implementation-Version")).isEqualTo(VERSION);
            }
        }

        @Test
        void holdsAsmUnderOurNameAndNoClassUnderAnotherName() throws IOException {
            assertThat(classes(jar))
                    .contains("io/github/reprorun/shaded/asm/ClassReader.class")
                    .allMatch(name -> name.startsWith("io/github/reprorun/"));
        }

        @Test
        void carriesTheLicences() throws IOException {
            assertThat(names(jar)).contains("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/licenses/ASM");
        }
    }

    @Nested
    class CommandLine {
        private final String jar = System.getProperty("repro.cli.jar");

        @Test
        void isRunnableAndItsOwnAgent() throws IOException {
            try (JarFile file = new JarFile(jar)) {
                Attributes manifest = file.getManifest().getMainAttributes();

                assertThat(manifest.getValue("Main-Class")).isEqualTo("io.github.reprorun.cli.Main");
                assertThat(manifest.getValue("Premain-Class"))
                        .isEqualTo("io.github.reprorun.internal.agent.ReproAgent");
                assertThat(manifest.getValue("Implementation-Version")).isEqualTo(VERSION);
            }
        }

        @Test
        void hidesNothingThatAUserMayHaveInAnotherVersion() throws IOException {
            assertThat(classes(jar))
                    .contains(
                            "io/github/reprorun/shaded/asm/ClassReader.class",
                            "io/github/reprorun/shaded/jackson/databind/ObjectMapper.class",
                            "io/github/reprorun/shaded/jcs/JsonCanonicalizer.class")
                    .allMatch(
                            name -> name.matches("(io/github/reprorun|picocli|org/slf4j|org/apache/commons/math3)/.*"));
        }

        @Test
        void holdsNothingThatNeedsJunit() throws IOException {
            assertThat(classes(jar)).noneMatch(name -> name.startsWith("io/github/reprorun/junit/"));
        }

        @Test
        void bindsNoLoggingBackend() throws IOException {
            assertThat(names(jar)).doesNotContain("META-INF/services/org.slf4j.spi.SLF4JServiceProvider");
        }

        @Test
        void namesServicesThatItHolds() throws IOException {
            try (JarFile file = new JarFile(jar)) {
                List<String> services = names(jar).stream()
                        .filter(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
                        .toList();

                assertThat(services).contains("META-INF/services/io.github.reprorun.shaded.jackson.core.JsonFactory");
                for (String service : services) {
                    String provider = new String(
                                    file.getInputStream(file.getJarEntry(service))
                                            .readAllBytes(),
                                    StandardCharsets.UTF_8)
                            .strip();
                    assertThat(file.getEntry(provider.replace('.', '/') + ".class"))
                            .as("%s of %s", provider, service)
                            .isNotNull();
                }
            }
        }

        @Test
        void carriesTheLicencesAndNotices() throws IOException {
            assertThat(names(jar))
                    .contains(
                            "META-INF/LICENSE",
                            "META-INF/LICENSE.txt",
                            "META-INF/NOTICE",
                            "META-INF/NOTICE.txt",
                            "META-INF/FastDoubleParser-LICENSE",
                            "META-INF/licenses/ASM");
            try (JarFile file = new JarFile(jar)) {
                assertThat(file.getInputStream(file.getEntry("META-INF/NOTICE")))
                        .asString(StandardCharsets.UTF_8)
                        .contains("The Reprorun authors", "Tatu Saloranta");
                assertThat(file.getInputStream(file.getEntry("META-INF/LICENSE.txt")))
                        .asString(StandardCharsets.UTF_8)
                        .contains("QOS.ch", "Apache License");
            }
        }
    }

    private static List<String> names(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    private static List<String> classes(String jar) throws IOException {
        return names(jar).stream().filter(name -> name.endsWith(".class")).toList();
    }
}
