package io.github.reprorun.internal.launch;

import io.github.reprorun.seed.Seed;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A root seed and its origin. Immutable, hence safe to share between threads.
 *
 * @param seed the root seed
 * @param drawn whether nobody chose it
 */
public record SeedChoice(Seed seed, boolean drawn) {
    /** The chosen seed, or one that is drawn now. */
    public static SeedChoice of(Optional<Seed> chosen) {
        return chosen.isPresent()
                ? new SeedChoice(chosen.get(), false)
                : new SeedChoice(Seed.draw(new SecureRandom()), true);
    }
}
