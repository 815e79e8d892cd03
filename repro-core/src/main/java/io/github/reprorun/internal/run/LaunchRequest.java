package io.github.reprorun.internal.run;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.launch.Conditions;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.Overrides;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.internal.launch.RunTurn;
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The requirements of a program on the pinned JVM of its run. The {@code main} of that JVM describes a run of the same
 * name and launches it, and there makes the choices that the plan leaves open. Immutable, hence safe to share between
 * threads.
 *
 * @param name the run's name
 * @param seed the root seed, or empty to draw one for each JVM
 * @param threads the number of native threads
 * @param numerics which kernels native numerics use
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param threadsChosen whether somebody chose the number of threads
 */
public record LaunchRequest(
        String name,
        Optional<Seed> seed,
        int threads,
        NumericsProfile numerics,
        boolean strict,
        boolean threadsChosen) {
    /** Above it are those of processes that a signal has ended. */
    private static final int LARGEST_OF_PROGRAMS = 128;

    /** @throws UsageException if {@code name} is not a valid name of a run, or {@code threads} is less than 1 */
    public LaunchRequest {
        PlainName.require("run name", name);
        RunSettings.requireThreads(threads);
    }

    /** A request by somebody who chose the number of threads. */
    public LaunchRequest(String name, Optional<Seed> seed, int threads, NumericsProfile numerics, boolean strict) {
        this(name, seed, threads, numerics, strict, true);
    }

    /**
     * A pinned JVM for the only run of a program, not started yet.
     *
     * @param entryPoint the {@code main} to start, with its class path
     * @param program binary name of the class whose code trains
     * @throws UsageException if the class to start is not known
     */
    public PinnedJvm jvm(EntryPoint entryPoint, String program, List<String> arguments) {
        return jvm(entryPoint, program, arguments, new RunTurn(name, 1));
    }

    /** As {@link #jvm(EntryPoint, String, List)}, for one of several runs of a program. */
    public PinnedJvm jvm(EntryPoint entryPoint, String program, List<String> arguments, RunTurn turn) {
        String mainClass = mainClass(entryPoint);
        BackgroundResult<List<String>> options =
                BackgroundResult.begin("reprorun-options", PinnedJvm::optionsOfThisJvm);
        BackgroundResult<Libraries> libraries = BackgroundResult.begin("reprorun-class-path", entryPoint::libraries);
        Path java = PinnedJvm.java(System.getenv());
        Path library = PinnedJvm.library();
        GivenChoices given = GivenChoices.ofThisJvm();
        RunIdentity run = new RunIdentity(name, LaunchedRun.id(given));
        PinnedProfile pinned = new PinnedProfile(
                numerics.label(),
                threads,
                numerics.environment(threads, System.getProperty("os.arch"), libraries.result()),
                PinnedJvm.pinned(turn.among(options.result()), threads),
                entryPoint.classPath(),
                Path.of("").toAbsolutePath().toString());
        if (!threadsChosen) {
            tellThreads(libraries.result().descriptors(), threads);
        }
        LaunchPlan plan = new LaunchPlan(
                run,
                SeedChoice.of(seed),
                pinned,
                new Conditions(false, strict, Collections.emptySortedMap()),
                Overrides.NONE);
        return new PinnedJvm(java, library, mainClass, program, arguments, plan).with(given.ofOneStart());
    }

    /** Says how many threads a run has that nobody chose, if a library of numerics is there to use them. */
    public static void tellThreads(List<LibraryDescriptor> libraries, int threads) {
        if (!libraries.isEmpty()) {
            ConsoleMessages.printThreads(System.err, threads);
        }
    }

    /**
     * Requires that a pinned JVM that ended well has come to the run that it was for.
     *
     * @throws UsageException if it has not, and nothing was trained
     */
    public static void requireBegun(RunTurn turn, PinnedJvm.Ended ended) {
        if (ended.status() == ExitStatus.OK && !ended.began()) {
            throw new UsageException(
                    "launch",
                    "the pinned JVM ended without coming to run " + turn.number() + " of \"" + turn.name()
                            + "\", so nothing was trained; a program has to come to the same runs, of the same names, each"
                            + " time it starts");
        }
    }

    /**
     * The exit status of a run whose pinned JVM ended with {@code status}. If the run left no manifest, because its program halted
     * the JVM or something killed it, this says so on one line, and then the status is not that of a success.
     *
     * @param directory of the run, which may not exist
     */
    public static int status(Path directory, int status) {
        return status(directory, status, System.err);
    }

    static int status(Path directory, int status, PrintStream out) {
        if (!Files.isDirectory(directory) || Files.exists(directory.resolve(Manifest.FILE_NAME))) {
            return status;
        }
        boolean mayHaveSaidWhy = status != ExitStatus.OK && status <= LARGEST_OF_PROGRAMS;
        ConsoleMessages.printWithoutManifest(out, directory, status, mayHaveSaidWhy);
        return status == ExitStatus.OK ? ExitStatus.FAILED : status;
    }

    /** As {@link #status(Path, int)}, of a run that is resumed: one that was refused is what it was before. */
    public static int statusOfResumed(Path directory, int status) {
        return status == ExitStatus.OK || status > LARGEST_OF_PROGRAMS ? status(directory, status) : status;
    }

    /**
     * The class to start.
     *
     * @throws UsageException if it is not known
     */
    public static String mainClass(EntryPoint entryPoint) {
        if (entryPoint.mainClass() instanceof Evidence.Unavailable<String> unknown) {
            throw new UsageException(
                    "launch",
                    "cannot start this program again: " + unknown.reason()
                            + "; call launch from the main of a class on the class path, or use execute");
        }
        return ((Evidence.Observed<String>) entryPoint.mainClass()).value();
    }
}
