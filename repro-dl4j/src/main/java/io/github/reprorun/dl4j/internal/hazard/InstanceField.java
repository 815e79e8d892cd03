package io.github.reprorun.dl4j.internal.hazard;

import java.lang.reflect.Field;

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
        try {
            Object value = field.get(owner);
            if (value == null) {
                throw new IllegalStateException(field + " is null");
            }
            return value;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
