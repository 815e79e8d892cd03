package io.github.reprorun;

import io.github.reprorun.concurrent.Ahead;
import io.github.reprorun.environment.Evidence;
import io.github.reprorun.environment.Instructions;
import io.github.reprorun.environment.Libraries;
import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.InputChangedException;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.RunStoppedException;
import io.github.reprorun.failure.UncontrolledException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnsupportedMachineException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.launch.CurrentPlan;
import io.github.reprorun.launch.EntryPoint;
import io.github.reprorun.launch.LaunchPlan;
import io.github.reprorun.launch.NumericsProfile;
import io.github.reprorun.launch.PinnedJvm;
import io.github.reprorun.log.RunLog;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a training so that it can be repeated, and leaves a manifest beside what it makes.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     ReproducibleRun.of("fraud-detector")
 *             .seed(42L)
 *             .signedBy(Path.of("signing.pem"))
 *             .launch(args, FraudTraining::train);
 * }
 * }</pre>
 *
 * A mutable builder, to be used by one thread.
 */
public final class ReproducibleRun {
    /**
     * Exit status of a launched run that failed: of an exception in the training, as of any program; of an input that changed
     * meanwhile; of a source of chance that could not be held and a run that is strict.
     */
    public static final int FAILED_STATUS = 1;

    /** Exit status of a launched run that was refused for what it was given: usage, unreadable input, unwritable place. */
    public static final int USAGE_STATUS = 2;

    /** Exit status of a launched run that was refused because this machine cannot give the numerics it is to have. */
    public static final int UNSUPPORTED_STATUS = 3;

    /** Exit status of a launched run that trained to the end and did not keep what it had declared of its results. */
    public static final int BROKEN_EXPECTATION_STATUS = 5;

    /** The one place that names the machine's clock; all else is given a clock or an instant. */
    static final Clock CLOCK = Clock.systemUTC();

    private static final String PARAMETER_PROPERTY = "reprorun.parameter.";

    private final String name;
    private @Nullable Long seed;
    private Path runsDirectory = Path.of("runs");
    private @Nullable Path signingKey;
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean strict;
    private RunLog.Format logFormat = RunLog.Format.TEXT;
    private NumericsProfile profile = NumericsProfile.PORTABLE;

    private ReproducibleRun(String name) {
        this.name = name;
    }

    /**
     * Begins the description of a run. What cannot be meant is said when the run is to start.
     *
     * @param name 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit
     */
    public static ReproducibleRun of(String name) {
        return new ReproducibleRun(name);
    }

    /** The root seed, but not 0, which libraries of numerics take for the clock; absent, one is drawn, recorded and printed. */
    public ReproducibleRun seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Where run directories are made; {@code runs} below the working directory by default. */
    public ReproducibleRun runsDirectory(Path directory) {
        this.runsDirectory = directory;
        return this;
    }

    /** The private key, Ed25519 or P-256 as PKCS#8 PEM, that signs the manifest; absent, the run is unsigned and says so. */
    public ReproducibleRun signedBy(Path key) {
        this.signingKey = key;
        return this;
    }

    /**
     * The number of native threads, at least 1; by default the processors this JVM sees. Recorded and replayed, because
     * another number gives other bits.
     */
    public ReproducibleRun threads(int threads) {
        this.threads = threads;
        return this;
    }

    /** The numerics that {@link #launch} pins; {@link NumericsProfile#PORTABLE} by default. */
    public ReproducibleRun profile(NumericsProfile profile) {
        this.profile = profile;
        return this;
    }

    /**
     * Ends the run with an error when it met a source of chance that could not be held. It is the agent that meets most of
     * them: in a JVM without it, as {@link #execute} may have, they are not seen, and the manifest lists them as unpinned.
     */
    public ReproducibleRun strict() {
        this.strict = true;
        return this;
    }

    /** Writes the run's log as JSON lines instead of text. */
    public ReproducibleRun jsonLog() {
        this.logFormat = RunLog.Format.JSON;
        return this;
    }

