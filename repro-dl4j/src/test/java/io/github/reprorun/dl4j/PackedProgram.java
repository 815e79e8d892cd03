package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.cli.Main;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program of the tests as users pack theirs: {@code app.jar} has it and ND4J's API, {@code lib} the other jars, and neither
 * this library, whose two jars lie side by side elsewhere. Immutable.
 */
record PackedProgram(Path folder) {
    static PackedProgram in(Path folder, Class<?> program) throws IOException, URISyntaxException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        Path api = origin(Nd4j.class);
        List<Path> apart = List.of(origin(Main.class), origin(Dl4jRun.class), origin(program), api);
        for (String entry : CommandLine.classPath().split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!apart.contains(path)) {
                Files.createSymbolicLink(lib.resolve(path.getFileName()), path);
            }
        }
        String programs = program.getPackageName().replace('.', '/') + "/";
        try (JarOutputStream app = open(folder.resolve("app.jar"), new Manifest())) {
            copy(api, "", app);
            copy(origin(program), programs, app);
        }
        try (JarOutputStream core = open(folder.resolve("repro-core-1.jar"), agent())) {
            copy(origin(Main.class), "", core);
            core.putNextEntry(
                    new ZipEntry("META-INF/reprorun/known.properties")); // As the build of the command line does.
            core.write(Files.readAllBytes(Path.of("src/main/resources", LibraryDescriptor.FILE)));
        }
        try (JarOutputStream extension = open(folder.resolve("repro-dl4j-1.jar"), new Manifest())) {
            copy(origin(Dl4jRun.class), "", extension);
        }
        return new PackedProgram(folder);
    }

    /** What the user names. */
    String classPath() {
        return folder.resolve("app.jar")
                + File.pathSeparator
                + folder.resolve("lib").resolve("*");
    }

    CommandLine commandLine(Path work) {
        return commandLine(work, folder.resolve("repro-core-1.jar"));
    }

    /** With the jar of repro-core elsewhere, under another name. */
    CommandLine commandLineWithoutExtension(Path work) throws IOException {
        Path alone = Files.createDirectory(folder.resolve("alone")).resolve("library.jar");
        return commandLine(work, Files.copy(folder.resolve("repro-core-1.jar"), alone));
    }

    private CommandLine commandLine(Path work, Path library) {
        String jars = folder.resolve("lib").resolve("*").toString();
        return new CommandLine(work).on(library + File.pathSeparator + jars);
    }

    private static Path origin(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Manifest agent() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", "io.github.reprorun.internal.agent.ReproAgent");
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        return manifest;
    }

    private static JarOutputStream open(Path jar, Manifest manifest) throws IOException {
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        out.setLevel(Deflater.BEST_SPEED);
        return out;
    }

    /** Copies the files below {@code prefix} of a folder or jar. */
    private static void copy(Path from, String prefix, JarOutputStream to) throws IOException {
        Set<String> copied = new HashSet<>(Set.of(JarFile.MANIFEST_NAME));
        if (Files.isDirectory(from)) {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = from.relativize(file).toString().replace(File.separatorChar, '/');
                    if (name.startsWith(prefix) && copied.add(name)) {
                        to.putNextEntry(new ZipEntry(name));
                        Files.copy(file, to);
                    }
                }
            }
        } else {
            try (JarFile jar = new JarFile(from.toFile())) {
                for (ZipEntry entry : jar.stream().toList()) {
                    if (!entry.isDirectory() && entry.getName().startsWith(prefix) && copied.add(entry.getName())) {
                        to.putNextEntry(new ZipEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(to);
                    }
                }
            }
        }
        assertThat(copied).as("files of %s", from).hasSizeGreaterThan(1);
    }
}
