package io.github.reprorun.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a re-run makes of a program whose classes and jars are others, or only lie otherwise. */
class OtherCodeTests {
    private static final String TRAIN = "com/acme/Train.class";

    @TempDir
    private static Path work;

    private static Path run;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        compile(work.resolve("classes"), "");
        jar(work.resolve("lib/rate-1.0.jar"), Map.ofEntries(entry("com/acme/rate.txt", "0.1")));
        jar(work.resolve("lib/zeta.jar"), Map.of("com/acme/zeta.txt", "z", "com/acme/both.txt", "z"));
        jar(work.resolve("lib/beta.jar"), Map.of("com/acme/beta.txt", "b", "com/acme/both.txt", "b"));
        String classPath = classPath(
                        work.resolve("classes"),
                        work.resolve("lib/rate-1.0.jar"),
                        work.resolve("lib/zeta.jar"),
                        work.resolve("lib/beta.jar"),
                        work.resolve("lib/absent.jar"))
                + ownClasses();
        Path boot = jar(work.resolve("lib/boot.jar"), Map.of("com/acme/boot.txt", "0.1"));
        Verb.apart(
                        work,
                        "run",
                        "--name",
                        "acme",
                        "--seed",
                        "7",
                        "--jvm-option=-Xbootclasspath/a:" + boot,
                        "--class-path",
                        classPath,
                        "--",
                        "com.acme.Train")
                .assertStatus(0);
        run = runs().get(0);
    }

    @Test
    void isRefusedByTheNameOfTheClassBeforeAnythingStarts() throws IOException {
        compile(folder.resolve("classes"), "int unused;");

        refused(folder.resolve("classes"), lib("rate-1.0.jar"), lib("zeta.jar"), lib("beta.jar"))
                .assertStatus(3)
                .assertError("reprorun: class path: the code is not what the run had: " + TRAIN + " differs");
    }

    @Test
    void isRefusedWhereTheRecordedClassesWereReplaced() throws IOException {
        List<Path> runs = runs();
        Object untouched = Files.getAttribute(work.resolve("weights.txt"), "unix:ctime");
        compile(work.resolve("classes"), "int unused;");
        try {
            Verb.run("rerun", run, "--allow-unsigned")
                    .assertStatus(3)
                    .assertError("reprorun: class path: the code is not what the run had: " + TRAIN + " differs");
        } finally {
            compile(work.resolve("classes"), "");
        }
        assertThat(runs()).isEqualTo(runs);
        assertThat(Files.getAttribute(work.resolve("weights.txt"), "unix:ctime"))
                .isEqualTo(untouched);
    }

    @Test
    void isRefusedWhereAnOptionOfTheJvmNamesIt() throws IOException {
        jar(lib("boot.jar"), Map.of("com/acme/boot.txt", "0.2"));
        try {
            Verb.run("rerun", run, "--allow-unsigned")
                    .assertStatus(3)
                    .assertError("reprorun: class path: the code is not what the run had: com/acme/boot.txt differs");
        } finally {
            jar(lib("boot.jar"), Map.of("com/acme/boot.txt", "0.1"));
        }
    }

    /** The class path has an entry where there was nothing then, which no other test is told about. */
    @Test
    void isRefusedWhereThereWasNothing() throws IOException {
        Path late = jar(lib("absent.jar"), Map.of("com/acme/late.txt", "late"));
        try {
            Verb.run("rerun", run, "--allow-unsigned")
                    .assertStatus(3)
                    .assertError("reprorun: class path: the code is not what the run had: absent.jar, with"
                            + " com/acme/late.txt, was not there");
        } finally {
            Files.delete(late);
        }
    }

    private static List<Path> runs() throws IOException {
        try (Stream<Path> runs = Files.list(work.resolve("runs/acme"))) {
            return runs.sorted().toList();
        }
    }

    @Test
    void isRefusedInAJarAsInTheFolderItWasMadeOf() throws IOException {
        compile(folder.resolve("classes"), "int unused;");
        Files.writeString(folder.resolve("classes/com/acme/more.txt"), "more");
        Path jar = jarOf(folder.resolve("classes"), folder.resolve("app.jar"));

        refused(jar, lib("rate-1.0.jar"), lib("zeta.jar"), lib("beta.jar"))
                .assertStatus(3)
                .assertError("reprorun: class path: the code is not what the run had: " + TRAIN
                        + " differs; com/acme/more.txt is new");
    }

    @Test
    void isRefusedByTheNamesOfJars() throws IOException {
        Path newer = jar(folder.resolve("rate-1.1.jar"), Map.of("com/acme/rate.txt", "0.2"));
        Path added = jar(folder.resolve("added.jar"), Map.of("com/acme/added.txt", "added"));
        refused(classes(), lib("rate-1.0.jar"), lib("zeta.jar"))
                .assertStatus(3)
                .assertError("reprorun: class path: the code is not what the run had: beta.jar is gone");

        refused(classes(), newer, lib("zeta.jar"), added)
                .assertStatus(3)
                .assertError(
                        "reprorun: class path: the code is not what the run had: rate-1.1.jar in place of rate-1.0.jar;"
                                + " added.jar in place of beta.jar");
    }

    @Test
    void isTheOrderOfJarsThatHoldFilesOfOneName() {
        refused(classes(), lib("rate-1.0.jar"), lib("beta.jar"), lib("zeta.jar"))
                .assertStatus(3)
                .assertError(
                        "reprorun: class path: the code is not what the run had: beta.jar before zeta.jar, which has files of the"
                                + " same names");
    }

    @Test
    void isNamedUpToTenClassesAndThenCounted() throws IOException {
        compile(folder.resolve("classes"), "");
        for (int i = 0; i < 12; i++) {
            Files.writeString(folder.resolve("classes/added" + (char) ('a' + i)), "");
        }

        Verb verb = refused(folder.resolve("classes"), lib("rate-1.0.jar"), lib("zeta.jar"), lib("beta.jar"))
                .assertStatus(3);

        assertThat(verb.err()).endsWith("addedi is new; addedj is new; and 2 more\n");
    }

    @Test
    void isToldWithTheVerdictWhereItIsAccepted() throws IOException {
        compile(folder.resolve("classes"), "int unused;");
        String classPath = classPath(folder.resolve("classes"), lib("rate-1.0.jar"), lib("zeta.jar"), lib("beta.jar"))
                + ownClasses();

        Verb text = Verb.apart(work, "rerun", run, "--allow-unsigned", "--accept", "code", "--class-path", classPath)
                .assertStatus(0);

        assertThat(text.out()).endsWith("\nREPRODUCED by other code: " + TRAIN + " differs (compared 1 output)\n");
    }

    @Test
    void isToldOnALineOfItsOwnWhereTheResultsDiffer() throws IOException {
        Path newer = jar(folder.resolve("rate-1.1.jar"), Map.of("com/acme/rate.txt", "0.2"));
        String classPath = classPath(classes(), newer, lib("zeta.jar"), lib("beta.jar")) + ownClasses();

        Verb verb = Verb.apart(work, "rerun", run, "--allow-unsigned", "--accept", "code", "--class-path", classPath)
                .assertStatus(1);

        assertThat(verb.out())
                .endsWith("\nlikely causes: CODE\n  other code: rate-1.1.jar in place of rate-1.0.jar\n"
                        + "DIVERGED: compared 1 output\n");
    }

    @Test
    void isTheSameCodeInOtherPlacesNamesJarsAndArchives() throws IOException {
        Path app = jarOf(work.resolve("classes"), folder.resolve("app-1.0.jar"));
        Path rate = jar(
                folder.resolve("other/rates.jar"),
                Map.of(
                        "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBuilt-By: another\n",
                        "META-INF/maven/com.acme/rate/pom.properties", "groupId=com.acme\n",
                        "com/acme/rate.txt", "0.1"));
        Path zeta = Files.copy(lib("zeta.jar"), folder.resolve("other/a.jar"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        String classPath = classPath(rate, empty, zeta, lib("beta.jar"), app, lib("zeta.jar")) + ownClasses();

        JsonNode document = Verb.apart(
                        work, "rerun", run, "--allow-unsigned", "--accept", "code", "--class-path", classPath, "--json")
                .assertStatus(0)
                .json();

        assertThat(document.get("verdict").asText()).isEqualTo("REPRODUCED");
        assertThat(document.has("acceptedCode")).isFalse();
        Verb diff =
                Verb.run("diff", run, Path.of(document.at("/rerun/directory").asText()));
        assertThat(diff.assertStatus(0).out()).doesNotContain("CODE", "PARAMETERS", "ENVIRONMENT");
    }

    @Test
    void isNothingElseThatCanBeAccepted() {
        Verb.run("rerun", run, "--allow-unsigned", "--accept", "data")
                .assertStatus(2)
                .assertError("reprorun: --accept: data is nothing that can be accepted; code is");
    }

    private static Path classes() {
        return work.resolve("classes");
    }

    private static Path lib(String jar) {
        return work.resolve("lib").resolve(jar);
    }

    /** In this JVM, since nothing is started; our own classes are on the class path as they were. */
    private static Verb refused(Path... entries) {
        return Verb.run("rerun", run, "--allow-unsigned", "--class-path", classPath(entries) + ownClasses());
    }

    private static String classPath(Path... entries) {
        return Arrays.stream(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String ownClasses() {
        return File.pathSeparator + System.getProperty("java.class.path");
    }

    /** Compiles a program that writes what it finds on its class path. */
    private static void compile(Path target, String member) throws IOException {
        Files.createDirectories(target);
        String source = "package com.acme; public class Train { " + member
                + " public static void main(String[] a) throws Exception {"
                + " try (var in = Train.class.getResourceAsStream(\"rate.txt\");"
                + " var out = new java.io.FileOutputStream(\"weights.txt\")) { in.transferTo(out); } } }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> flaws = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///com/acme/Train.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-d", target.toString(), "-proc:none");
        assertThat(compiler.getTask(null, null, flaws, options, null, List.of(file))
                        .call())
                .as(flaws.getDiagnostics().toString())
                .isTrue();
    }

    private static Path jar(Path jar, Map<String, String> files) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** The files of {@code classes} the other way round, hardly compressed, at another time. */
    private static Path jarOf(Path classes, Path jar) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<Path> all;
        try (Stream<Path> tree = Files.walk(classes)) {
            all = new ArrayList<>(tree.filter(Files::isRegularFile).sorted().toList());
        }
        Collections.reverse(all);
        for (Path file : all) {
            files.put(classes.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setLevel(1);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setLastModifiedTime(FileTime.fromMillis(1_000_000_000_000L));
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        }
        return jar;
    }
}
