package io.github.reprorun.internal.log;

import io.github.reprorun.evidence.Evidence;

/**
 * The connection of a log to its backend, as an interface that needs no backend. Implementations are safe for use by
 * several threads.
 */
interface LogAttachment extends AutoCloseable {
    /** The MDC key that holds a run's id. */
    String MDC_KEY = "reprorun.run";

    Evidence<String> evidence();

    /**
     * Writes a line of level {@code WARN} from {@code source}, redacted as all others; does nothing after it is closed.
     */
    void warn(Class<?> source, String text);

    @Override
    void close();
}
