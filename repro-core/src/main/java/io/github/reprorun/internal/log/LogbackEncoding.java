package io.github.reprorun.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns events into the bytes of a log, redacted. Safe for use by several threads. */
final class LogbackEncoding {
    /** Writes JSON; null for text. */
    private final @Nullable JsonEncoder json;

    /**
     * @throws LinkageError if this version of Logback lacks a needed class or method, which would otherwise show at the
     *     first event
     */
    LogbackEncoding(LoggerContext context, boolean inJson) {
        this.json = inJson ? jsonEncoder(context) : null;
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        encode(new LoggingEvent(Logger.FQCN, root, Level.INFO, "", new IllegalStateException(""), null));
    }

    private static JsonEncoder jsonEncoder(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }

    /** The bytes for {@code event}, a line feed at their end. */
    byte[] encode(ILoggingEvent event) {
        RedactedEvent redacted = new RedactedEvent(event);
        return json == null ? TextLines.of(redacted).getBytes(StandardCharsets.UTF_8) : json.encode(redacted);
    }
}
