package io.github.reprorun.dl4j.internal.hazard;

import java.lang.reflect.Field;
import java.util.Optional;

/** A private field of an object. As safe for use by several threads as the object. */
public record InstanceField(Object owner, Field field) {
    /**
     * The field of that name, declared in any superclass.
     *
     * @throws IllegalStateException if there is none
     */
    public static InstanceField of(Object owner, String name) {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return new InstanceField(owner, field);
                }
            }
        }
        throw new IllegalStateException(
                owner.getClass().getName() + " has no field " + name + ": it is of another version than is known");
    }

    /**
     * The value of the field.
     *
     * @throws IllegalStateException if it is null
     */
    public Object get() {
        return find().orElseThrow(() -> new IllegalStateException(field + " is null"));
    }

    /** The value of the field, if it has one. */
    Optional<Object> find() {
        try {
            return Optional.ofNullable(field.get(owner));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
