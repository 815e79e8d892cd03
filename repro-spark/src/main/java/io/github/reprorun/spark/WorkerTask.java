package io.github.reprorun.spark;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunLock;
import io.github.reprorun.internal.launch.LauncherWatch;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunPlace;
import io.github.reprorun.study.Study;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;

/**
 * One attempt at a run, on a worker: starts the program in a place of its own and waits for its end. If Spark kills the
 * task, the program is ended and its place removed. If Spark's executor itself is killed, the program sees that by a lock
 * and ends, and its place is left to the driver.
 */
final class WorkerTask implements Function<String, SparkExecutor.Attempt> {
    private static final long serialVersionUID = 1L;

    /** How often the task asks whether it was killed. */
    private static final Duration PERIOD = Duration.ofMillis(200);

    /** How long a program may take to save itself. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final String id;
    private final ArrayList<String> options;
    private final ArrayList<String> arguments;
    private final String workingDirectory;
    private final String places;

    WorkerTask(Study.Start start) {
        this.id = start.id();
        this.options = new ArrayList<>(start.options());
        this.arguments = new ArrayList<>(start.arguments());
        this.workingDirectory = start.workingDirectory().toString();
        this.places = start.places().toString();
    }

    @Override
    public SparkExecutor.Attempt call(String unused) throws IOException {
        Path java = PinnedJvm.java(System.getenv());
        Path directory = Path.of(workingDirectory);
        if (!Files.isDirectory(directory)) {
            throw new UnreadableException(workingDirectory, "is no directory on this worker; share it with the driver");
        }
        RunPlace place = RunPlace.make(Path.of(places), id);
        Path starter = Files.createTempFile("reprorun-starter-", "");
        FileChannel held = LauncherWatch.hold(starter);
        boolean ended = false;
        try {
            int status = wait(start(java, directory, place, starter), starter);
            waitForRuns(place);
            ended = true;
            return new SparkExecutor.Attempt(
                    status,
                    place.folder().toString(),
                    SparkEnv.get().blockManager().blockManagerId().host());
        } finally {
            held.close();
            Files.deleteIfExists(starter);
            if (!ended) {
                RunDirectory.removeTree(place.folder());
            }
        }
    }

    private Process start(Path java, Path directory, RunPlace place, Path starter) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(place.options(starter));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(place.output().toFile())
                    .start();
        } catch (IOException e) {
            throw new UnreadableException(java.toString(), "cannot be started (" + e.getMessage() + ")", e);
        }
    }

    /** The exit status of the program, unless the task is killed: then the program has ended for that. */
    private static int wait(Process program, Path starter) {
        Thread lastResort = new Thread(
                () -> {
                    program.destroy();
                    boolean unused = starter.toFile().delete(); // Nothing that follows the wait comes any more.
                },
                "reprorun-stop-child");
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            TaskContext task = TaskContext.get();
            while (!program.waitFor(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                if (task.isInterrupted()) {
                    throw new InterruptedException();
                }
            }
            return program.exitValue();
        } catch (InterruptedException e) {
            end(program);
            throw new TaskKilledException("the run was given up");
        } finally {
            removeHook(lastResort);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run, so the program has already been told to end.
        }
    }

    /** As by TERM, so that the program's own child ends as well, and after that without asking. */
    private static void end(Process program) {
        List<ProcessHandle> all = new ArrayList<>(program.descendants().toList());
        program.destroy();
        boolean interrupted = Thread.interrupted();
        boolean asked = false;
        while (program.isAlive()) {
            try {
                if (!program.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS) && !asked) {
                    asked = true;
                    all.forEach(ProcessHandle::destroyForcibly);
                    program.destroyForcibly();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A run whose program was killed alone ends by itself, and writes until then. */
    private void waitForRuns(RunPlace place) throws IOException {
        long until = System.nanoTime() + GRACE.toNanos();
        for (Path run : place.runs(id)) {
            while (RunLock.isHeld(run)) {
                if (System.nanoTime() - until > 0) {
                    throw new UnwritableException(
                            run.toString(), "is still being written, although its program has ended");
                }
                try {
                    Thread.sleep(PERIOD.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new TaskKilledException("the run was given up");
                }
            }
        }
    }
}
