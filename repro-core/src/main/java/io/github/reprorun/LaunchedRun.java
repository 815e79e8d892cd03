package io.github.reprorun;

import io.github.reprorun.concurrent.Ahead;
import io.github.reprorun.environment.Instructions;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.RunStoppedException;
import io.github.reprorun.launch.EntryPoint;
import io.github.reprorun.launch.LaunchPlan;
import java.util.List;

/** A run that owns {@code main} of the pinned JVM it was launched in, and decides how that JVM ends. Stateless. */
final class LaunchedRun {
    private LaunchedRun() {}

    /**
     * Runs {@code body} as {@code plan} says, which leaves nothing to the program. A failure of the library is told in one
     * line and ends the JVM; any other comes through.
     */
    static void run(LaunchPlan plan, EntryPoint entryPoint, List<String> arguments, RunBody body) {
        Ahead<Instructions> processor = Ahead.begin("reprorun-processor", Instructions::ofThisJvm);
        try {
            RunOrigin origin = new RunOrigin(plan.profile(), entryPoint, arguments);
            new RunExecution(RunSettings.of(plan, ProgramChoices.DEFAULT), origin, List.of(), MachineClock.UTC)
                    .run(body, processor);
        } catch (ReproException e) {
            end(e);
        }
    }

    /** Says why there is no run, or none that succeeded, and ends the JVM, unless that is why the run stopped. */
    static void end(ReproException failure) {
        if (failure instanceof RunStoppedException) {
            System.err.println("reprorun: " + failure.getMessage());
        } else {
            RunAnnouncement.printRefusal(System.err, failure);
            System.exit(failure.exitStatus());
        }
    }
}
