package io.github.reprorun.log;

import io.github.reprorun.environment.Evidence;

/** A log's hold on its backend, in words that need none. Implementations are safe for use by several threads. */
interface LogAttachment extends AutoCloseable {
    /** The MDC key that holds a run's id. */
    String MDC_KEY = "reprorun.run";

    Evidence<String> evidence();

    @Override
    void close();
}
