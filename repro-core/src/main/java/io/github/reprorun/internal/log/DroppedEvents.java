package io.github.reprorun.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Receives the events that the configured levels are about to drop, and passes them to the run's log alone. It decides
 * nothing: other appenders print, and {@code isInfoEnabled()} answers, as if it did not exist. Safe for use by several
 * threads.
 */
final class DroppedEvents extends TurboFilter {
    private final LogbackAppender appender;

    DroppedEvents(LogbackAppender appender) {
        this.appender = appender;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        if (format != null && level.isGreaterOrEqual(Level.INFO) && isDropped(logger, level)) {
            LoggingEvent event = new LoggingEvent(Logger.FQCN, logger, level, format, thrown, arguments);
            if (marker != null && NewerLogback.IS_PRESENT) {
                NewerLogback.mark(event, marker);
            }
            appender.doAppend(event);
        }
        return FilterReply.NEUTRAL;
    }

    private static boolean isDropped(Logger logger, Level level) {
        Level least = logger.getEffectiveLevel();
        return least != Level.OFF && !level.isGreaterOrEqual(least);
    }
}
