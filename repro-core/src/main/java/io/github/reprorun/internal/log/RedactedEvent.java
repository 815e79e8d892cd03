package io.github.reprorun.internal.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A copy of an event without secrets: its message formatted, its arguments left out. Confined to one thread. */
final class RedactedEvent extends LoggingEvent {
    private final @Nullable IThrowableProxy thrown;

    RedactedEvent(ILoggingEvent event) {
        setLevel(event.getLevel());
        setLoggerName(Redaction.of(event.getLoggerName()));
        setThreadName(Redaction.of(event.getThreadName()));
        setMessage(Redaction.of(String.valueOf(event.getFormattedMessage())));
        setMDCPropertyMap(redacted(event.getMDCPropertyMap()));
        if (NewerLogback.IS_PRESENT) {
            NewerLogback.copy(event, this);
        } else {
            setTimeStamp(event.getTimeStamp());
        }
        this.thrown = RedactedThrowable.of(event.getThrowableProxy());
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return thrown;
    }

    private static Map<String, String> redacted(Map<String, String> entries) {
        Map<String, String> redacted = new LinkedHashMap<>();
        entries.forEach((name, value) -> redacted.put(name, Redaction.ofValue(name, String.valueOf(value))));
        return redacted;
    }
}
