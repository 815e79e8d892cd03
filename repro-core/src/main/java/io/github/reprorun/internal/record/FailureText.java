package io.github.reprorun.internal.record;

import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.internal.redaction.Redaction;
import java.nio.charset.StandardCharsets;

/** The text of an exception in a manifest. Stateless. */
public final class FailureText {
    private FailureText() {}

    /** The description that {@code failure} gives of itself, if it can, without secrets of known shapes. */
    public static String of(Throwable failure) {
        return encodable(Redaction.of(description(failure)));
    }

    /** {@code text} with half a surrogate pair replaced: JSON cannot hold one. */
    public static String encodable(String text) {
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
