package io.github.reprorun.internal.run;

import io.github.reprorun.internal.launch.RunTurn;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.NewerFields;
import io.github.reprorun.manifest.ResultDigest;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A run that a program asked for in a JVM that is for another of its runs: nothing is trained and nothing is written.
 * Immutable, hence safe to share between threads.
 *
 * @param settings those that it would have had
 * @param origin the start of this JVM
 */
public record PassedOverRun(RunSettings settings, RunOrigin origin, Clock clock) {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    /** Says once in this JVM that runs are passed over. */
    public static void tell(RunTurn turn) {
        if (!SAID.getAndSet(true)) {
            ConsoleMessages.printPassedOver(System.err, turn);
        }
    }

    /** What the program gets in place of a record: that of an interrupted run without a directory. */
    public Manifest manifest() {
        Instant now = clock.instant();
        RunDetails details = new RunDetails(
                LibraryVersion.versions(),
                settings.id(),
                now,
                now,
                RunStatus.INTERRUPTED,
                Optional.of("passed over: this JVM is for another run of the program"),
                List.of(),
                List.of());
        return new Manifest(
                Collections.emptySortedMap(),
                origin.definition(settings, settings.recorded(), Collections.emptySortedMap(), List.of()),
                details,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Collections.emptySortedMap(),
                ResultDigest.of(
                        List.of(),
                        settings.recorded(),
                        settings.seed(),
                        Collections.emptySortedMap(),
                        List.of(),
                        List.of(),
                        List.of()),
                settings.parent(),
                settings.labels(),
                NewerFields.NONE);
    }
}
