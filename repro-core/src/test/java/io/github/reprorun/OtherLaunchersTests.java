package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.programs.Seeds;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that do not begin with a main on a class path: one line says what to do. */
class OtherLaunchersTests {
    private static final String ADVICE = "; call launch from the main of a class on the class path, or use execute";
    private static final String TRAINING = "io.github.reprorun.ReproducibleRun.of(\"t\").seed(1).threads(1)";

    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    @Test
    void anInteractiveSessionGoesOn() {
        String run = TRAINING + ".runsDirectory(java.nio.file.Path.of(\""
                + work.toString().replace('\\', '/') + "\"))";
        try (JShell shell = JShell.create()) {
            for (String entry : StartedProgram.classPath().split(File.pathSeparator)) {
                shell.addToClasspath(entry);
            }
            String launch = run + ".launch(new String[0], run -> {});";

            assertRefused(shell, launch);
            shell.eval("class T { public static void main(String[] args) { " + launch + " } }");
            assertRefused(shell, "T.main(new String[0]);");

            String execute = run + ".execute(run -> run.metric(\"m\", 1)).manifest().details().status()";
            assertThat(last(shell, execute).value()).isEqualTo("SUCCEEDED");
        }
    }

    private static void assertRefused(JShell shell, String code) {
        SnippetEvent event = last(shell, code);

        assertThat(event.exception()).as("%s", event).isInstanceOf(EvalException.class);
        assertThat(((EvalException) event.exception()).getExceptionClassName())
                .isEqualTo(UsageException.class.getName());
        assertThat(event.exception().getMessage())
                .matches(
                        "launch: cannot start this program again: REPL\\.\\$JShell\\S+ is code of an interactive session, which"
                                + " no other JVM finds; put the training into a class on the class path whose main calls launch, and"
                                + " start that" + ADVICE);
    }

    private static SnippetEvent last(JShell shell, String code) {
        List<SnippetEvent> events = shell.eval(code);
        return events.get(events.size() - 1);
    }

    @Test
    void aSourceFileHasToBeCompiledFirst() throws IOException {
        Path source = Files.writeString(work.resolve("Train.java"), program(""));

        Ended ended = StartedProgram.of(work, Seeds.class)
                .through(command -> replaced(command, source.toString()))
                .run()
                .assertStatus(2);

        assertThat(ended.error().lines())
                .containsExactly(
                        "reprorun: launch: cannot start this program again: Train was compiled in memory from a"
                                + " source file, which no other JVM finds; compile it by javac -d classes, then start it by java -cp"
                                + " with classes and the same jars" + ADVICE);
        assertThat(work.resolve("runs")).doesNotExist();
    }

    @Test
    void aModuleHasToBeStartedFromAClassPath() throws IOException {
        Path module = work.resolve("app");
        Files.createDirectories(module.resolve("app"));
        Files.writeString(module.resolve("module-info.java"), "module app { requires io.github.reprorun.core; }");
        Files.writeString(module.resolve("app/Train.java"), program("package app;"));
        String path = modulePath();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-p",
                        path,
                        "-d",
                        module.toString(),
                        module.resolve("module-info.java").toString(),
                        module.resolve("app/Train.java").toString());
        assertThat(compiled).isEqualTo(0);

        Ended ended = StartedProgram.of(work, Seeds.class)
                .through(command ->
                        List.of(command.get(0), "-p", path + File.pathSeparator + module, "-m", "app/app.Train"))
                .run()
                .assertStatus(2);

        assertThat(ended.error().lines())
                .endsWith(
                        "reprorun: launch: cannot start this program again: app.Train is in the named module app, which a"
                                + " class path cannot start; start the program by java -cp with the jars of its module path, then"
                                + " app.Train" + ADVICE);
    }

    private static String program(String packageLine) {
        return packageLine + "\npublic class Train { public static void main(String[] args) { " + TRAINING
                + ".launch(args, run -> {}); } }\n";
    }

    private static List<String> replaced(List<String> command, String source) {
        List<String> replaced = new ArrayList<>(command);
        replaced.set(replaced.indexOf(Seeds.class.getName()), source);
        return replaced;
    }

    /** The library as a jar with the module's name, and what it needs. */
    private String modulePath() throws IOException {
        List<String> path = new ArrayList<>();
        for (String entry : StartedProgram.classPath().split(File.pathSeparator)) {
            if (Files.exists(Path.of(entry, "io/github/reprorun/ReproducibleRun.class"))) {
                path.add(library(Path.of(entry)).toString());
            } else if (entry.endsWith(".jar")) {
                path.add(entry);
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private Path library(Path classes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Automatic-Module-Name", "io.github.reprorun.core");
        Path jar = work.resolve("library.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(0);
            for (Path each : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
            }
        }
        return jar;
    }
}
