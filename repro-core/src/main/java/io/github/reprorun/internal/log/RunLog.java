package io.github.reprorun.internal.log;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.UnwritableException;
import java.nio.file.Path;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Writes the events logged through SLF4J, from {@code INFO} up, to a file as long as it is open. Secrets of known
 * shapes are redacted before anything is written. Safe for use by several threads.
 *
 * <p>It listens to Logback, if that is SLF4J's backend, with any configuration of levels and appenders; it does not
 * change the output of the appenders or the answers of {@code isInfoEnabled()}. A logger that is {@code OFF} stays
 * silent. While the log is open the thread that opened it has the MDC entry {@value #MDC_KEY}; the log takes the lines
 * of threads that have this entry or none. With another backend there is no file, and {@link #evidence()} says why.
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
        /** One JSON object a line, by Logback's own encoder; text with a Logback older than 1.3, which has none. */
        JSON
    }

    /**
     * Begins to append to {@code file}.
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

    /** Checked first, because SLF4J without a backend complains on standard error as soon as it is used. */
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

    /**
     * The writer and the format of the log, such as {@code Logback 1.5.38, text}; or why the log is missing or
     * incomplete.
     */
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
     * Stops listening and forces the log to the disk; removes the MDC entry if this thread opened the log. Further
     * calls do nothing.
     */
    @Override
    public void close() {
        if (attachment instanceof Evidence.Observed<LogAttachment> attached) {
            attached.value().close();
        }
    }
}
