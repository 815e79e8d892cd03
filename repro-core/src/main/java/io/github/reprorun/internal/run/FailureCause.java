package io.github.reprorun.internal.run;

import io.github.reprorun.failure.ReproException;
import io.github.reprorun.internal.code.MissingClass;
import io.github.reprorun.internal.record.FailureText;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why a run failed, in the words of its manifest: the exception, what it goes back to, and what is not on the class path if
 * a class was not found. Stateless.
 */
final class FailureCause {
    private FailureCause() {}

    /** @param classPath of the program */
    static String of(Throwable failure, List<String> classPath) {
        StringBuilder text = new StringBuilder(FailureText.of(failure));
        Throwable root = root(failure);
        String rootText = FailureText.of(root);
        boolean saysWhy = failure instanceof ReproException; // with subject and problem in its own words
        if (!saysWhy && text.indexOf(rootText) < 0) {
            text.append("; it goes back to ").append(rootText);
        }
        Optional<String> notFound = nameOfClassNotFound(root);
        if (notFound.isPresent()) {
            Optional<String> reason = new MissingClass(notFound.get(), classPath).reason();
            if (reason.isPresent()) {
                text.append("; ").append(reason.get());
            }
        }
        return FailureText.encodable(text.toString());
    }

    private static Throwable root(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable root = failure;
        try {
            for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
                root = cause;
            }
            return root;
        } catch (RuntimeException itsCauseFails) {
            return root;
        }
    }

    private static Optional<String> nameOfClassNotFound(Throwable root) {
        String name = root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError
                ? root.getMessage()
                : null;
        return name == null || name.indexOf(' ') >= 0 ? Optional.empty() : Optional.of(name.replace('/', '.'));
    }
}
