package io.github.reprorun.evidence;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An in-toto ResourceDescriptor (in-toto attestation framework v1): something named, with digests. Immutable, hence safe
 * to share between threads.
 *
 * @param name what it is called in this manifest, unique among its kind; not blank
 * @param uri where such a thing is found, such as a package URL, or empty
 * @param digest algorithm name ({@code sha256}, {@code dirHash}, {@code gitCommit}) to lower-case hexadecimal digits
 * @param annotations further facts, such as {@code kind} and {@code size}
 */
public record Resource(
        String name, String uri, SortedMap<String, String> digest, SortedMap<String, String> annotations) {
    /** @throws IllegalArgumentException if {@code name} is blank */
    public Resource {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a resource has a name");
        }
        digest = Collections.unmodifiableSortedMap(new TreeMap<>(digest));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }
}
