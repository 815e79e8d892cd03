package io.github.reprorun.junit;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.runs.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/**
 * A run that did not give what the first one gave. Immutable, hence safe to share between threads.
 *
 * @param first the run that the other is compared with
 * @param other the run that differs
 * @param comparison the differences
 */
record RunsDiffer(RunResult first, RunResult other, Comparison comparison) {
    /** As many lines as a failure has at most; {@code diff} on the command line prints them all. */
    private static final int MOST_DIFFERENCES = 40;

    static Optional<RunsDiffer> between(RunResult first, RunResult other) {
        Comparison comparison =
                Comparison.between(first.manifest(), first.directory(), other.manifest(), other.directory());
        return comparison.verdict() == Verdict.REPRODUCED || comparison.verdict() == Verdict.WITHIN_TOLERANCE
                ? Optional.empty()
                : Optional.of(new RunsDiffer(first, other, comparison));
    }

    AssertionFailedError failure() {
        return new AssertionFailedError(
                message(), first.resultDigest().toString(), other.resultDigest().toString());
    }

    private String message() {
        List<String> differences = comparison.differences().stream()
                .filter(difference -> difference.aspect() != Aspect.RESOURCE)
                .map(difference -> "  " + OneLine.of(difference.toString()))
                .toList();
        StringBuilder message = new StringBuilder(
                comparison.verdict() == Verdict.DIVERGED
                        ? "the runs differ, likely because of "
                                + comparison.causes().stream().map(Aspect::name).collect(Collectors.joining(", "))
                                + ":\n"
                        : "the runs cannot be compared:\n");
        differences.stream()
                .limit(MOST_DIFFERENCES)
                .forEach(line -> message.append(line).append('\n'));
        if (differences.size() > MOST_DIFFERENCES) {
            message.append("  and ")
                    .append(differences.size() - MOST_DIFFERENCES)
                    .append(" more\n");
        }
        return message.append(OneLine.of(comparison.verdictLine()))
                .append("\nexpected: ")
                .append(first.directory())
                .append("\nactual:   ")
                .append(other.directory())
                .toString();
    }
}
