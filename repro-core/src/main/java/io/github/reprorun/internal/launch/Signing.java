package io.github.reprorun.internal.launch;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the manifest of a launched run is signed. Immutable, hence safe to share between threads.
 *
 * @param replaces whether {@code key} replaces the program's own choice
 * @param key the private key's file, or empty for no signature
 */
public record Signing(boolean replaces, Optional<Path> key) {
    /** The program's own choice. */
    public static final Signing AS_THE_PROGRAM_SAYS = new Signing(false, Optional.empty());

    /** No signature, or one with {@code key}, whatever the program says. */
    public static Signing with(Optional<Path> key) {
        return new Signing(true, key);
    }
}
