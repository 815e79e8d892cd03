package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.environment.LibraryDescriptors;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As the loaders of executable jars are: it has the classes, at places where {@code java} does not look. */
    private static final class LoaderOfJarsInJars extends URLClassLoader {
        private final String place;

        LoaderOfJarsInJars(String place) {
            super(urls(Program.class, Evidence.class, Nullable.class), ClassLoader.getPlatformClassLoader());
            this.place = place;
        }

        @Override
        public @Nullable URL getResource(String name) {
            try {
                return place.isEmpty() ? null : new URL(null, place + name, new Unopened());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(place, e);
            }
        }
    }

    private static final class Unopened extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jar:file:/lib/app.jar!/BOOT-INF/classes!/", "jar:nested:/lib/app.jar/!BOOT-INF/classes/!/"})
    void isUnknownInAJarOfJars(String place) throws Exception {
        assertThat(seenThrough(place))
                .contains("Unavailable[reason=" + Program.class.getName() + " is in a jar of jars (" + place)
                .contains("), from which java alone loads no class; unpack it by jar xf and start it by java -cp with"
                        + " BOOT-INF/classes and BOOT-INF/lib/*, or where else in it the classes and jars are]")
                .contains("isOfASession=false");
    }

    @Test
    void isUnknownInMemory() throws Exception {
        assertThat(seenThrough(""))
                .contains("Unavailable[reason=" + Program.class.getName() + " is code of an interactive session")
                .contains("isOfASession=true");
    }

    private static String seenThrough(String place) throws Exception {
        try (LoaderOfJarsInJars loader = new LoaderOfJarsInJars(place)) {
            Class<?> program = loader.loadClass(Program.class.getName());
            program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            var field = loader.loadClass(EntryPointTests.class.getName()).getDeclaredField("seen");
            field.setAccessible(true);
            return field.get(null).toString();
        }
    }

    private static URL[] urls(Class<?>... types) {
        List<URL> urls = new ArrayList<>();
        for (Class<?> type : types) {
            urls.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        return urls.toArray(URL[]::new);
    }

    @Nested
    class LibrariesOfNumerics {
        private static final String GPU_CLASS = "com/example/numbers/gpu/Backend.class";

        @TempDir
        private Path folder;

        @Test
        void areThoseWhoseDescriptorsAreInJars() throws IOException {
            String numbers = jar("b.jar", Map.of(LibraryDescriptor.FILE, LibraryDescriptors.NUMBERS))
                    .toString();
            String other =
                    jar("a.jar", Map.of(LibraryDescriptor.FILE, named("other"))).toString();

            assertThat(names(on(numbers, other))).containsExactly("numbers", "other");
            assertThat(on(numbers).descriptors()).containsExactly(LibraryDescriptors.numbers());
            assertThat(names(on(jar("c.jar", "a").toString(), "/nowhere/d.jar")))
                    .isEmpty();
        }

        @Test
        void areFoundInAFolderOfJarsInAFolderOfClassesAndWhereTheManifestOfAJarLeads() throws IOException {
            jar("lib/numbers.jar", Map.of(LibraryDescriptor.FILE, LibraryDescriptors.NUMBERS));
            Path app = jar(
                    "app.jar", Map.of(JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\nClass-Path: lib/numbers.jar\n"));
            Path classes = folder.resolve("classes");
            Files.createDirectories(classes.resolve(LibraryDescriptor.FILE).getParent());
            Files.writeString(classes.resolve(LibraryDescriptor.FILE), LibraryDescriptors.NUMBERS);

            assertThat(names(on(folder.resolve("lib").resolve("*").toString()))).containsExactly("numbers");
            assertThat(names(on(app.toString()))).containsExactly("numbers");
            assertThat(names(on(classes.toString()))).containsExactly("numbers");
        }

        @Test
        void countOncePerNameAndTheFirstCounts() throws IOException {
            Path first = jar("first.jar", Map.of(LibraryDescriptor.FILE, LibraryDescriptors.NUMBERS));
            Path second = jar("second.jar", Map.of(LibraryDescriptor.FILE, named("numbers")));

            assertThat(on(first.toString(), second.toString()).descriptors())
                    .containsExactly(LibraryDescriptors.numbers());
        }

        @Test
        void areRefusedWithTheFileThatIsNone() throws IOException {
            Path jar = jar("numbers.jar", Map.of(LibraryDescriptor.FILE, "name=numbers\n"));

            assertThatThrownBy(() -> on(jar.toString()))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(jar + "!/" + LibraryDescriptor.FILE + ": the key library.jar is expected but missing");
        }

        @Test
        void areAcceleratedIfTheJarOfThatLiesThere() throws IOException {
            String numbers = jar("n.jar", Map.of(LibraryDescriptor.FILE, LibraryDescriptors.NUMBERS))
                    .toString();
            String cpu = jar("numbers-cpu-1.0.0-linux-x86_64.jar", "a").toString();
            String gpu = jar("numbers-gpu-11.6-1.0.0.jar", "a").toString();

            assertThat(on(numbers, cpu).isAccelerated()).isFalse();
            assertThat(on(numbers, cpu, gpu).isAccelerated()).isTrue();
            assertThat(on(cpu, gpu).isAccelerated()).isFalse();
        }

        @Test
        void areAcceleratedIfAJarHasTakenThatUpUnlessTheOtherPartLiesUnderItsOwnName() throws IOException {
            String numbers = jar("n.jar", Map.of(LibraryDescriptor.FILE, LibraryDescriptors.NUMBERS))
                    .toString();
            String shaded = jar("app.jar", GPU_CLASS).toString();
            String cpu = jar("numbers-cpu-1.0.0.jar", "a").toString();

            assertThat(on(numbers, shaded).isAccelerated()).isTrue();
            assertThat(on(numbers, shaded, cpu).isAccelerated()).isFalse();
        }

        @Test
        void areKnownToThisJvmByItsClassPath() {
            assertThat(Libraries.ofThisJvm().descriptors()).isEmpty();
        }

        private Libraries on(String... entries) {
            return new EntryPoint(Evidence.observed("A"), List.of(entries)).libraries();
        }

        private static List<String> names(Libraries libraries) {
            return libraries.descriptors().stream().map(LibraryDescriptor::name).toList();
        }

        private static String named(String name) {
            return "name=" + name + "\nlibrary.jar=a\nlibrary.class=a.B\nextension.jar=c\nextension.class=c.D\n";
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
