package io.github.reprorun.internal.launch;

import java.util.List;

/**
 * The options for what only the JVM's start can hold, and an agent in a running JVM cannot. Safe for use by several
 * threads.
 *
 * <p>They precede the options of the user, which may repeat them: the JVM takes the last. They do not choose a garbage
 * collector, because the JVM refuses two, and because a re-run passes them to the {@code java} of its machine.
 */
public final class PinnedOptions {
    private static final int LEAST_PARALLELISM = 2;

    private PinnedOptions() {}

    /**
     * The options for a run that sees {@code processors} processors, in the order in which they are written.
     *
     * @param processors the number that the run records, at least 1; a re-run passes the recorded one
     * @throws IllegalArgumentException if {@code processors} is less than 1
     */
    public static List<PinnedOption> of(int processors) {
        if (processors < 1) {
            throw new IllegalArgumentException("a run sees at least 1 processor, not " + processors);
        }
        int parallelism = Math.max(LEAST_PARALLELISM, processors - 1);
        return List.of(
                new PinnedOption(
                        "-XX:ActiveProcessorCount=" + processors,
                        "The size of pools, the number of workers that libraries choose and the threads of the JVM itself"
                                + " follow the machine's cores."),
                new PinnedOption(
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism,
                        "A parallel stream splits its work by this number; below 2, CompletableFuture uses a pool on one"
                                + " JDK and new threads on another."),
                new PinnedOption(
                        "-XX:-UseDynamicNumberOfCompilerThreads",
                        "A new thread's identity hash codes begin at a number that each new thread advances, the"
                                + " compilers' too; these would be started when there is work."),
                new PinnedOption(
                        "-XX:-UseDynamicNumberOfGCThreads",
                        "As above: the collector's threads would be started when there is work."));
    }
}
