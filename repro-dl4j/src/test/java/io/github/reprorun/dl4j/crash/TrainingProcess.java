package io.github.reprorun.dl4j.crash;

import com.example.crash.CrashTraining;
import io.github.reprorun.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A training and the JVM that launched it, in a process group of their own. Used by one thread. */
final class TrainingProcess {
    /** Far more than any needs, on a busy machine too. */
    private static final int SECONDS = 300;

    private static final List<String> QUICK =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR");

    private final Process process;
    private final Path output;

    private TrainingProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static TrainingProcess train(Path work, String kind) throws IOException {
        return start(work, CrashTraining.class, kind);
    }

    static TrainingProcess resume(Path work, Path run) throws IOException {
        return command(work, "resume", run.toString());
    }

    /** A verb of the command line. */
    static TrainingProcess command(Path work, String... arguments) throws IOException {
        return start(work, Main.class, arguments);
    }

    private static TrainingProcess start(Path work, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(work.getParent(), "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        return new TrainingProcess(builder.start(), output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the whole group by {@code kill -9}, and waits until each process of it is gone. */
    void kill() throws IOException {
        List<ProcessHandle> group = process.toHandle().descendants().toList();
        try {
            new ProcessBuilder("sh", "-c", "kill -9 -" + process.pid()).start().waitFor();
            process.waitFor();
            for (ProcessHandle member : group) {
                member.onExit().get(SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException("the group of " + process.pid() + " is not gone", e);
        }
    }

    /** The exit status. */
    int await() throws IOException {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new IOException("still running after " + SECONDS + " s; printed:\n" + printed());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    String printed() throws IOException {
        return Files.readString(output);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
