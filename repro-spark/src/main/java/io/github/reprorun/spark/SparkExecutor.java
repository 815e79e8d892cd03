package io.github.reprorun.spark;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.study.Study;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Makes the runs of a study on the workers of a Spark cluster.
 *
 * <pre>{@code
 * StudyResult study = Study.of("fraud")
 *         .program("com.example.FraudTraining")
 *         .classPath("/shared/fraud.jar:/shared/lib/*")
 *         .seeds(1, 20)
 *         .parallel(8)
 *         .executor(SparkExecutor.of(context))
 *         .run();
 * }</pre>
 *
 * <p>Each run is a job of one task, which starts the program in a JVM of its own: no training shares a JVM with Spark.
 * Class path, working directory, runs directory and signing key are on a folder that the workers see under the same
 * paths, and the workers run as the same user as the driver. Safe for use by several threads.
 */
public final class SparkExecutor implements Study.Executor {
    private static final int STOPPED = 143;

    /** Spark's own limit. */
    private static final int FAILURES = 4;

    /** What Spark says of the task that failed last: its worker, and the first line of its exception. */
    private static final Pattern LOST = Pattern.compile("\\(TID [0-9]+\\) \\((\\S+) executor [^)]*\\): ([^\\n]*)");

    private static final Pattern EXCEPTION = Pattern.compile("^[\\w.$]+(Exception|Error): ");

    private final JavaSparkContext context;
    private final boolean isOwn;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    private SparkExecutor(JavaSparkContext context, boolean isOwn) {
        this.context = context;
        this.isOwn = isOwn;
        addJar(SparkExecutor.class);
        addJar(Study.class);
    }

    /**
     * Runs on the workers of {@code context}, which stays its owner's to stop. Jars of this library are added to it; folders
     * of classes, as an IDE has them, are not, and have to be on the workers' class path already.
     */
    public static SparkExecutor of(JavaSparkContext context) {
        return new SparkExecutor(context, false);
    }

    /** For the command line. Stateless. */
    public static final class Cluster implements Study.Cluster {
        /** For {@link java.util.ServiceLoader}. */
        public Cluster() {}

        /**
         * A context at the master {@code address}. Settings are those of system properties that begin with {@code spark.}; unless
         * they say otherwise, a run whose attempt failed on one worker is tried on another.
         */
        @Override
        public Study.Executor connect(String address, String name) {
            SparkConf conf = new SparkConf()
                    .setMaster(address)
                    .setAppName("reprorun study " + name)
                    .setIfMissing("spark.log.level", "WARN")
                    .setIfMissing("spark.ui.enabled", "false");
            try {
                return new SparkExecutor(new JavaSparkContext(tryElsewhere(conf)), true);
            } catch (RuntimeException e) { // Spark declares none of those that it throws.
                throw new UnreadableException(address, "Spark cannot be reached (" + firstLine(e) + ")", e);
            }
        }
    }

    /** Sets, unless it is set, that a worker on which an attempt failed does not get the next. */
    static SparkConf tryElsewhere(SparkConf conf) {
        // Spark requires that some attempts are left for another node.
        int attempts = Math.max(1, conf.getInt("spark.task.maxFailures", FAILURES) - 1);
        return conf.setIfMissing("spark.excludeOnFailure.enabled", "true")
                .setIfMissing("spark.excludeOnFailure.task.maxTaskAttemptsPerNode", Integer.toString(attempts))
                .setIfMissing("spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout", "10s");
    }

    /** So that workers know the class of the task, and those that it uses. */
    private void addJar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            if (location != null && Files.isRegularFile(Path.of(location.toURI()))) {
                context.addJar(Path.of(location.toURI()).toString());
            }
        } catch (URISyntaxException e) {
            throw new UnreadableException(location.toString(), "is no place that Spark could take a jar from", e);
        }
    }

    @Override
    public Study.Ended run(Study.Start start) {
        String group = "reprorun " + start.id();
        running.add(group);
        try {
            context.setJobGroup(group, "run " + start.id(), true);
            JavaFutureAction<List<Attempt>> job = context.parallelize(List.of(start.id()), 1)
                    .map(new WorkerTask(start))
                    .collectAsync();
            if (stopped) {
                boolean unused = job.cancel(true);
            }
            Attempt attempt = job.get().get(0);
            return new Study.Ended(
                    attempt.status, Optional.of(Path.of(attempt.place)), attempt.machine, Optional.empty());
        } catch (CancellationException e) {
            return ended(e);
        } catch (ExecutionException e) {
            return ended(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            context.cancelJobGroup(group);
            Thread.currentThread().interrupt();
            throw new UnreadableException("run " + start.id(), "interrupted while waiting for its worker", e);
        } catch (IllegalStateException e) {
            throw lost(e);
        } finally {
            context.clearJobGroup();
            running.remove(group);
        }
    }

    private Study.Ended ended(Throwable problem) {
        if (stopped) {
            return new Study.Ended(STOPPED, Optional.empty(), "", Optional.empty());
        }
        if (context.sc().isStopped()) {
            throw lost(problem);
        }
        return new Study.Ended(1, Optional.empty(), "", Optional.of(refusal(String.valueOf(problem.getMessage()))));
    }

    private UnreadableException lost(Throwable problem) {
        return new UnreadableException(
                context.master(), "Spark has ended (" + firstLine(problem) + "); the same command goes on", problem);
    }

    /** In one line, with the worker at whose attempt Spark gave up. */
    static String refusal(String message) {
        Matcher lost = LOST.matcher(message);
        String refusal =
                "no worker could make it: " + message.lines().findFirst().orElse(message);
        while (lost.find()) {
            refusal = "no worker could make it; the last was " + lost.group(1) + ": "
                    + EXCEPTION.matcher(lost.group(2)).replaceFirst("");
        }
        return refusal;
    }

    private static String firstLine(Throwable problem) {
        return String.valueOf(problem.getMessage()).lines().findFirst().orElse(problem.toString());
    }

    @Override
    public void stop() {
        stopped = true;
        running.forEach(context::cancelJobGroup);
    }

    /** Stops the context if the command line made it. */
    @Override
    public void close() {
        if (isOwn) {
            context.stop();
        }
    }

    /** How an attempt ended on its worker; goes to the driver. */
    static final class Attempt implements Serializable {
        private static final long serialVersionUID = 1L;

        final int status;
        final String place;
        final String machine;

        Attempt(int status, String place, String machine) {
            this.status = status;
            this.place = place;
            this.machine = machine;
        }
    }
}
