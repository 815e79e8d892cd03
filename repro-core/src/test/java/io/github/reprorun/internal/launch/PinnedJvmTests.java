package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedJvmTests {
    private static final List<String> PINS = List.of(
            "-Dfile.encoding=UTF-8",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Duser.variant=",
            "-Duser.timezone=UTC",
            "-Dsun.misc.unsafe.memory.access=allow",
            "--enable-native-access=ALL-UNNAMED");

    private static final List<String> OVERRULED =
            PinnedOptions.of(3).stream().map(PinnedOption::text).toList();

    @Nested
    class Options {
        @Test
        void thatPinComeLast() {
            assertThat(pinned("-Xmx1g", "-Duser.language=tr", "-Dfile.encoding=ISO-8859-1"))
                    .containsSequence("-Xmx1g", "-Duser.language=tr", "-Dfile.encoding=ISO-8859-1")
                    .endsWith(PINS.toArray(String[]::new))
                    .hasSize(3 + OVERRULED.size() + PINS.size());
        }

        @Test
        void thatMayBeOverruledComeFirst() {
            assertThat(pinned("-XX:ActiveProcessorCount=8"))
                    .startsWith(OVERRULED.toArray(String[]::new))
                    .contains("-XX:ActiveProcessorCount=8");
            assertThat(OVERRULED).contains("-XX:ActiveProcessorCount=3");
        }

        @Test
        void areTheSameHoweverOftenTheyArePinned() {
            List<String> once = pinned("-Xmx1g");

            assertThat(PinnedJvm.pinned(once, 3)).isEqualTo(once);
        }

        @Test
        void thatMakeSenseOnceAreLeftOut() {
            assertThat(pinned(
                            "-agentlib:jdwp=transport=dt_socket,address=5005",
                            "-Xrunjdwp:transport=dt_socket",
                            "-Dreprorun.launch=/tmp/x",
                            "-javaagent:/lib/repro-core-0.1.0.jar=seed=1",
                            "-javaagent:/lib/other.jar",
                            "-javaagent:/home/me/repro-core/target/other.jar",
                            "-agentlib:hprof"))
                    .containsSequence(
                            "-javaagent:/lib/other.jar",
                            "-javaagent:/home/me/repro-core/target/other.jar",
                            "-agentlib:hprof")
                    .hasSize(3 + OVERRULED.size() + PINS.size());
        }

        private static List<String> pinned(String... options) {
            return PinnedJvm.pinned(List.of(options), 3);
        }
    }

    @Nested
    class Executables {
        @TempDir
        private Path folder;

        @Test
        void areThisJvmsIfNoOtherIsNamed() {
            Path own = Path.of(System.getProperty("java.home"));

            assertThat(PinnedJvm.java(Map.of())).startsWith(own).isExecutable();
            assertThat(PinnedJvm.java(Map.of("REPRORUN_JAVA", ""))).startsWith(own);
        }

        @Test
        void areRefusedIfTheyCannotBeStarted() throws Exception {
            Path text = Files.writeString(folder.resolve("text"), "x");
            for (Path path : List.of(folder, folder.resolve("nowhere"))) {
                assertThatThrownBy(() -> PinnedJvm.java(Map.of("REPRORUN_JAVA", path.toString())))
                        .isInstanceOf(UnreadableException.class)
                        .hasMessage(path + ": there is no java executable there");
            }
            if (!Files.isExecutable(text)) { // Windows takes every file for a program.
                assertThatThrownBy(() -> PinnedJvm.requireExecutable(text)).isInstanceOf(UnreadableException.class);
            }
        }
    }

    @Test
    void knowsWhereTheLibraryLies() {
        assertThat(PinnedJvm.library())
                .exists()
                .isEqualTo(Path.of(Manifest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toAbsolutePath());
    }
}
