package io.github.reprorun.dl4j.internal.hazard;

import java.util.Collection;
import java.util.Set;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;

/**
 * The listeners of a {@code ParallelWrapper}: all its workers, of which it has two or more, tell each of them of their steps, in any
 * order and at once. Stateless.
 */
final class SharedListeners {
    private static final Set<String> PRINTERS = Set.of(
            FrameworkNames.SCORE_PRINTER, FrameworkNames.PERFORMANCE_PRINTER, FrameworkNames.REMAINING_TIME_PRINTER);

    private SharedListeners() {}

    /** Whether what a listener of {@code wrapper} makes of the steps may depend on the order in which workers take them. */
    static boolean dependOnOrder(Object wrapper) {
        return InstanceField.of(wrapper, "listeners")
                .find()
                .map(listeners -> (Collection<?>) listeners)
                .filter(listeners -> listeners.stream().anyMatch(SharedListeners::dependsOnOrder))
                .isPresent();
    }

    private static boolean dependsOnOrder(Object listener) {
        String name = listener.getClass().getName();
        return name.equals(FrameworkNames.PARALLEL_EARLY_STOPPING_LISTENER)
                ? stopsByOrder(InstanceField.of(listener, "trainer").get())
                : !PRINTERS.contains(name);
    }

    /** Its listener keeps the score that came last, which decides where nothing else computes one. */
    private static boolean stopsByOrder(Object trainer) {
        EarlyStoppingConfiguration<?> configuration = (EarlyStoppingConfiguration<?>)
                InstanceField.of(trainer, "esConfig").get();
        return configuration.getScoreCalculator() == null
                || (configuration.getIterationTerminationConditions() != null
                        && !configuration.getIterationTerminationConditions().isEmpty());
    }
}
