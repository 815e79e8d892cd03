package io.github.reprorun.signing;

import java.util.List;

/**
 * One signature of an envelope. Immutable, hence safe to share between threads.
 *
 * @param keyid the key that is claimed to have made it
 * @param signature its bytes, not yet looked at
 * @param unknown its members that this version does not know, in the order of the file
 */
record EnvelopeSignature(String keyid, Octets signature, List<UnknownMember> unknown) {
    EnvelopeSignature {
        unknown = List.copyOf(unknown);
    }

    /** A signature without unknown members. */
    EnvelopeSignature(String keyid, Octets signature) {
        this(keyid, signature, List.of());
    }
}
