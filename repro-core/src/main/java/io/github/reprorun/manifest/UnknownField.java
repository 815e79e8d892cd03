package io.github.reprorun.manifest;

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
public record UnknownField(String object, int position, String name, String place, String json) {
    /** @throws IllegalArgumentException if {@code position} is negative */
    public UnknownField {
        if (position < 0) {
            throw new IllegalArgumentException("position of " + place + ": expected 0 or more, found " + position);
        }
    }

    /** {@code name} as a part of a JSON pointer. */
    public static String token(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
