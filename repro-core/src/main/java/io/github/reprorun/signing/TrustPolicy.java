package io.github.reprorun.signing;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys whose signatures are trusted, and how many of them must sign. Every signature of an envelope must be valid
 * and by a trusted key, unless the policy ignores foreign ones: only then is there no byte of an envelope that can be
 * changed unnoticed. Immutable, hence safe to share between threads.
 */
public final class TrustPolicy {
    private final SortedMap<String, TrustedKey> keys;
    private final int threshold;
    private final boolean ignoringForeign;
    private final Requirements requirements;
    private final Optional<TrustPolicy> reproducers;

    private TrustPolicy(
            SortedMap<String, TrustedKey> keys,
            int threshold,
            boolean ignoringForeign,
            Requirements requirements,
            Optional<TrustPolicy> reproducers) {
        this.keys = keys;
        this.threshold = threshold;
        this.ignoringForeign = ignoringForeign;
        this.requirements = requirements;
        this.reproducers = reproducers;
    }

    /**
     * A policy without requirements on the statement.
     *
     * @param publicKeys files with one public key each, SubjectPublicKeyInfo in PEM
     * @param threshold how many distinct keys of these must have signed
     * @throws UsageException if there is no key, one is given twice, or {@code threshold} is not between 1 and their number
     * @throws UnreadableException if a file cannot be read or is not such a key
     */
    public static TrustPolicy of(List<Path> publicKeys, int threshold) {
        List<TrustedKey> keys = publicKeys.stream().map(TrustedKey::read).toList();
        return of("trusted keys", keys, threshold, false, Requirements.none());
    }

    /** A policy that trusts {@code key} alone, without requirements on the statement. */
    public static TrustPolicy of(TrustedKey key) {
        return of("trusted keys", List.of(key), 1, false, Requirements.none());
    }

    /**
     * Reads a policy: a JSON object of at most 64 KiB with {@code version} 1, {@code trustedKeys} (a list of objects with
     * either {@code path}, relative to the policy's directory, or {@code pem}), and optionally {@code threshold} (1),
     * {@code foreignSignatures} ({@code "refuse"}, or {@code "ignore"}), {@code requiredStatus} (a list of statuses),
     * {@code strict} (false) and {@code reproducedBy} (an object with {@code trustedKeys} of its own and {@code atLeast}, 1:
     * how many distinct keys of these must have signed that they reproduced the run). Anything else in it is refused.
     *
     * @throws UnreadableException if {@code file}, or a key it names, cannot be read or is not as described
     * @throws UsageException if there is no key, one is given twice, or the threshold is not between 1 and their number
     */
    public static TrustPolicy read(Path file) {
        return new TrustPolicyFile(file).read();
    }

    static TrustPolicy of(
            String subject,
            Collection<TrustedKey> keys,
            int threshold,
            boolean ignoringForeign,
            Requirements requirements) {
        SortedMap<String, TrustedKey> byKeyid = new TreeMap<>();
        for (TrustedKey key : keys) {
            if (byKeyid.put(key.keyid(), key) != null) {
                throw new UsageException(subject, "the key " + key.keyid() + " is given twice");
            }
        }
        if (byKeyid.isEmpty()) {
            throw new UsageException(subject, "there is none; without one nothing can be verified");
        }
        if (threshold < 1 || threshold > byKeyid.size()) {
            throw new UsageException(
                    subject,
                    "a threshold of " + threshold + " is not between 1 and the number of keys, " + byKeyid.size());
        }
        return new TrustPolicy(byKeyid, threshold, ignoringForeign, requirements, Optional.empty());
    }

    /** This policy with the requirement that as many of {@code others} reproduced the run as their threshold says. */
    TrustPolicy reproducedBy(TrustPolicy others) {
        return new TrustPolicy(keys, threshold, ignoringForeign, requirements, Optional.of(others));
    }

    /**
     * Who must have reproduced a run, and with the threshold how many of them; {@link #verify} does not check it. Empty if
     * nobody has to.
     */
    public Optional<TrustPolicy> reproducers() {
        return reproducers;
    }

    /** This policy, for an envelope that others may have signed too. */
    public TrustPolicy ignoringForeign() {
        return new TrustPolicy(keys, threshold, true, requirements, reproducers);
    }

    /** Further requirements on the statement; {@link #verify} does not check them. */
    public Requirements requirements() {
        return requirements;
    }

    /** How many distinct trusted keys must have signed, at least 1. */
    public int threshold() {
        return threshold;
    }

    /**
     * This policy with a different threshold.
     *
     * @throws UsageException if it is not between 1 and the number of keys
     */
    public TrustPolicy withThreshold(int threshold) {
        TrustPolicy other = of("trusted keys", keys.values(), threshold, ignoringForeign, requirements);
        return new TrustPolicy(other.keys, threshold, ignoringForeign, requirements, reproducers);
    }

    /** The keys that are trusted, in ascending order. */
    public SortedSet<String> keyids() {
        return new TreeSet<>(keys.keySet());
    }

    /**
     * Verifies every signature that {@code envelope} has, then counts.
     *
     * @throws RefusedException if a signature by a trusted key does not verify, one is by an untrusted key and the
     *     policy does not ignore those, or fewer than the threshold are there
     */
    public VerifiedPayload verify(Envelope envelope) {
        SortedSet<String> valid = new TreeSet<>();
        for (EnvelopeSignature signature : envelope.signatures()) {
            TrustedKey key = keys.get(signature.keyid());
            if (key != null) {
                Optional<String> flaw = key.flaw(envelope.message(), signature.signature());
                if (flaw.isPresent()) {
                    throw new RefusedException(
                            envelope.subject(), "a valid signature by " + signature.keyid(), flaw.get());
                }
                valid.add(signature.keyid());
            } else if (!ignoringForeign) {
                throw new RefusedException(
                        envelope.subject(),
                        "signatures by trusted keys alone (" + String.join(", ", keys.keySet()) + ")",
                        "one by " + signature.keyid());
            }
        }
        if (valid.size() < threshold) {
            throw new RefusedException(
                    envelope.subject(),
                    "signatures by " + threshold + " of the trusted keys (" + String.join(", ", keys.keySet()) + ")",
                    valid.isEmpty() ? "none" : valid.size() + " (" + String.join(", ", valid) + ")");
        }
        return new VerifiedPayload(envelope.message().payload(), valid);
    }

    /**
     * The requirements of a policy on the statement inside an envelope; the code that understands the statement checks
     * them. Immutable, hence safe to share between threads.
     *
     * @param statuses the run's status must be one of these; empty: any
     * @param strict whether a run with an uncontrolled hazard is refused
     */
    public record Requirements(SortedSet<String> statuses, boolean strict) {
        private static final Requirements NONE = new Requirements(Collections.emptySortedSet(), false);

        /** @throws IllegalArgumentException if a status is blank */
        public Requirements {
            statuses = Collections.unmodifiableSortedSet(new TreeSet<>(statuses));
            if (statuses.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a status is not blank");
            }
        }

        /** Asks nothing. */
        public static Requirements none() {
            return NONE;
        }
    }
}
