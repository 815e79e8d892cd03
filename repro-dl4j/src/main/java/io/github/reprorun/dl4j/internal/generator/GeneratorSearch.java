package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.dl4j.internal.hazard.FrameworkNames;
import io.github.reprorun.spi.RunScope;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Finds the generators that objects hold in their fields, by the names of the fields that lead to them; a program that
 * runs again holds them under the same names. It searches the program's classes, including their static fields,
 * Deeplearning4j's classes, and the JDK's collections, but not networks and arrays of numbers, and at most a hundred
 * thousand objects, the nearest first. Other threads may change the objects during the search: it reports objects that
 * it cannot search, and continues. Confined to one thread.
 */
final class GeneratorSearch {
    private static final int MOST_OBJECTS = 100_000;
    private static final List<String> CLOSED = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            FrameworkNames.ND4J,
            FrameworkNames.JAVACPP,
            "org.slf4j.",
            "ch.qos.logback.");
    private static final String OWN = "io.github.reprorun.";
    private static final Set<Optional<URL>> OWN_CODE =
            new HashSet<>(List.of(location(GeneratorSearch.class), location(RunScope.class)));
    private static final String OF_CLASS = "#";
    private static final String UNORDERED = "{?}";

    private record Place(String name, Object object) {}

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Place> open = new ArrayDeque<>();
    private final Map<String, Object> found = new LinkedHashMap<>();
    private final List<UnrestorableGenerator> unseen = new ArrayList<>();

    private GeneratorSearch() {}

    /**
     * Searches from {@code roots}, and then from the static fields of {@code classes}.
     *
     * @param roots by the names with which the names of the generators begin; in their order
     * @param classes initialised classes
     */
    static GeneratorSearch from(Map<String, ?> roots, Collection<Class<?>> classes) {
        GeneratorSearch search = new GeneratorSearch();
        roots.forEach(search::add);
        search.lookIntoOpen();
        for (Class<?> type : classes) {
            search.guarded(type.getName(), type, () -> search.lookIntoStatics(type));
        }
        search.lookIntoOpen();
        if (search.seen.size() >= MOST_OBJECTS) {
            search.unseen.add(new UnrestorableGenerator(
                    "generators, if any, beyond the first " + MOST_OBJECTS + " objects of the program",
                    GeneratorSearch.class.getName(),
                    -1));
        }
        return search;
    }

    /** The generators, each under the shortest name. */
    Map<String, Object> found() {
        return found;
    }

    /** The places where there may be more. */
    List<UnrestorableGenerator> unseen() {
        return unseen;
    }

    /**
     * Whether a different run may give this name to a different object, because it is in a collection without a defined
     * order.
     */
    static boolean isAmbiguous(String name) {
        return name.contains(UNORDERED);
    }

    /**
     * Initialises the class whose static field is the first part of {@code name}, because an earlier process had
     * already used it.
     *
     * @return whether there is such a class
     */
    static boolean initialise(String name) {
        int end = name.indexOf(OF_CLASS);
        try {
            return end > 0
                    && !Class.forName(name.substring(0, end), true, ClassLoader.getSystemClassLoader())
                            .isPrimitive();
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // The caller reports that the generator is missing.
        }
    }

    private void lookIntoOpen() {
        for (Place place = open.poll(); place != null; place = open.poll()) {
            Place next = place;
            guarded(next.name(), next.object().getClass(), () -> look(next));
        }
    }

    /** Another thread may change a collection, and a class may have a field of a missing type. */
    private void guarded(String name, Class<?> type, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | LinkageError e) {
            unseen.add(
                    new UnrestorableGenerator("generators, if any, in " + name + " (" + e + ")", type.getName(), -1));
        }
    }

    private void add(String name, @Nullable Object object) {
        if (object != null && seen.size() < MOST_OBJECTS && isOfInterest(object) && seen.add(object)) {
            open.add(new Place(name, object));
        }
    }

    private static boolean isOfInterest(Object object) {
        Class<?> component = object.getClass().getComponentType();
        return !((component != null && isPlain(component))
                || object instanceof String
                || object instanceof Number
                || object instanceof Class<?>
                || object instanceof ClassLoader
                || object instanceof Thread
                || object instanceof Model
                || object instanceof INDArray
                || object instanceof DataSet
                || object instanceof MultiDataSet);
    }

    private static boolean isPlain(Class<?> type) {
        return type.isPrimitive() || type == String.class || Number.class.isAssignableFrom(type);
    }

    private void look(Place place) {
        Object object = place.object();
        if (isGenerator(object)) {
            found.put(place.name(), object);
        } else if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(place.name() + "[" + i + "]", array[i]);
            }
        } else if (isOfJdk(object) && object instanceof Collection<?> collection) {
            lookInto(place.name(), collection);
        } else if (isOfJdk(object) && object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                add(place.name() + UNORDERED, key);
                add(place.name() + (isText(key) ? "[" + key + "]" : UNORDERED), value);
            });
        } else if (object instanceof Optional<?> optional) {
            add(place.name() + ".get()", optional.orElse(null));
        } else if (object instanceof AtomicReference<?> reference) {
            add(place.name() + ".get()", reference.get());
        } else {
            lookIntoFields(place);
        }
    }

    private void lookInto(String name, Collection<?> collection) {
        boolean isOrdered = !(collection instanceof Set<?>)
                || collection instanceof SortedSet<?>
                || collection instanceof LinkedHashSet<?>;
        int i = 0;
        for (Object each : collection) {
            add(name + (isOrdered ? "[" + i++ + "]" : UNORDERED), each);
        }
    }

    private static boolean isText(@Nullable Object key) {
        return key instanceof String || key instanceof Number || key instanceof Enum<?>;
    }

    private static boolean isGenerator(Object object) {
        return object instanceof Random
                || object instanceof SplittableRandom
                || object instanceof RandomGenerator
                || object instanceof org.nd4j.linalg.api.rng.Random
                || object instanceof org.apache.commons.math3.random.RandomGenerator;
    }

    private static boolean isOfJdk(Object object) {
        return object.getClass().getName().startsWith("java.util.");
    }

    private void lookIntoFields(Place place) {
        for (Class<?> type = place.object().getClass(); type != null && isOpen(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    add(place.name() + "." + field.getName(), value(field, place.object()));
                }
            }
            lookIntoStatics(type);
        }
    }

    private void lookIntoStatics(Class<?> type) {
        if (!type.getName().startsWith(FrameworkNames.DEEPLEARNING4J)
                && isOpen(type)
                && !type.isHidden()
                && seen.add(type)) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    add(type.getName() + OF_CLASS + field.getName(), value(field, null));
                }
            }
        }
    }

    private static boolean isOpen(Class<?> type) {
        String name = type.getName();
        return name.startsWith(FrameworkNames.DATA_SETS)
                || (CLOSED.stream().noneMatch(name::startsWith)
                        && (!name.startsWith(OWN) || !OWN_CODE.contains(location(type))));
    }

    private static Optional<URL> location(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource()).map(CodeSource::getLocation);
    }

    private static @Nullable Object value(Field field, @Nullable Object object) {
        try {
            return field.getType().isPrimitive() || !field.trySetAccessible() ? null : field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
        }
    }
}
