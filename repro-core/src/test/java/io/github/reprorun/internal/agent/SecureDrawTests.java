package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.programs.agent.TrainingCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code SecureRandom} and random UUIDs where training code asks for them. */
class SecureDrawTests {
    private static final int DRAWS = 9;

    @Test
    void areHeldInTrainingCode() {
        List<String> first = ChildJvm.bare().agent("seed=42").run(TrainingCode.class);
        assertThat(first).isEqualTo(ChildJvm.bare().agent("seed=42").run(TrainingCode.class));
        assertThat(first.subList(DRAWS, first.size()))
                .containsOnly(
                        site("java.security.SecureRandom", Treatment.SEEDED),
                        site("java.util.UUID.randomUUID()", Treatment.SEEDED));
    }

    @Test
    void areEqualOnTheOtherJdk() {
        assertThat(OtherJdk.jvm().agent("seed=42").run(TrainingCode.class))
                .isEqualTo(ChildJvm.bare().agent("seed=42").run(TrainingCode.class));
    }

    @Test
    void differBetweenBareRuns() {
        assertThat(ChildJvm.bare().run(TrainingCode.class))
                .hasSize(DRAWS)
                .doesNotContainAnyElementsOf(ChildJvm.bare().run(TrainingCode.class));
    }

    @Test
    void areLeftAloneAndNamedInALibrary(@TempDir Path folder) throws IOException {
        Path jar = jar(folder);
        List<String> first = inJar(jar, "seed=42,main=com.acme.Main");
        List<String> second = inJar(jar, "seed=42,main=com.acme.Main");
        assertThat(first.subList(0, DRAWS)).doesNotContainAnyElementsOf(second.subList(0, DRAWS));
        assertThat(first.subList(DRAWS, first.size()))
                .containsOnly(site("java.security.SecureRandom (untouched)", Treatment.UNCONTROLLED));
    }

    @Test
    void areHeldInTheJarOfTheMainClass(@TempDir Path folder) throws IOException {
        Path jar = jar(folder);
        assertThat(inJar(jar, "seed=42")).isEqualTo(inJar(jar, "seed=42"));
    }

    @Test
    void areHeldInALibraryThatIsNamed(@TempDir Path folder) throws IOException {
        Path jar = jar(folder);
        String options = "seed=42,main=com.acme.Main,training=com.acme.:io.github.reprorun.programs.agent.";
        assertThat(inJar(jar, options)).isEqualTo(inJar(jar, options));
    }

    private static List<String> inJar(Path jar, String options) {
        return ChildJvm.bare().agent(options).runFrom(jar, TrainingCode.class);
    }

    private static Path jar(Path folder) throws IOException {
        Path jar = folder.resolve("library.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            String name = TrainingCode.class.getName().replace('.', '/') + ".class";
            entries.putNextEntry(new JarEntry(name));
            Files.copy(AgentJar.location(TrainingCode.class).resolve(name), entries);
        }
        return jar;
    }

    private static String site(String kind, Treatment treatment) {
        return String.join("\t", "site", kind, TrainingCode.class.getName(), treatment.name());
    }
}
