package io.github.reprorun.internal.agent.place;

import io.github.reprorun.evidence.Hazard;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The generators without a seed of their own that a training draws from in the running thread: their part of a checkpoint.
 * Each is known by the place that asked for it and by how often that had asked, so a program that runs again up to its
 * training has the same ones. To be used by the thread that trains.
 */
public final class TrainingGenerators {
    private static final String THREAD_LOCAL = "thread";

    private TrainingGenerators() {}

    /**
     * Where each generator stands that was drawn from in the running thread since the first {@link #nextStep}; one that was
     * drawn from before only is where a program that runs again has it anyway.
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
     * Puts a generator to what {@link #positions} gave, at once or when it is first drawn from.
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

    /** Whether {@code generator} is one of those that {@link #positions} are of, as soon as it is drawn from. */
    public static boolean has(Object generator) {
        return generator instanceof LineageRandom;
    }

    /** A step of the training begins. */
    public static void nextStep() {
        TaskPlace.current().nextStep();
    }

    /**
     * Whether what the running thread does from now on is a training, which a resumed program does not repeat up to where it
     * goes on, unlike all before and beside it.
     */
    public static void training(boolean isTraining) {
        TaskPlace.current().setTraining(isTraining);
    }

    /** The generators that a step of the training made and a later one drew from: a resumed program has them no more. */
    public static List<Hazard> madeInTraining() {
        return TaskPlace.current().generators().keptFromTraining();
    }
}
