package io.github.reprorun;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.environment.Instructions;
import io.github.reprorun.internal.launch.Conditions;
import io.github.reprorun.internal.launch.CurrentPlan;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.LauncherWatch;
import io.github.reprorun.internal.launch.Overrides;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.internal.launch.RunStart;
import io.github.reprorun.internal.launch.RunTurn;
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.log.RunLog;
import io.github.reprorun.internal.record.ProgramChoices;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.internal.run.LaunchRequest;
import io.github.reprorun.internal.run.LaunchedRun;
import io.github.reprorun.internal.run.MachineClock;
import io.github.reprorun.internal.run.PassedOverRun;
import io.github.reprorun.internal.run.ResultFile;
import io.github.reprorun.internal.run.RunLifecycle;
import io.github.reprorun.internal.run.RunOrigin;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.observe.RunListener;
import io.github.reprorun.rerun.Resume;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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
 * <p>Whoever starts the program can overrule what it chooses, by system properties: {@code -Dreprorun.seed=S}, {@code
 * .threads=N}, {@code .profile=NAME}, {@code .runs=DIR}, {@code .key=FILE}, {@code .parameter.NAME=VALUE}, {@code
 * .label.NAME=VALUE}, {@code .stream.NAME=SEED}, {@code .parent=study:NAME:SHA256} and {@code .id=ID}. Except for the id,
 * the start says which, and the manifest has them among the options of the JVM. {@code -Dreprorun.result=FILE} names
 * a file to which the run appends one line of JSON when it has ended.
 *
 * <p>A mutable builder, to be used by one thread.
 */
public final class ReproducibleRun {
    private final String name;
    private final SortedMap<String, String> labels = new TreeMap<>();
    private @Nullable Long seed;
    private Path runsDirectory = Path.of("runs");
    private @Nullable Path signingKey;
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean threadsChosen;
    private boolean strict;
    private RunLog.Format logFormat = RunLog.Format.TEXT;
    private NumericsProfile profile = NumericsProfile.PORTABLE;
    private final List<RunListener> listeners = new ArrayList<>();

    private ReproducibleRun(String name) {
        this.name = name;
    }

    /**
     * Begins the description of a run. Invalid settings are reported when the run starts.
     *
     * @param name 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit
     */
    public static ReproducibleRun of(String name) {
        return new ReproducibleRun(name);
    }

    /**
     * The root seed; not 0, which numerics libraries take to mean the clock. Without it the run draws, records and
     * prints one.
     */
    public ReproducibleRun seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Where run directories are made; {@code runs} below the working directory by default. */
    public ReproducibleRun runsDirectory(Path directory) {
        this.runsDirectory = directory;
        return this;
    }

    /**
     * The private key, Ed25519 or P-256 as PKCS#8 PEM, that signs the manifest; without it the run is unsigned and says
     * so.
     */
    public ReproducibleRun signedBy(Path key) {
        this.signingKey = key;
        return this;
    }

    /**
     * The number of native threads, at least 1; by default the processors this JVM sees. Recorded and replayed, because
     * a different number gives different bits; if nobody chose it and a library of numerics is present, the start says so.
     */
    public ReproducibleRun threads(int threads) {
        this.threads = threads;
        this.threadsChosen = true;
        return this;
    }

    /** The numerics that {@link #launch} pins; {@link NumericsProfile#PORTABLE} by default. */
    public ReproducibleRun profile(NumericsProfile profile) {
        this.profile = profile;
        return this;
    }

    /**
     * Ends the run with an error if it met a source of chance that could not be held. The agent detects most of them: a
     * JVM without it, as {@link #execute} may have, does not see them, and the manifest lists them as unpinned.
     */
    public ReproducibleRun strict() {
        this.strict = true;
        return this;
    }

    /**
     * Labels the run for people, as in {@code label("team", "fraud")}; no result depends on it. Secrets of known shapes
     * in {@code value} are redacted. {@code -Dreprorun.label.NAME=VALUE} sets it from outside, and takes precedence.
     *
     * @param name 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit
     * @param value at most {@value Labels#MAXIMUM_LENGTH} characters, none of them a control character
     */
    public ReproducibleRun label(String name, String value) {
        labels.put(name, value);
        return this;
    }

    /** Writes the run's log as JSON lines instead of text. */
    public ReproducibleRun jsonLog() {
        this.logFormat = RunLog.Format.JSON;
        return this;
    }

