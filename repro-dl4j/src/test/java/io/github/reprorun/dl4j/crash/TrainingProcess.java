package io.github.reprorun.dl4j.crash;

import com.example.crash.CrashTraining;
import io.github.reprorun.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A training and the JVM that launched it, in a process group of their own. Used by one thread. */
final class TrainingProcess {
    /** Far more than any needs, on a busy machine too. */
    private static final int SECONDS = 300;

    private static final List<String> QUICK =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR");

    private final Process process;
    private final Path output;

    /** A shell that is there when it is needed: to start one takes as long as several checkpoints. */
    private final Process killer;

    private TrainingProcess(Process process, Path output, Process killer) {
        this.process = process;
        this.output = output;
        this.killer = killer;
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
        return new TrainingProcess(builder.start(), output, new ProcessBuilder("sh").start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the whole group by {@code kill -9}, within a millisecond or two, and waits until each process of it is gone. */
    void kill() throws IOException {
        String command =
                "kill -9 -PID 2>/dev/null || kill -9 PID\n"; // There is no group yet where setsid has just begun.
        killer.getOutputStream()
                .write(command.replace("PID", Long.toString(process.pid())).getBytes(StandardCharsets.US_ASCII));
        killer.getOutputStream().close();
        try {
            killer.waitFor();
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException("the group of " + process.pid() + " is not gone", e);
        }
        while (groupIsAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean groupIsAlive() throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                if (isAliveInGroup(each)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * By the fields of proc(5) after the name, which is in parentheses: state, parent and group. A process whose first thread
     * is a zombie has its files as long as it has other threads.
     */
    private boolean isAliveInGroup(Path proc) {
        try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
            String stat = Files.readString(proc.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
            boolean inGroup = fields[2].equals(Long.toString(process.pid()));
            return inGroup && (!fields[0].equals("Z") || threads.count() > 1);
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }

    /** The exit status. */
    int await() throws IOException {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new IOException("still running after " + SECONDS + " s; printed:\n" + printed());
            }
            killer.getOutputStream().close();
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