    /**
     * Runs {@code training} in this JVM. What has to be pinned before a JVM starts is recorded as unpinned, unless this JVM
     * is a pinned one. An exception of the training comes through when the run is recorded as failed; a checked one too,
     * undeclared.
     *
     * @throws UsageException if the run was described so that it cannot be meant: seed 0, no thread, no name
     * @throws UnreadableException if the signing key cannot be read
     * @throws UnwritableException if the runs directory cannot be written; no training has started then
     */
    public RunResult execute(Training training) {
        return execute(List.of(), EntryPoint.ofCallingThread(), training);
    }

    /**
     * Runs {@code training} in a pinned JVM of its own: the same {@code java}, class path and arguments, with the numerics,
     * the charset, the locale and the time zone fixed. Owns {@code main}: it calls {@link System#exit} with the status of
     * that JVM, which enters the same {@code main} and comes here again to train. What was asked for wrongly is said in one
     * line on standard error, with status {@value #USAGE_STATUS}, and so is an input that changed meanwhile or what a
     * {@link #strict} run was refused for, with {@value #FAILED_STATUS}, a machine that cannot give the numerics, with
     * {@value #UNSUPPORTED_STATUS}, and a broken expectation, with {@value #BROKEN_EXPECTATION_STATUS}; an exception of the
     * training ends the pinned JVM as any uncaught one.
     */
    public void launch(String[] args, Training training) {
        List<String> arguments = Arrays.asList(args);
        EntryPoint entryPoint = EntryPoint.ofCallingThread();
        try {
            if (CurrentPlan.isPresent()) {
                execute(arguments, entryPoint, training);
            } else {
                System.exit(start(arguments, entryPoint));
            }
        } catch (RunStoppedException e) {
            System.err.println("reprorun: " + e.getMessage());
        } catch (ReproException e) {
            RunAnnouncement.printRefusal(System.err, e);
            System.exit(status(e));
        }
    }

    /** The exit status of a run that was refused or failed. */
    static int status(ReproException failure) {
        if (failure instanceof BrokenExpectationException) {
            return BROKEN_EXPECTATION_STATUS;
        }
        if (failure instanceof UnsupportedMachineException || failure instanceof NotRerunnableException) {
            return UNSUPPORTED_STATUS;
        }
        boolean metInTheRun = failure instanceof InputChangedException
                || failure instanceof UncontrolledException
                || failure instanceof RefusedException;
        return metInTheRun ? FAILED_STATUS : USAGE_STATUS;
    }

    private int start(List<String> arguments, EntryPoint entryPoint) {
        requireMeant();
        String mainClass = startable(entryPoint);
        String resumed = System.getProperty(Resume.PROPERTY);
        return resumed == null
                ? pinnedJvm(mainClass, mainClass, arguments, entryPoint).run()
                : Resume.of(Path.of(resumed))
                        .run(mainClass, arguments, entryPoint.classPath(), chosenSeed(), givenParameters());
    }

    private static String startable(EntryPoint entryPoint) {
        if (entryPoint.mainClass() instanceof Evidence.Unavailable<String> unknown) {
            throw new UsageException(
                    "launch",
                    "cannot start this program again: " + unknown.reason() + "; call it from main, or use execute");
        }
        return ((Evidence.Observed<String>) entryPoint.mainClass()).value();
    }

    /**
     * A pinned JVM for this run, not started yet, whose {@code main} is not the caller's: what {@link #launch} starts when
     * the program that trains has to be entered elsewhere, as a single test has. That {@code main} describes a run of the
     * same name and launches it.
     *
     * @param entryPoint the {@code main} to start, with its class path
     * @param program binary name of the class whose code trains
     * @throws UsageException if the run was described so that it cannot be meant
     */
    public PinnedJvm pinnedJvm(EntryPoint entryPoint, String program, List<String> arguments) {
        requireMeant();
        return pinnedJvm(startable(entryPoint), program, arguments, entryPoint);
    }

