package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.internal.agent.hook.ProgramClasses;
import io.github.reprorun.internal.agent.place.TrainingGenerators;
import io.github.reprorun.seed.NamedStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The generators that no other class covers and that a training may draw from: those that its listeners, its layers and
 * the program's classes hold in fields, each known by the names of the fields that lead to it. Confined to the training
 * thread.
 */
public final class ProgramGenerators {
    private final Map<String, ?> roots;
    private final SortedMap<String, GeneratorState> held = new TreeMap<>();
    private final SortedMap<String, Object> unknown = new TreeMap<>();
    private final List<UnrestorableGenerator> unseen = new ArrayList<>();
    private final Set<String> unmoved = new HashSet<>();
    private final Set<Object> ofData = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Object> drawnByData = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param roots what to look at, by name
     * @param data what gives the data; it may draw from the generators that it holds
     */
    public ProgramGenerators(Map<String, ?> roots, Object data) {
        this.roots = roots;
        ofData.addAll(
                GeneratorSearch.from(Map.of("data", data), List.of()).found().values());
        look();
    }

    /** Searches again, because a training may make some, or begin to use a class that does. */
    void look() {
        held.clear();
        unknown.clear();
        unseen.clear();
        GeneratorSearch reachable = GeneratorSearch.from(roots, ProgramClasses.initialised());
        unseen.addAll(reachable.unseen());
        reachable.found().forEach((name, generator) -> {
            if (!isTakenCareOf(generator)) {
                Optional<GeneratorState> numbers =
                        GeneratorSearch.isAmbiguous(name) ? Optional.empty() : GeneratorState.of(generator);
                numbers.ifPresentOrElse(found -> held.put(name, found), () -> unknown.put(name, generator));
            }
        });
    }

    private static boolean isTakenCareOf(Object generator) {
        return generator instanceof NamedStream
                || generator instanceof PlaceRoutedRandom
                || generator instanceof ThreadLocalRandom
                || generator instanceof SecureRandom
                || TrainingGenerators.has(generator);
    }

    /** The position of each generator that the last search found. */
    SortedMap<String, List<Long>> positions() {
        SortedMap<String, List<Long>> positions = new TreeMap<>();
        held.forEach((name, numbers) -> positions.put(name, numbers.position()));
        return positions;
    }

    /** Sets one to {@code position}, if the program has it in that form; otherwise {@link #missing} reports it. */
    void moveTo(String name, List<Long> position) {
        if (!held.containsKey(name) && GeneratorSearch.initialise(name)) {
            look();
        }
        GeneratorState numbers = held.get(name);
        if (numbers == null || position.isEmpty()) {
            return;
        }
        if (position.size() == numbers.position().size()) {
            numbers.moveTo(position);
        } else {
            unmoved.add(name);
        }
    }

    /**
     * Takes the data again by {@code replay}, without training: the generators that this makes or moves belong to the
     * data.
     */
    void takeDataAgain(Runnable replay) {
        IdentityHashMap<Object, List<Long>> before = new IdentityHashMap<>();
        held.values().forEach(numbers -> before.put(numbers.generator(), numbers.position()));
        replay.run();
        look();
        for (GeneratorState numbers : held.values()) {
            if (!numbers.position().equals(before.get(numbers.generator()))) {
                drawnByData.add(numbers.generator());
            }
        }
    }

    /** Whether the data drew from it when it was taken again. */
    boolean isOfData(String name) {
        GeneratorState numbers = held.get(name);
        return numbers != null && drawnByData.contains(numbers.generator());
    }

    /**
     * The generator called {@code name} if it is now at a position other than {@code position}, and the data can draw
     * from it but has not yet: in the first epoch another thread may have drawn from it ahead.
     */
    Optional<UnrestorableGenerator> doubtful(String name, List<Long> position) {
        GeneratorState numbers = held.get(name);
        return numbers == null
                        || !ofData.contains(numbers.generator())
                        || numbers.position().equals(position)
                ? Optional.empty()
                : Optional.of(lost(
                        name + ", from which the data can draw too",
                        numbers.generator().getClass().getName()));
    }

    /** The generator called {@code name} in the resumed run, if the program has none or a different one. */
    Optional<UnrestorableGenerator> missing(String name, String className) {
        return held.containsKey(name) && !unmoved.contains(name)
                ? Optional.empty()
                : Optional.of(lost(name, className));
    }

    /** The class of each, by name. */
    SortedMap<String, String> classes() {
        SortedMap<String, String> classes = new TreeMap<>();
        held.forEach((name, numbers) ->
                classes.put(name, numbers.generator().getClass().getName()));
        return classes;
    }

    /** The generators whose position or identity cannot be determined. */
    List<UnrestorableGenerator> lost() {
        List<UnrestorableGenerator> lost = new ArrayList<>(unseen);
        unknown.forEach((name, generator) -> {
            if (!ofData.contains(generator)) {
                lost.add(lost(name, generator.getClass().getName()));
            }
        });
        return lost;
    }

    private static UnrestorableGenerator lost(String name, String className) {
        return new UnrestorableGenerator("generator in " + name, className, -1);
    }
}
