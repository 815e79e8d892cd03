package io.github.reprorun.internal.log;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.UnwritableException;
import java.nio.file.Path;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Writes what is logged through SLF4J, from {@code INFO} up, to a file for as long as it is open. Secrets of known shapes
 * are redacted before anything is written. Safe for use by several threads.
 *
 * <p>It listens to Logback, where that is SLF4J's backend, whatever levels and appenders are configured; what those print
 * stays as it is, and so does what {@code isInfoEnabled()} tells. A logger that is {@code OFF} stays silent. While the log
 * is open the thread that opened it has the MDC entry {@value #MDC_KEY}; the log takes the lines of threads that have its
 * own entry or none. With another backend there is no file, and {@link #evidence()} says why.
 */
public final class RunLog implements AutoCloseable {
    /** The MDC key that holds a run's id. */
    public static final String MDC_KEY = LogAttachment.MDC_KEY;

    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    private final Evidence<LogAttachment> attachment;

    private RunLog(Evidence<LogAttachment> attachment) {
        this.attachment = attachment;
    }

    /** How a line of the log is written. */
    public enum Format {
        /** For people: instant in UTC, level, thread, logger, message; stack traces indented below it. */
        TEXT,
        /** One JSON object a line, by Logback's own encoder. */
        JSON
    }

    /**
     * Begins to write to {@code file}, behind what is there.
     *
     * @param runId the id of the run, put into this thread's MDC
     * @throws UnwritableException if the file cannot be opened
     */
    public static RunLog open(Path file, String runId, Format format) {
        if (!hasBackend()) {
            return new RunLog(Evidence.unavailable("SLF4J has no backend on the class path"));
        }
        return open(LoggerFactory.getILoggerFactory(), file, runId, format);
    }

    /** Looked for first, because SLF4J without a backend complains on standard error as soon as it is touched. */
    private static boolean hasBackend() {
        ClassLoader loader = LoggerFactory.class.getClassLoader();
        return loader.getResource("META-INF/services/org.slf4j.spi.SLF4JServiceProvider") != null
                || loader.getResource("org/slf4j/impl/StaticLoggerBinder.class") != null;
    }

    static RunLog open(ILoggerFactory backend, Path file, String runId, Format format) {
        String name = backend.getClass().getName();
        if (!name.equals(LOGBACK)) {
            return new RunLog(Evidence.unavailable("SLF4J's backend is " + name + ", not Logback"));
        }
        try {
            return new RunLog(Evidence.observed(LogbackAttachment.attach(backend, file, runId, format == Format.JSON)));
        } catch (LinkageError | ClassCastException e) {
            return new RunLog(Evidence.unavailable("this Logback cannot be listened to (" + e + ")"));
        }
    }

    /** What writes the log and how, such as {@code Logback 1.5.38, text}; or why there is no log, or not all of it. */
    public Evidence<String> evidence() {
        return attachment instanceof Evidence.Observed<LogAttachment> attached
                ? attached.value().evidence()
                : Evidence.unavailable(((Evidence.Unavailable<LogAttachment>) attachment).reason());
    }

    /** Writes {@code text} as a warning of {@code source} to this log alone, if there is one and it is open. */
    public void warn(Class<?> source, String text) {
        if (attachment instanceof Evidence.Observed<LogAttachment> attached) {
            attached.value().warn(source, text);
        }
    }

    /**
     * Stops listening and forces what was written to the disk; removes the MDC entry if this thread is the one that
     * opened the log. Closing twice does nothing further.
     */
    @Override
    public void close() {
        if (attachment instanceof Evidence.Observed<LogAttachment> attached) {
            attached.value().close();
        }
    }
}
