package io.github.reprorun.manifest;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The room that a manifest has for versions newer than its reader: fields that are ignored because they are not known, and
 * the names of those that must not be ignored, as {@code crit} of JSON Web Signature (RFC 7515, section 4.1.11). Immutable,
 * hence safe to share between threads.
 *
 * @param critical what a reader must understand to be right, as documentation names it, such as {@code predicate.stages}
 * @param unknown the fields that this version does not know, in the order of the manifest
 */
public record NewerFields(SortedSet<String> critical, List<Field> unknown) {
    /** The critical names that this version understands; a change that teaches it a further one adds the name here. */
    public static final Set<String> UNDERSTOOD = Set.of("predicate.parent", "predicate.labels");

    /** Nothing that this version does not know. */
    public static final NewerFields NONE = new NewerFields(Collections.emptySortedSet(), List.of());

    /**
     * Copies what it is given.
     *
     * @throws IllegalArgumentException if a critical name is blank
     */
    public NewerFields {
        critical = Collections.unmodifiableSortedSet(new TreeSet<>(critical));
        unknown = List.copyOf(unknown);
        for (String name : critical) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("critical: expected names of fields, found a blank one");
            }
        }
    }

    /** The critical names that this version does not understand; empty for a manifest that it may judge. */
    public SortedSet<String> notUnderstood() {
        SortedSet<String> names = new TreeSet<>(critical);
        names.removeAll(UNDERSTOOD);
        return names;
    }

    /** The places of the unknown fields, each once. */
    public SortedSet<String> places() {
        SortedSet<String> places = new TreeSet<>();
        unknown.forEach(field -> places.add(field.place()));
        return places;
    }

    /**
     * A field of a manifest that this version does not know. It means nothing here, and is kept so that the manifest is written
     * byte for byte as it was read. Immutable, hence safe to share between threads.
     *
     * @param object the object that has the field, as a JSON pointer (RFC 6901)
     * @param position how many fields of that object precede it
     * @param name the field's name
     * @param place the field as documentation names it: dotted, {@code []} for each entry of a list, {@code *} for each name in
     *     a map
     * @param json the field's value as JSON in one line
     */
    public record Field(String object, int position, String name, String place, String json) {
        /** @throws IllegalArgumentException if {@code position} is negative */
        public Field {
            if (position < 0) {
                throw new IllegalArgumentException("position of " + place + ": expected 0 or more, found " + position);
            }
        }

        /** {@code name} as a part of a JSON pointer. */
        public static String token(String name) {
            return name.replace("~", "~0").replace("/", "~1");
        }
    }
}
