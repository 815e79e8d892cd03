package io.github.reprorun.signing;

import java.io.InputStream;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The payload of an envelope that satisfied a {@link TrustPolicy}, and its signers. There is no other way to reach the
 * payload of an envelope. Immutable, hence safe to share between threads.
 */
public final class VerifiedPayload {
    private final Octets payload;
    private final SortedSet<String> keyids;

    VerifiedPayload(Octets payload, SortedSet<String> keyids) {
        this.payload = payload;
        this.keyids = Collections.unmodifiableSortedSet(new TreeSet<>(keyids));
    }

    /** A copy of the exact bytes that were signed. */
    public byte[] bytes() {
        return payload.toArray();
    }

    /** The exact bytes that were signed, from the first one on. */
    public InputStream stream() {
        return payload.stream();
    }

    /** Whether the payload is exactly {@code bytes}. */
    public boolean matches(byte[] bytes) {
        return payload.equals(Octets.of(bytes));
    }

    /** The trusted keys that signed, at least as many as the policy's threshold. */
    public SortedSet<String> keyids() {
        return keyids;
    }

    /** The signers, and the number of bytes. */
    @Override
    public String toString() {
        return payload + " signed by " + String.join(", ", keyids);
    }
}
