package io.github.reprorun.manifest;

import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;

/**
 * The study that a run is part of, or the capsule that it came from. No result depends on it. Immutable,
 * hence safe to share between threads.
 *
 * @param kind {@link #STUDY}, {@link #CAPSULE}, or a word that a newer version has for it
 * @param name what the parent is called
 * @param digest SHA-256 of the file that states the parent
 */
public record Parent(String kind, String name, Sha256 digest) {
    /** The {@link #kind} of a study. */
    public static final String STUDY = "study";

    /** The {@link #kind} of a capsule. */
    public static final String CAPSULE = "capsule";

    /** @throws UsageException if {@code kind} or {@code name} is not a plain name */
    public Parent {
        PlainName.require("kind of parent", kind);
        PlainName.require("name of parent", name);
    }

    /**
     * The reverse of {@link #toString}.
     *
     * @throws UsageException if {@code text} is not of that form, or names neither a study nor a capsule
     */
    public static Parent parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || !(parts[0].equals(STUDY) || parts[0].equals(CAPSULE))) {
            throw new UsageException(
                    "parent", "expected study:NAME:SHA256 or capsule:NAME:SHA256, found \"" + text + "\"");
        }
        try {
            return new Parent(parts[0], parts[1], new Sha256(parts[2]));
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "parent", "expected a SHA-256 in hexadecimal at the end, found \"" + text + "\"", e);
        }
    }

    /** Kind, name and digest with colons between, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return kind + ":" + name + ":" + digest.hex();
    }
}
