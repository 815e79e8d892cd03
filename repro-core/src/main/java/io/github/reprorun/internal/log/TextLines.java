package io.github.reprorun.internal.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.github.reprorun.base.text.OneLine;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * An event as text: one line of instant (UTC, milliseconds), level, thread, logger and message, the digits ASCII
 * whatever the locale; the throwable below it, indented. Control characters are escaped, so that no message can forge a
 * line. Stateless, hence safe for use by several threads.
 */
final class TextLines {
    private static final DateTimeFormatter INSTANT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final String INDENT = "    ";

    private TextLines() {}

    static String of(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(160);
        text.append(INSTANT.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .append(' ')
                .append(event.getLevel())
                .append(" [")
                .append(OneLine.of(event.getThreadName()))
                .append("] ")
                .append(OneLine.of(event.getLoggerName()))
                .append(" - ")
                .append(OneLine.of(event.getFormattedMessage()));
        if (NewerLogback.IS_PRESENT) {
            NewerLogback.appendPairs(text, event);
        }
        text.append('\n');
        if (event.getThrowableProxy() != null) {
            append(text, INDENT, "", event.getThrowableProxy());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String indent, String role, IThrowableProxy thrown) {
        text.append(indent).append(role).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            text.append(": ").append(OneLine.of(thrown.getMessage()));
        }
        if (NewerLogback.IS_PRESENT && thrown.isCyclic()) {
            text.append(" (again)\n");
            return;
        }
        text.append('\n');
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int own = frames.length - thrown.getCommonFrames();
        for (int i = 0; i < own; i++) {
            text.append(indent)
                    .append(INDENT)
                    .append(OneLine.of(frames[i].getSTEAsString()))
                    .append('\n');
        }
        if (thrown.getCommonFrames() > 0) {
            text.append(indent)
                    .append(INDENT)
                    .append("... ")
                    .append(thrown.getCommonFrames())
                    .append(" more\n");
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            append(text, indent + INDENT, "Suppressed: ", suppressed);
        }
        if (thrown.getCause() != null) {
            append(text, indent, "Caused by: ", thrown.getCause());
        }
    }
}
