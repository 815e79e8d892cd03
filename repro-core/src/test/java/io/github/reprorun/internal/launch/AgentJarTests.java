package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentJarTests {
    private static final String AGENT = "io.github.reprorun.internal.agent.ReproAgent";

    @TempDir
    private Path folder;

    @Test
    void isTheLibrarysOwnIfThatNamesTheAgent() throws IOException {
        Path library = jar(AGENT, "io/github/reprorun/internal/agent/ReproAgent.class");

        try (AgentJar agent = AgentJar.of(library)) {
            assertThat(agent).isEqualTo(new AgentJar(library, false));
        }
        assertThat(library).exists();
    }

    @Test
    void isATemporaryOneIfTheLibraryIsMergedIntoAJarThatNamesNoAgentOrAnother() throws IOException {
        for (String named : new String[] {"", "com.example.OtherAgent"}) {
            Path library = jar(named, "io/github/reprorun/internal/agent/ReproAgent.class");
            Path made;
            try (AgentJar agent = AgentJar.of(library)) {
                made = agent.path();
                assertThat(made).isNotEqualTo(library);
                try (JarFile jar = new JarFile(made.toFile())) {
                    assertThat(jar.getManifest().getMainAttributes().getValue("Premain-Class"))
                            .isEqualTo(AGENT);
                }
            }
            assertThat(made).doesNotExist();
            assertThat(library).exists();
        }
    }

    @Test
    void isRefusedIfTheAgentWasLeftOut() throws IOException {
        Path library = jar("", "io/github/reprorun/ReproducibleRun.class");

        assertThatThrownBy(() -> AgentJar.of(library))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(library + ": holds this library without " + AGENT
                        + ", which it loads by name: keep all of io.github.reprorun when jars are merged");
    }

    private Path jar(String agent, String entry) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!agent.isEmpty()) {
            manifest.getMainAttributes().putValue("Premain-Class", agent);
        }
        Path jar = folder.resolve("library.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry(entry));
        }
        return jar;
    }
}
