package io.github.reprorun.compare;

import static java.util.Objects.requireNonNull;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.metrics.MetricRow;
import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.base.metrics.MetricsReader;
import io.github.reprorun.base.metrics.SeriesTally;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the values by step of two runs lie, and beside them their traces. A manifest has only a summary of the values, which
 * tells whether two runs had the same; whether different values are within a tolerance, only the values themselves can
 * tell. Immutable, hence safe to share between threads.
 *
 * @param expected the {@link MetricsFile} of the run that was expected to be reproduced
 * @param actual the other's
 */
record RecordedValues(Path expected, Path actual) {
    /** Those of two runs, each given as its directory or its manifest. */
    static RecordedValues of(Path expectedRun, Path actualRun) {
        return new RecordedValues(file(expectedRun), file(actualRun));
    }

    private static Path file(Path run) {
        return Files.isDirectory(run)
                ? run.resolve(MetricsFile.FILE_NAME)
                : run.toAbsolutePath().resolveSibling(MetricsFile.FILE_NAME);
    }

    /** Whether both traces are there; a manifest may lie alone. */
    boolean haveTraces() {
        return Files.isRegularFile(trace(expected)) && Files.isRegularFile(trace(actual));
    }

    /**
     * The traces of the two runs side by side: a program that is run again may have written over that of the first.
     *
     * @throws UnreadableException if one is none
     * @throws RefusedException if one is damaged, or not the one that its manifest states
     */
    TraceComparison traces(Manifest before, Manifest after) {
        requireStated(before, trace(expected));
        requireStated(after, trace(actual));
        try (TraceReader first = TraceReader.open(trace(expected));
                TraceReader second = TraceReader.open(trace(actual))) {
            return TraceComparison.of(first, second);
        }
    }

    private static void requireStated(Manifest run, Path trace) {
        Sha256 stated = requireNonNull(run.subjects().get(TraceWriter.FILE_NAME));
        try {
            Sha256 actual = FileDigest.of(trace).sha256();
            if (!actual.equals(stated)) {
                throw new RefusedException(trace.toString(), "sha256 " + stated, "sha256 " + actual);
            }
        } catch (IOException e) {
            throw new UnreadableException(trace.toString(), "cannot be read (" + e + ")", e);
        }
    }

    private static Path trace(Path values) {
        return values.resolveSibling(TraceWriter.FILE_NAME);
    }

    /** Takes what two runs recorded at the same place of a series. */
    interface Pairs {
        /** Takes one pair; the steps are the same. */
        void accept(long step, double before, double after);
    }

    /**
     * Hands over the values of one series side by side, in the order of recording, in memory that does not grow with them.
     *
     * @return why not all values of both were handed over, if so
     */
    Optional<String> compare(MetricSeries before, MetricSeries after, Pairs pairs) {
        SeriesTally expectedTally = new SeriesTally(before.name());
        SeriesTally actualTally = new SeriesTally(before.name());
        try (MetricsReader first = MetricsReader.open(expected);
                MetricsReader second = MetricsReader.open(actual)) {
            while (true) {
                MetricRow one = next(first, before.name());
                MetricRow other = next(second, before.name());
                if (one == null || other == null) {
                    if (one != null || other != null) {
                        return Optional.of("there are " + before.count() + " values and " + after.count());
                    }
                    break;
                }
                expectedTally.add(one.step(), one.value());
                actualTally.add(other.step(), other.value());
                if (one.step() != other.step()) {
                    return Optional.of("a value is of step " + one.step() + " and of step " + other.step());
                }
                pairs.accept(one.step(), one.value(), other.value());
            }
        } catch (UnreadableException e) {
            return Optional.of("the values cannot be compared: " + e.getMessage());
        }
        if (!expectedTally.comesTo(before)) {
            return Optional.of(another(expected));
        }
        return actualTally.comesTo(after) ? Optional.empty() : Optional.of(another(actual));
    }

    private static String another(Path file) {
        return "the values cannot be compared: " + file + " is not what its manifest states";
    }

    private static @Nullable MetricRow next(MetricsReader reader, String name) {
        while (reader.hasNext()) {
            MetricRow row = reader.next();
            if (row.name().equals(name)) {
                return row;
            }
        }
        return null;
    }
}
