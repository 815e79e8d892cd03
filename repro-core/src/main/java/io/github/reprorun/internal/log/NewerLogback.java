package io.github.reprorun.internal.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * What events have since Logback 1.3: an instant, several markers, pairs of key and value, and throwables that know whether
 * they are cyclic. Logback 1.2, for SLF4J 1.7, has none of it, and none of the methods is called there. Stateless, hence safe
 * for use by several threads.
 */
final class NewerLogback {
    /** Whether the program's Logback has it. */
    static final boolean IS_PRESENT = isPresent();

    /** Whether the program's Logback can write events as JSON, which began within 1.3. */
    static final boolean HAS_JSON = IS_PRESENT && has("ch.qos.logback.classic.encoder.JsonEncoder");

    private NewerLogback() {}

    private static boolean isPresent() {
        try {
            ILoggingEvent.class.getMethod("getInstant");
            return has("org.slf4j.event.KeyValuePair");
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static boolean has(String type) {
        try {
            Class.forName(type, false, NewerLogback.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Copies it, redacted. */
    static void copy(ILoggingEvent event, LoggingEvent redacted) {
        redacted.setInstant(event.getInstant());
        if (event.getMarkerList() != null) {
            event.getMarkerList().forEach(redacted::addMarker);
        }
        if (event.getKeyValuePairs() != null) {
            redacted.setKeyValuePairs(redacted(event.getKeyValuePairs()));
        }
    }

    static void mark(LoggingEvent event, Marker marker) {
        event.addMarker(marker);
    }

    /** Writes the pairs of {@code event} behind its message. */
    static void appendPairs(StringBuilder text, ILoggingEvent event) {
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                text.append(' ')
                        .append(OneLine.of(pair.key))
                        .append("=\"")
                        .append(OneLine.of(String.valueOf(pair.value)))
                        .append('"');
            }
        }
    }

    private static List<KeyValuePair> redacted(List<KeyValuePair> pairs) {
        return pairs.stream()
                .map(pair -> new KeyValuePair(pair.key, Redaction.ofValue(pair.key, String.valueOf(pair.value))))
                .toList();
    }
}
