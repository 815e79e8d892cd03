package io.github.reprorun;

import io.github.reprorun.environment.Redaction;
import io.github.reprorun.failure.BrokenExpectationException;
import java.nio.charset.StandardCharsets;

/** What a manifest says of an exception. Stateless. */
final class FailureText {
    private FailureText() {}

    /** What {@code failure} says of itself, if it can, without secrets of known shapes. */
    static String of(Throwable failure) {
        return encodable(Redaction.of(description(failure)));
    }

    /** {@code text} with half a surrogate pair replaced: JSON cannot hold one. */
    static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String description(Throwable failure) {
        try {
            StringBuilder description = new StringBuilder(failure.toString());
            for (Throwable further : failure.getSuppressed()) {
                if (further instanceof BrokenExpectationException) {
                    description.append("; ").append(further.getMessage());
                }
            }
            return description.toString();
        } catch (RuntimeException itsMessageFails) {
            return failure.getClass().getName();
        }
    }
}
