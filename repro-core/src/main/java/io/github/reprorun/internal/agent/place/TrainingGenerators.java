package io.github.reprorun.internal.agent.place;

import io.github.reprorun.evidence.Hazard;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The unseeded generators that a training draws from in the running thread: their part of a checkpoint. Each is known
 * by the place that requested it and by the number of earlier requests there, so a program that runs again up to its
 * training has the same ones. For use by the thread that trains.
 */
public final class TrainingGenerators {
    private static final String THREAD_LOCAL = "thread";

    private TrainingGenerators() {}

    /**
     * The position of each generator that was drawn from in the running thread since the first {@link #nextStep}.
     * Generators with earlier draws only need none: a program that runs again brings them to the same position.
     */
    public static SortedMap<String, List<Long>> positions() {
        SortedMap<String, List<Long>> positions =
                new TreeMap<>(TaskPlace.current().generators().positions());
        if (AgentStatus.current().installed()) {
            List<Long> threads = ThreadSeed.position();
            if (!threads.isEmpty()) {
                positions.put(THREAD_LOCAL, threads);
            }
        }
        return positions;
    }

    /**
     * Sets a generator to the position that {@link #positions} returned, at once or at its first draw.
     *
     * @param position empty for a generator that was not there
     */
    public static void moveTo(String name, List<Long> position) {
        TaskPlace here = TaskPlace.current();
        if (!name.equals(THREAD_LOCAL)) {
            here.moveTo(name, position);
        } else if (AgentStatus.current().installed()) {
            ThreadSeed.moveTo(here, position);
        }
    }

    /** Whether {@link #positions} covers {@code generator} as soon as it is drawn from. */
    public static boolean has(Object generator) {
        return generator instanceof PlaceRandom;
    }

    /** A step of the training begins. */
    public static void nextStep() {
        TaskPlace.current().nextStep();
    }

    /**
     * Sets whether the running thread trains from now on. A resumed program does not repeat the training up to the
     * point where it continues, but repeats all that comes before and runs beside it.
     */
    public static void training(boolean isTraining) {
        TaskPlace.current().setTraining(isTraining);
    }

    /**
     * The generators that a step of the training made and a later one drew from: a resumed program no longer has them.
     */
    public static List<Hazard> madeInTraining() {
        return TaskPlace.current().generators().keptFromTraining();
    }
}
