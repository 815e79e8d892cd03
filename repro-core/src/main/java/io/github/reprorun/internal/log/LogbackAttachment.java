package io.github.reprorun.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.reprorun.evidence.Evidence;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.ILoggerFactory;
import org.slf4j.MDC;

/**
 * Attaches a run's appender to Logback: to the root logger, to each logger that does not pass its events on to the
 * root, and behind the turbo filters for the events that the levels would drop. Attaches again after a reset of
 * Logback, which frameworks do when they start. Safe for use by several threads.
 */
final class LogbackAttachment implements LogAttachment, LoggerContextListener {
    private final LoggerContext context;
    private final LogbackEncoding encoding;
    private final LogFile file;
    private final LogbackAppender appender;
    private final DroppedEvents dropped;
    private final String runId;
    private final String kind;

    private LogbackAttachment(
            LoggerContext context,
            LogbackEncoding encoding,
            LogFile file,
            LogbackAppender appender,
            String runId,
            String kind) {
        this.context = context;
        this.encoding = encoding;
        this.file = file;
        this.appender = appender;
        this.dropped = new DroppedEvents(appender);
        this.runId = runId;
        this.kind = kind;
    }

    /**
     * @param json whether to write the log as JSON instead of text, if this version of Logback can
     * @throws LinkageError if this version of Logback lacks a needed class or method; then nothing was changed
     */
    static LogAttachment attach(ILoggerFactory backend, Path path, String runId, boolean json) {
        LoggerContext context = (LoggerContext) backend;
        boolean inJson = json && NewerLogback.HAS_JSON;
        LogbackEncoding encoding = new LogbackEncoding(context, inJson);
        LogFile file = new LogFile(path);
        LogbackAppender appender = new LogbackAppender(encoding, file, runId);
        appender.setContext(context);
        appender.setName("reprorun " + runId);
        String kind = inJson ? "json" : json ? "text, because it cannot write JSON" : "text";
        LogbackAttachment attachment = new LogbackAttachment(context, encoding, file, appender, runId, kind);
        MDC.put(MDC_KEY, runId);
        attachment.hang();
        context.addListener(attachment);
        return attachment;
    }

    private void hang() {
        appender.start();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getName().equals(Logger.ROOT_LOGGER_NAME) || !logger.isAdditive()) {
                logger.addAppender(appender);
            }
        }
        context.addTurboFilter(dropped);
    }

    @Override
    public Evidence<String> evidence() {
        String version = Objects.requireNonNullElse(
                LoggerContext.class.getPackage().getImplementationVersion(), "of an unknown version");
        return file.failure()
                .<Evidence<String>>map(Evidence::unavailable)
                .orElseGet(() -> Evidence.observed("Logback " + version + ", " + kind));
    }

    @Override
    public void warn(Class<?> source, String text) {
        Logger logger = context.getLogger(source);
        file.write(encoding.encode(new LoggingEvent(Logger.FQCN, logger, Level.WARN, text, null, null)));
    }

    @Override
    public void close() {
        context.removeListener(this);
        context.getTurboFilterList().remove(dropped);
        for (Logger logger : context.getLoggerList()) {
            logger.detachAppender(appender);
        }
        appender.stop();
        file.close();
        if (runId.equals(MDC.get(MDC_KEY))) {
            MDC.remove(MDC_KEY);
        }
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onReset(LoggerContext reset) {
        hang();
    }

    @Override
    public void onStart(LoggerContext started) {}

    @Override
    public void onStop(LoggerContext stopped) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
