package io.github.reprorun.signing;

import java.security.Signature;
import java.security.SignatureException;

/** What a signature is over. */
@FunctionalInterface
interface Message {
    /** Updates {@code signature} with every byte of this message, in order. */
    void feed(Signature signature) throws SignatureException;
}
