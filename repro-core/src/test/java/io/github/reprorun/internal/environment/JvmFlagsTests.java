package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmFlagsTests {
    @Test
    void areTheArgumentsButForProperties() {
        assertThat(JvmFacts.flags(List.of("-Xmx1g", "-Da=b", "--add-opens=java.base/java.lang=ALL-UNNAMED")))
                .isEqualTo("-Xmx1g --add-opens=java.base/java.lang=ALL-UNNAMED");
        assertThat(JvmFacts.flags(List.of("-Da=b"))).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/u/.m2/repro-core-0.1.0.jar=seed=42",
                "/app/repro-core-0.1.0-SNAPSHOT-cli.jar=seed=42",
                "/tmp/reprorun-agent-16833465627631388414.jar"
            })
    void nameOurAgentTheSameWhicheverJarItIsIn(String agent) {
        assertThat(JvmFacts.flags(List.of("-javaagent:" + agent))).isEqualTo("-javaagent:repro-core.jar");
    }

    @Test
    void nameOurAgentTheSameInAJarOfAnyName(@TempDir Path folder) throws IOException {
        Path ours = agent(folder.resolve("training.jar"), "io.github.reprorun.internal.agent.ReproAgent");
        Path another = agent(folder.resolve("another.jar"), "com.acme.Agent");

        Path likeOurs = agent(folder.resolve("repro-core-9.jar"), "com.acme.Agent");

        assertThat(JvmFacts.flags(List.of("-javaagent:" + ours + "=seed=42", "-javaagent:" + another + "=seed=42")))
                .isEqualTo("-javaagent:repro-core.jar -javaagent:another.jar");
        assertThat(JvmFacts.flags(List.of("-javaagent:" + likeOurs))).isEqualTo("-javaagent:repro-core-9.jar");
    }

    private static Path agent(Path jar, String type) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", type);
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar;
    }

    @Test
    void nameAnotherAgentByItsFile() {
        assertThat(JvmFacts.flags(List.of("-javaagent:/opt/jacoco.jar=destfile=x", "-agentpath:C:\\a\\libyjp.dll=y")))
                .isEqualTo("-javaagent:jacoco.jar -agentpath:libyjp.dll");
    }
}
