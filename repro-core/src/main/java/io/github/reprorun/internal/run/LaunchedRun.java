package io.github.reprorun.internal.run;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.RunStoppedException;
import io.github.reprorun.internal.directory.RunId;
import io.github.reprorun.internal.environment.Instructions;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.RunStart;
import io.github.reprorun.internal.record.ProgramChoices;
import io.github.reprorun.internal.record.RunSettings;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A run that owns the {@code main} of its pinned JVM, and decides how that JVM ends. Stateless. */
public final class LaunchedRun {
    private LaunchedRun() {}

    /**
     * Runs {@code body} as {@code plan} says, which leaves no choice to the program. Reports a failure of the library
     * in one line and ends the JVM; passes any other failure on.
     */
    public static void run(LaunchPlan plan, EntryPoint entryPoint, List<String> arguments, RunBody body) {
        RunStart.launched();
        BackgroundResult<Instructions> processor =
                BackgroundResult.begin("reprorun-processor", Instructions::ofThisJvm);
        try {
            RunOrigin origin = new RunOrigin(plan.profile(), entryPoint, arguments);
            new RunLifecycle(RunSettings.of(plan, ProgramChoices.DEFAULT), origin, List.of(), MachineClock.UTC)
                    .run(body, processor);
        } catch (ReproException e) {
            end(e);
        }
    }

    /** The id that was given from outside, or one that is drawn now. */
    public static String id(GivenChoices given) {
        return given.id().isPresent()
                ? given.id().get()
                : RunId.draw(MachineClock.UTC.instant(), new SplittableRandom());
    }

    /** Says which choices were made from outside, each with the program's own that it overrules, if it made one. */
    public static void tellGiven(Map<String, String> choices) {
        if (!choices.isEmpty()) {
            ConsoleMessages.printGiven(System.err, choices);
        }
    }

    /** Says why there is no run, or none that succeeded, and ends the JVM, unless that is why the run stopped. */
    public static void end(ReproException failure) {
        if (System.getProperty(GivenChoices.RESULT) != null) { // Else this would load what writes JSON.
            ResultFile.refused(failure);
        }
        if (failure instanceof RunStoppedException) {
            System.err.println("reprorun: " + failure.getMessage());
        } else {
            ConsoleMessages.printRefusal(System.err, failure);
            System.exit(failure.exitStatus());
        }
    }
}
