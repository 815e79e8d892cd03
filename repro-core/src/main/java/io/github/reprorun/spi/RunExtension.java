package io.github.reprorun.spi;

/**
 * A numerics library that takes part in every run, found by {@link java.util.ServiceLoader} under this interface's
 * name. One instance opens many sessions; implementations are safe for use by several threads.
 */
public interface RunExtension {
    /** A short name for messages, such as that of its jar. */
    String name();

    /**
     * Called once for each run, before the training and on the thread that will train: seed every generator, start
     * observing.
     */
    ExtensionSession open(RunScope run);
}
