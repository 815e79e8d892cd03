package io.github.reprorun.signing;

/**
 * One signature of an envelope. Immutable, hence safe to share between threads.
 *
 * @param keyid which key is said to have made it
 * @param signature its bytes, not yet looked at
 */
record EnvelopeSignature(String keyid, Octets signature) {}
