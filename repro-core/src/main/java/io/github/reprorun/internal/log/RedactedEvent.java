package io.github.reprorun.internal.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** A copy of an event without secrets: its message formatted, its arguments left out. Confined to one thread. */
final class RedactedEvent extends LoggingEvent {
    private final @Nullable IThrowableProxy thrown;

    RedactedEvent(ILoggingEvent event) {
        setLevel(event.getLevel());
        setLoggerName(Redaction.of(event.getLoggerName()));
        setThreadName(Redaction.of(event.getThreadName()));
        setMessage(Redaction.of(String.valueOf(event.getFormattedMessage())));
        setInstant(event.getInstant());
        setMDCPropertyMap(redacted(event.getMDCPropertyMap()));
        if (event.getMarkerList() != null) {
            event.getMarkerList().forEach(this::addMarker);
        }
        if (event.getKeyValuePairs() != null) {
            setKeyValuePairs(redacted(event.getKeyValuePairs()));
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

    private static List<KeyValuePair> redacted(List<KeyValuePair> pairs) {
        return pairs.stream()
                .map(pair -> new KeyValuePair(pair.key, Redaction.ofValue(pair.key, String.valueOf(pair.value))))
                .toList();
    }
}