    /**
     * Tells {@code listener} what happens in the run, in addition to the listeners that the class path names. It is
     * called on a thread of its own and never decides about the result; see {@link RunListener}.
     */
    public ReproducibleRun listener(RunListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Runs {@code training} in this JVM. Unless this JVM is a pinned one, the manifest lists everything that has to be
     * pinned before a JVM starts as unpinned. When the run has been recorded as failed, this rethrows the exception of
     * the training, even a checked one, which it does not declare.
     *
     * <p>A program may call it several times. A re-run of one of these runs starts the program and makes that run alone:
     * for every other it trains nothing, and returns a result whose status is {@code INTERRUPTED}, with no metric and no
     * file.
     *
     * @throws UsageException if a setting is invalid: seed 0, no thread, no name, or a profile from outside
     * @throws UnreadableException if the signing key cannot be read
     * @throws UnwritableException if the runs directory cannot be written; in that case no training has started
     */
    public RunResult execute(Training training) {
        if (CurrentPlan.hasEndedLaunch()) {
            goOn();
        }
        EntryPoint entryPoint = EntryPoint.ofCallingThread();
        try {
            RunTurn turn = RunTurn.next(name);
            return turn.isPassedOver() ? passOver(entryPoint, turn) : execute(List.of(), entryPoint, turn, training);
        } catch (ReproException e) {
            ResultFile.refused(e);
            throw e;
        }
    }

    /**
     * Runs {@code training} in a pinned JVM of its own: the same {@code java}, class path and arguments, with the numerics,
     * the charset, the locale and the time zone fixed. Owns {@code main}: it calls {@link System#exit} with the status of
     * that JVM, which enters the same {@code main} and comes here again to train. It reports these failures in one line
     * on standard error: invalid settings, with status {@value ExitStatus#USAGE}; an input that changed during the run,
     * or the reason why a {@link #strict} run was refused, with {@value ExitStatus#FAILED}; a machine that cannot give
     * the numerics, with {@value ExitStatus#UNSUPPORTED}; and a broken expectation, with {@value
     * ExitStatus#BROKEN_EXPECTATION}. An exception of the training ends the pinned JVM as any uncaught exception does.
     *
     * <p>A program may call it several times, in a loop over seeds for example. Each run has a pinned JVM of its own, which
     * passes over the calls before: what stands between the calls is executed in each. When one of these JVMs has made
     * its run and comes to a further call, it ends, and the program goes on to the next run. If a run fails and the
     * program does not catch its exception, the program ends with the status of that run.
     *
     * @throws UsageException in an interactive session, such as jshell or a notebook, whose code no other JVM finds; the
     *     session goes on
     */
    public void launch(String[] args, Training training) {
        List<String> arguments = Arrays.asList(args);
        EntryPoint entryPoint = EntryPoint.ofCallingThread();
        try {
            launch(arguments, entryPoint, RunTurn.next(name), training);
        } catch (ReproException e) {
            if (entryPoint.isOfASession()) {
                throw e;
            }
            LaunchedRun.end(e);
        }
    }

    private void launch(List<String> arguments, EntryPoint entryPoint, RunTurn turn, Training training) {
        if (CurrentPlan.hasEnded()) {
            goOn();
        } else if (!turn.isPassedOver()) {
            if (CurrentPlan.isPresent()) {
                try {
                    execute(arguments, entryPoint, turn, training);
                } finally {
                    CurrentPlan.endLaunch();
                }
            } else {
                start(arguments, entryPoint, turn);
            }
        }
    }

    /** Leaves the program's next run to the JVM that launched this one. */
    private static void goOn() {
        CurrentPlan.goesOn();
        System.exit(ExitStatus.OK);
    }

    /** Returns if the program goes on to another run. */
    private void start(List<String> arguments, EntryPoint entryPoint, RunTurn turn) {
        GivenChoices given = GivenChoices.ofThisJvm();
        tell(given);
        LaunchRequest request = new LaunchRequest(
                name,
                seed(given),
                threads(given),
                given.profile().orElse(profile),
                strict,
                threadsChosen || given.threads().isPresent());
        String mainClass = LaunchRequest.mainClass(entryPoint);
        String resumed = System.getProperty(Resume.PROPERTY);
        if (resumed == null) {
            PinnedJvm jvm = request.jvm(entryPoint, mainClass, arguments, turn);
            PinnedJvm.Ended ended = jvm.runInProgram();
            LaunchRequest.requireBegun(turn, ended);
            if (!ended.goesOn()) {
                Path run = new RunsDirectory(runsDirectory).run(jvm.plan().run());
                System.exit(LaunchRequest.status(run, ended.status()));
            }
            return;
        }
        Resume resume = Resume.of(Path.of(resumed));
        if (resume.continues(name, turn.number())) {
            System.exit(resume.run(mainClass, arguments, entryPoint.classPath(), seed(given), given.parameters()));
        }
        PassedOverRun.tell(turn);
    }

    private RunResult passOver(EntryPoint entryPoint, RunTurn turn) {
        GivenChoices given = GivenChoices.ofThisJvm();
        requireMeant(given);
        PassedOverRun.tell(turn);
        RunOrigin origin = new RunOrigin(unpinned(entryPoint, turn, given), entryPoint, List.of());
        RunSettings settings = settings(given);
        return new RunResult(settings.directory(), new PassedOverRun(settings, origin, MachineClock.UTC).manifest());
    }

    private void requireMeant(GivenChoices given) {
        PlainName.require("run name", name);
        RunSettings.requireThreads(threads(given));
        labels(given);
    }

    private Optional<Seed> seed(GivenChoices given) {
        return given.seed().isPresent() || seed == null ? given.seed() : Optional.of(new Seed(seed));
    }

    private int threads(GivenChoices given) {
        return given.threads().orElse(threads);
    }

    /** Says what was chosen from outside, and refuses it if the run could not tell how it ended. */
    private void tell(GivenChoices given) {
        SortedMap<String, String> choices = new TreeMap<>();
        if (given.seed().isPresent()) {
            choices.put("seed", given.seed().get() + instead(seed));
        }
        if (given.threads().isPresent()) {
            choices.put("threads", given.threads().getAsInt() + (threadsChosen ? instead(threads) : ""));
        }
        if (given.profile().isPresent()) {
            choices.put("profile", given.profile().get().label() + instead(profile.label()));
        }
        if (given.runsDirectory().isPresent()) {
            choices.put("runs", given.runsDirectory().get() + instead(runsDirectory));
        }
        if (given.signingKey().isPresent()) {
            choices.put("key", given.signingKey().get() + instead(signingKey));
        }
        if (given.parent().isPresent()) {
            choices.put("parent", given.parent().get().toString());
        }
        for (Map.Entry<String, String> parameter :
                Redaction.ofValues(given.parameters()).entrySet()) {
            choices.put("parameter " + parameter.getKey(), parameter.getValue());
        }
        for (Map.Entry<String, String> label :
                Redaction.ofValues(given.labels()).entrySet()) {
            String own = labels.get(label.getKey());
            choices.put(
                    "label " + label.getKey(),
                    label.getValue() + instead(own == null ? null : Redaction.ofValue(label.getKey(), own)));
        }
        for (Map.Entry<String, Long> stream : given.streams().entrySet()) {
            choices.put("stream " + stream.getKey(), stream.getValue().toString());
        }
        LaunchedRun.tellGiven(choices);
        if (given.result().isPresent()) { // Else the JVM that launches would load what writes JSON.
            ResultFile.requireWritable(given);
        }
        if (given.starter().isPresent()) {
            LauncherWatch.endWith(given.starter().get());
        }
    }

    private static String instead(@Nullable Object own) {
        return own == null ? "" : " in place of " + own;
    }

    private RunResult execute(List<String> arguments, EntryPoint entryPoint, RunTurn turn, Training training) {
        RunStart.launched();
        GivenChoices given = GivenChoices.ofThisJvm();
        requireMeant(given);
        BackgroundResult<Instructions> processor =
                BackgroundResult.begin("reprorun-processor", Instructions::ofThisJvm);
        Optional<LaunchPlan> plan = CurrentPlan.take(name);
        RunSettings settings = plan.isPresent() ? RunSettings.of(plan.get(), choices(given)) : settings(given);
        if (plan.isEmpty()) {
            tellStart(given);
        }
        PinnedProfile pinned = plan.isPresent() ? plan.get().profile() : unpinned(entryPoint, turn, given);
        RunOrigin origin = new RunOrigin(pinned, entryPoint, arguments);
        try {
            Manifest manifest = new RunLifecycle(settings, origin, listeners, MachineClock.UTC)
                    .run(new TrainingBody(training), processor)
                    .orElseThrow();
            return new RunResult(settings.directory(), manifest);
        } finally {
            if (plan.isPresent()) {
                CurrentPlan.end();
            }
        }
    }

    private void tellStart(GivenChoices given) {
        tell(given);
        if (given.profile().isPresent() && !CurrentPlan.isPresent()) {
            throw new UsageException(
                    "-Dreprorun.profile",
                    "cannot be given to a run of execute, which pins nothing; launch pins a profile");
        }
        if (!threadsChosen && given.threads().isEmpty()) {
            LaunchRequest.tellThreads(Libraries.ofThisJvm().descriptors(), threads);
        }
    }

    private RunSettings settings(GivenChoices given) {
        return new RunSettings(
                new RunIdentity(name, LaunchedRun.id(given)),
                SeedChoice.of(seed(given)),
                threads(given),
                Conditions.NONE,
                overridesOfRunWithin(),
                choices(given));
    }

    /** A run within the one that a plan is for lies where that one does: a re-run adds none beside the original. */
    private static Overrides overridesOfRunWithin() {
        Optional<LaunchPlan> plan = CurrentPlan.get();
        return plan.isEmpty()
                ? Overrides.NONE
                : Overrides.in(plan.get().overrides().runsDirectory());
    }

    private ProgramChoices choices(GivenChoices given) {
        return new ProgramChoices(
                given.folder().orElse(runsDirectory),
                given.signingKey().isPresent() ? given.signingKey() : Optional.ofNullable(signingKey),
                strict,
                logFormat,
                given.parameters(),
                labels(given),
                given.parent(),
                given.streams());
    }

    private PinnedProfile unpinned(EntryPoint entryPoint, RunTurn turn, GivenChoices given) {
        return new PinnedProfile(
                PinnedProfile.NONE,
                threads(given),
                new TreeMap<>(),
                GivenChoices.withoutOneStart(turn.among(PinnedJvm.optionsOfThisJvm())),
                entryPoint.classPath(),
                Path.of("").toAbsolutePath().toString());
    }

    /** The program's labels, overridden by those given from outside. */
    private Labels labels(GivenChoices given) {
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.putAll(given.labels());
        return new Labels(Redaction.ofValues(all));
    }
}
