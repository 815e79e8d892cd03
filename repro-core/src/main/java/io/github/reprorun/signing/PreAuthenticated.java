package io.github.reprorun.signing;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.SignatureException;

/**
 * The bytes that a DSSE signature covers (DSSE v1, protocol.md): {@code DSSEv1}, the length and value of the payload
 * type, and the length and value of the payload, separated by single spaces. Immutable, hence safe to share between
 * threads.
 *
 * @param payload the bytes as they were signed
 */
record PreAuthenticated(Octets payload) implements Message {
    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    @Override
    public void feed(Signature signature) throws SignatureException {
        String head = "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.size() + " ";
        signature.update(head.getBytes(StandardCharsets.US_ASCII));
        payload.feed(signature);
    }
}
