package io.github.reprorun.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.environment.Evidence;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryPointTests {
    /** What the program below saw; the one that another loader has is another class. */
    private static EntryPoint seen;

    /** A program of whatever loader. */
    public static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            record(EntryPoint.ofCallingThread());
        }

        private static void record(EntryPoint entryPoint) {
            seen = entryPoint;
        }
    }

    @Test
    void isTheInnermostMain() {
        Program.main(new String[0]);

        assertThat(seen.mainClass()).isEqualTo(Evidence.observed(Program.class.getName()));
        assertThat(seen.classPath())
                .isEqualTo(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry ->
                                Path.of(entry).toAbsolutePath().normalize().toString())
                        .toList());
    }

    @Test
    void isUnknownInAThreadWithoutMain() throws Exception {
        FutureTask<EntryPoint> task = new FutureTask<>(EntryPoint::ofCallingThread);
        new Thread(task).start();

        assertThat(task.get().mainClass())
                .isEqualTo(Evidence.unavailable("no main method is on the stack of the thread that called"));
        assertThat(task.get().classPath()).isNotEmpty();
    }

    @Test
    void hasTheClassPathOfTheLoaderThatLoadedIt(@TempDir Path folder) throws Exception {
        URL[] urls = {
            Path.of(Program.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toUri()
                    .toURL(),
            PinnedJvm.library().toUri().toURL(),
            Path.of(Evidence.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toUri()
                    .toURL(),
            folder.resolve("a b.jar").toUri().toURL()
        };
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> program = loader.loadClass(Program.class.getName());
            program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            var field = loader.loadClass(EntryPointTests.class.getName()).getDeclaredField("seen");
            field.setAccessible(true);
            String there = field.get(null).toString();

            assertThat(there)
                    .contains("mainClass=Observed[value=" + Program.class.getName() + "]")
                    .contains(folder.resolve("a b.jar").toString());
        }
    }

    @Test
    void tellsCudaByTheNameOfItsJar() {
        assertThat(new EntryPoint(Evidence.observed("A"), List.of("/x/nd4j-cuda-12.1-1.0.0.jar")).hasCuda())
                .isTrue();
        assertThat(new EntryPoint(Evidence.observed("A"), List.of("/x/nd4j-native-1.0.0.jar")).hasCuda())
                .isFalse();
    }
}
