package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.Seeds;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program and all its libraries, this one among them, merged into one jar with the program's own manifest. */
class MergedJarTests {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String COORDINATES = "META-INF/maven/io.github.reprorun/repro-core/pom.properties";

    @TempDir
    private Path folder;

    private final Set<String> names = new HashSet<>();

    @Test
    void launchesAndIsRunAgain() throws IOException {
        Path work = Files.createDirectory(folder.resolve("work")).toRealPath();
        Path jar = merged(work.resolve("program.jar"));

        StartedProgram.of(work, Seeds.class).classPath(jar.toString()).run().assertStatus(0);

        List<Path> runs;
        try (Stream<Path> all = Files.list(work.resolve("runs/seeds"))) {
            runs = all.toList();
        }
        assertThat(runs).hasSize(2);
        Manifest manifest = ManifestJson.read(runs.get(0));
        assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(manifest.details().builderVersions()).containsEntry("repro-core", "1.2.3-merged");
        assertThat(manifest.definition().profile().classPath()).containsExactly(jar.toString());
        assertThat(manifest.definition().unpinned()).isEmpty();
        assertThat(manifest.hazards()).isEmpty();
        Verb.apart(work, "rerun", runs.get(0), "--allow-unsigned").assertStatus(0);
    }

    private Path merged(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(0);
            put(
                    out,
                    MANIFEST,
                    ("Manifest-Version: 1.0\nImplementation-Title: Program\nImplementation-Version: 9\nMain-Class: "
                                    + Seeds.class.getName() + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            put(out, COORDINATES, "version=1.2.3-merged\n".getBytes(StandardCharsets.UTF_8));
            for (String entry : StartedProgram.classPath().split(File.pathSeparator)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    putFolder(out, path);
                } else {
                    putJar(out, path);
                }
            }
        }
        return jar;
    }

    /** Of the tests' own classes the program alone. */
    private void putFolder(ZipOutputStream out, Path folder) throws IOException {
        boolean ofTests =
                Files.exists(folder.resolve(MergedJarTests.class.getName().replace('.', '/') + ".class"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!ofTests || name.contains("/programs/Seeds")) {
                    put(out, name, Files.readAllBytes(file));
                }
            }
        }
    }

    private void putJar(ZipOutputStream out, Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                if (!entry.isDirectory() && !entry.getName().contains("module-info")) {
                    put(out, entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    /** The first of several of one name, as tools that merge jars do. */
    private void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        if (names.add(name)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
            out.closeEntry();
        }
    }
}
