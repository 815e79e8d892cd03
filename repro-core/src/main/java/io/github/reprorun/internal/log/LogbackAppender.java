package io.github.reprorun.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/** Writes the events of one run to its log. Safe for use by several threads. */
final class LogbackAppender extends AppenderBase<ILoggingEvent> {
    private final LogbackEncoding encoding;
    private final LogFile file;
    private final String runId;

    LogbackAppender(LogbackEncoding encoding, LogFile file, String runId) {
        this.encoding = encoding;
        this.file = file;
        this.runId = runId;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String id = event.getMDCPropertyMap().get(LogAttachment.MDC_KEY);
        if (event.getLevel().isGreaterOrEqual(Level.INFO) && (id == null || id.equals(runId))) {
            file.write(encoding.encode(event));
        }
    }
}
