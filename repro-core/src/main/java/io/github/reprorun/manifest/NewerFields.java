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
public record NewerFields(SortedSet<String> critical, List<UnknownField> unknown) {
    /** The critical names that this version understands; whoever teaches it another adds the name here. */
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
}
