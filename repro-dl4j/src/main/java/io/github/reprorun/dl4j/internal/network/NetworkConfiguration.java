package io.github.reprorun.dl4j.internal.network;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sets a network's configuration to a saved one. Training changes it: listeners set learning rates, schedules and dropout.
 * The program, its network and the updaters hold the objects of the configuration, so values are copied into those
 * objects, and one is replaced only if its class changed. Confined to one thread.
 */
final class NetworkConfiguration {
    /** The objects that values were copied into, because a configuration may hold one several times. */
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private NetworkConfiguration() {}

    /**
     * Sets the configuration of {@code network}, whose counts are set already, to {@code json}.
     *
     * @return whether it gives that JSON now
     */
    static boolean restore(NetworkState.Whole network, String json) {
        if (network.configurationJson().equals(json)) {
            return true;
        }
        try {
            new NetworkConfiguration().copy(network.configurationFrom(json), network.configuration());
            return network.configurationJson().equals(json);
        } catch (RuntimeException | ReflectiveOperationException unreadable) {
            return false; // A class of the program may not be made of JSON at all; the caller names it.
        }
    }

    private void copy(Object saved, Object live) throws ReflectiveOperationException {
        if (!seen.add(live)) {
            return;
        }
        for (Class<?> type = live.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !Modifier.isTransient(field.getModifiers())
                        && !isLeftOutOfJson(field)) {
                    field.setAccessible(true);
                    Object now = field.get(live);
                    Object then = field.get(saved);
                    if (!copyInto(then, now) && !Objects.deepEquals(then, now)) {
                        field.set(live, then);
                    }
                }
            }
        }
    }

    /** Whether {@code live} could be made to equal {@code saved} without being replaced. */
    private boolean copyInto(@Nullable Object saved, @Nullable Object live) throws ReflectiveOperationException {
        if (saved == null || live == null) {
            return false;
        }
        if (live instanceof INDArray) {
            return true; // Training does not change it.
        }
        if (saved instanceof List<?> from && live instanceof List<?> to && from.size() == to.size()) {
            Iterator<?> values = from.iterator();
            boolean all = true;
            for (Object each : to) {
                Object value = values.next();
                all &= copyInto(value, each) || Objects.equals(value, each);
            }
            return all;
        }
        if (saved instanceof Map<?, ?> from
                && live instanceof Map<?, ?> to
                && from.keySet().equals(to.keySet())) {
            boolean all = true;
            for (Map.Entry<?, ?> each : to.entrySet()) {
                Object value = from.get(each.getKey());
                all &= copyInto(value, each.getValue()) || Objects.equals(value, each.getValue());
            }
            return all;
        }
        if (saved.getClass() != live.getClass() || !isMadeOfFields(live.getClass())) {
            return false;
        }
        copy(saved, live);
        return true;
    }

    private static boolean isMadeOfFields(Class<?> type) {
        return !type.isArray() && !type.isEnum() && type.getClassLoader() != null && !Enum.class.isAssignableFrom(type);
    }

    /** By name, because the library that reads configurations has its own copy of Jackson's annotations. */
    private static boolean isLeftOutOfJson(Field field) {
        for (Annotation annotation : field.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("JsonIgnore")) {
                return true;
            }
        }
        return false;
    }
}
