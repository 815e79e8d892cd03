package io.github.reprorun.junit;

import io.github.reprorun.RunContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The run around a test, handed down to the extension through the launcher, which lets only texts pass. Immutable, hence
 * safe to share between threads.
 *
 * @param key tells it from the other runs of this JVM
 */
record EnclosingRun(String key) implements AutoCloseable {
    /** The configuration parameter that holds the key. */
    static final String PARAMETER = "reprorun.junit.run";

    private static final Map<String, RunContext> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong COUNT = new AtomicLong();

    /** Makes {@code run} known to the tests that are started with its key. */
    static EnclosingRun of(RunContext run) {
        EnclosingRun enclosing = new EnclosingRun(Long.toString(COUNT.incrementAndGet()));
        OPEN.put(enclosing.key, run);
        return enclosing;
    }

    static boolean isAround(ExtensionContext test) {
        return around(test) != null;
    }

    static @Nullable RunContext around(ExtensionContext test) {
        return test.getConfigurationParameter(PARAMETER).map(OPEN::get).orElse(null);
    }

    @Override
    public void close() {
        OPEN.remove(key);
    }
}
