package io.github.reprorun.spi;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import java.util.List;
import java.util.SortedMap;

/** One extension's part in one run, used by the thread that called {@link RunExtension#open}. */
public interface ExtensionSession extends AutoCloseable {
    /** The library's facts, by dotted name such as {@code NAME.canary.sum}; asked when the training has ended. */
    SortedMap<String, Evidence<String>> environment();

    /** The library's dependencies, native libraries above all, with digests; asked when the training has ended. */
    List<Resource> dependencies();

    /**
     * Called when the training has returned, before the run is recorded as succeeded.
     *
     * @throws io.github.reprorun.failure.ReproException if it cannot have succeeded, as far as the extension knows
     */
    default void finish() {}

    /** Puts back what {@link RunExtension#open} changed in this JVM; called once, however the training ended. */
    @Override
    void close();
}