    private PinnedJvm pinnedJvm(String mainClass, String program, List<String> arguments, EntryPoint entryPoint) {
        Ahead<List<String>> options = Ahead.begin("reprorun-options", PinnedJvm::optionsOfThisJvm);
        Ahead<Libraries> libraries = Ahead.begin("reprorun-class-path", entryPoint::libraries);
        Path java = PinnedJvm.java(System.getenv());
        Path library = PinnedJvm.library();
        String runId = RunId.draw(CLOCK.instant(), new SplittableRandom());
        PinnedProfile pinned = new PinnedProfile(
                profile.label(),
                threads,
                profile.environment(threads, System.getProperty("os.arch"), libraries.result()),
                PinnedJvm.pinned(options.result(), threads),
                entryPoint.classPath(),
                Path.of("").toAbsolutePath().toString());
        LaunchPlan plan = new LaunchPlan(
                name,
                runId,
                chosenOrDrawnSeed(),
                seed == null,
                pinned,
                false,
                strict,
                Optional.empty(),
                LaunchPlan.Signing.AS_THE_PROGRAM_SAYS,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>());
        return new PinnedJvm(java, library, mainClass, program, arguments, plan);
    }

    private void requireMeant() {
        RunSettings.requireName("run name", name);
        RunSettings.requireThreads(threads);
    }

    private Optional<Seed> chosenSeed() {
        return seed == null ? Optional.empty() : Optional.of(new Seed(seed));
    }

    private Seed chosenOrDrawnSeed() {
        return seed == null ? Seed.draw(new SecureRandom()) : new Seed(seed);
    }

    private RunResult execute(List<String> arguments, EntryPoint entryPoint, Training training) {
        requireMeant();
        Ahead<Instructions> processor = Ahead.begin("reprorun-processor", Instructions::ofThisJvm);
        Optional<LaunchPlan> plan = CurrentPlan.take(name);
        RunSettings settings = plan.isPresent() ? settings(plan.get()) : settings();
        PinnedProfile pinned = plan.isPresent() ? plan.get().profile() : unpinned(entryPoint);
        return new RunExecution(settings, pinned, entryPoint, arguments, CLOCK).run(training, processor);
    }

    private RunSettings settings(LaunchPlan plan) {
        return new RunSettings(
                name,
                plan.runId(),
                plan.seed(),
                plan.seedWasDrawn(),
                plan.runsDirectory().orElse(runsDirectory),
                plan.signing(),
                Optional.ofNullable(signingKey),
                plan.profile().threads(),
                strict || plan.strict(),
                logFormat,
                plan.resumes(),
                plan.parameters(),
                givenParameters(),
                plan.inputs(),
                plan.numerics());
    }

    private RunSettings settings() {
        return new RunSettings(
                name,
                RunId.draw(CLOCK.instant(), new SplittableRandom()),
                chosenOrDrawnSeed(),
                seed == null,
                runsDirectory,
                LaunchPlan.Signing.AS_THE_PROGRAM_SAYS,
                Optional.ofNullable(signingKey),
                threads,
                strict,
                logFormat,
                false,
                new TreeMap<>(),
                givenParameters(),
                new TreeMap<>(),
                new TreeMap<>());
    }

    private PinnedProfile unpinned(EntryPoint entryPoint) {
        return new PinnedProfile(
                PinnedProfile.NONE,
                threads,
                new TreeMap<>(),
                PinnedJvm.optionsOfThisJvm(),
                entryPoint.classPath(),
                Path.of("").toAbsolutePath().toString());
    }

    /** Parameters given as {@code -Dreprorun.parameter.NAME=VALUE}. */
    private static SortedMap<String, String> givenParameters() {
        SortedMap<String, String> given = new TreeMap<>();
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith(PARAMETER_PROPERTY)) {
                given.put(key.substring(PARAMETER_PROPERTY.length()), System.getProperty(key));
            }
        }
        return given;
    }
}
