package io.github.reprorun.internal.log;

import io.github.reprorun.evidence.Evidence;

/** A log's hold on its backend, in words that need none. Implementations are safe for use by several threads. */
interface LogAttachment extends AutoCloseable {
    /** The MDC key that holds a run's id. */
    String MDC_KEY = "reprorun.run";

    Evidence<String> evidence();

    /** Writes a line of level {@code WARN} that {@code source} has to say, redacted as all others; nothing once it is closed. */
    void warn(Class<?> source, String text);

    @Override
    void close();
}
