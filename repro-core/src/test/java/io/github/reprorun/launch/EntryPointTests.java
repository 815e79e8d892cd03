package io.github.reprorun.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.environment.Evidence;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Nested;
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

    @Nested
    class Nd4j {
        private static final String CLASS = "org/nd4j/linalg/factory/Nd4j.class";
        private static final String CUDA_CLASS = "org/nd4j/linalg/jcublas/JCublasBackend.class";

        @TempDir
        private Path folder;

        @Test
        void isToldByTheNamesOfItsJars() throws IOException {
            String api = jar("nd4j-api-1.0.0.jar", "a").toString();
            String cpu = jar("nd4j-native-1.0.0-linux-x86_64.jar", "a").toString();
            String cuda = jar("nd4j-cuda-11.6-1.0.0.jar", "a").toString();

            assertThat(on(api, cpu).hasNd4j()).isTrue();
            assertThat(on(api, cpu).hasCuda()).isFalse();
            assertThat(on(api, cpu, cuda).hasCuda()).isTrue();
        }

        @Test
        void isNotToldByTheNamesOfFoldersOrOfWhatIsNotThere() throws IOException {
            EntryPoint other = on(jar("nd4j-api/nd4j-cuda/a.jar", "a").toString(), "/nowhere/nd4j-api-1.0.0.jar");

            assertThat(other.hasNd4j()).isFalse();
            assertThat(other.hasCuda()).isFalse();
        }

        @Test
        void isFoundInAFolderOfJars() throws IOException {
            jar("lib/nd4j-api-1.0.0.jar", "a");
            jar("lib/nd4j-cuda-11.6-1.0.0.jar", "a");

            assertThat(on(folder.resolve("lib").resolve("*").toString()).hasNd4j())
                    .isTrue();
            assertThat(on(folder.resolve("lib").resolve("*").toString()).hasCuda())
                    .isTrue();
        }

        @Test
        void isFoundInAJarThatHasTakenItUp() throws IOException {
            Path cpu = jar("app.jar", "com/acme/Iris.class", CLASS);
            Path cuda = jar("cuda.jar", CLASS, CUDA_CLASS);

            assertThat(on(cpu.toString()).hasNd4j()).isTrue();
            assertThat(on(cpu.toString()).hasCuda()).isFalse();
            assertThat(on(cuda.toString()).hasCuda()).isTrue();
        }

        @Test
        void isFoundWhereTheManifestOfAJarLeads() throws IOException {
            jar("lib/numbers.jar", CLASS, CUDA_CLASS);
            Path app = jar(
                    "app.jar", Map.of(JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\nClass-Path: lib/numbers.jar\n"));

            assertThat(on(app.toString()).hasNd4j()).isTrue();
            assertThat(on(app.toString()).hasCuda()).isTrue();
        }

        @Test
        void isFoundInAFolderOfClasses() throws IOException {
            Files.createDirectories(folder.resolve(CLASS).getParent());
            Files.createFile(folder.resolve(CLASS));

            assertThat(on(folder.toString()).hasNd4j()).isTrue();
            assertThat(on(folder.toString()).hasCuda()).isFalse();
        }

        private EntryPoint on(String... entries) {
            return new EntryPoint(Evidence.observed("A"), List.of(entries));
        }

        private Path jar(String name, String... entries) throws IOException {
            return jar(name, Stream.of(entries).collect(Collectors.toMap(entry -> entry, entry -> "")));
        }

        private Path jar(String name, Map<String, String> entries) throws IOException {
            Path jar = folder.resolve(name);
            Files.createDirectories(jar.getParent());
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
                for (Map.Entry<String, String> entry : entries.entrySet()) {
                    out.putNextEntry(new ZipEntry(entry.getKey()));
                    out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            return jar;
        }
    }
}
