package io.github.reprorun.signing;

import java.security.Signature;
import java.security.SignatureException;

/** The content that a signature covers. */
@FunctionalInterface
interface Message {
    /** Updates {@code signature} with every byte of this message, in order. */
    void feed(Signature signature) throws SignatureException;
}
