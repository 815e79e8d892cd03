package io.github.reprorun.signing;

import java.util.List;

/**
 * One signature of an envelope. Immutable, hence safe to share between threads.
 *
 * @param keyid which key is said to have made it
 * @param signature its bytes, not yet looked at
 * @param unknown what else is said of it, in the order of the file
 */
record EnvelopeSignature(String keyid, Octets signature, List<UnknownMember> unknown) {
    EnvelopeSignature {
        unknown = List.copyOf(unknown);
    }

    /** A signature of which nothing else is said. */
    EnvelopeSignature(String keyid, Octets signature) {
        this(keyid, signature, List.of());
    }
}
