package io.github.reprorun.agent;

import java.security.SecureRandom;

/** Decides which draws from a {@code SecureRandom} are held. */
final class SecureDraws {
    private SecureDraws() {}

    static boolean fill(SecureRandom generator, byte[] bytes) {
        return false;
    }
}
