package io.github.reprorun;

import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.RecordedValues;
import io.github.reprorun.environment.ClassPath;
import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.launch.LaunchPlan;
import io.github.reprorun.launch.PinnedJvm;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.spi.Resource;
import io.github.reprorun.tensor.TensorFolder;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a verified run again, in a fresh pinned JVM with the recorded options, class path, arguments, parameters, seed and
 * numerics profile, and compares. Nothing of a manifest is acted on before it was verified: that is why a
 * {@link VerifiedRun} is asked for. A mutable builder, to be used by one thread.
 */
public final class Rerun {
    /** The system property that names the trace of the run that is repeated, for extensions. */
    public static final String TRACE_PROPERTY = "reprorun.rerun.trace";

    /** The system property that is {@code true} where the training is to end as soon as it parts, for extensions. */
    public static final String STOP_PROPERTY = "reprorun.rerun.stop";

    /** How an extension begins to say why it ends the training. */
    public static final String DIVERGED = RunDetails.DIVERGED;

    private final VerifiedRun original;
    private final SortedMap<String, ParameterValue> parameters;
    private final SortedMap<String, Path> inputs = new TreeMap<>();
    private final List<String> secrets = new ArrayList<>();
    private @Nullable Path executable;
    private @Nullable Path runsDirectory;
    private @Nullable Path signingKey;
    private @Nullable Path workingDirectory;
    private @Nullable String classPath;
    private boolean outputOnError;
    private boolean stopping;

    private Rerun(VerifiedRun original) {
        this.original = original;
        this.parameters = new TreeMap<>(definition().parameters());
    }

    /** Begins the description of a re-run of {@code run}. */
    public static Rerun of(VerifiedRun run) {
        return new Rerun(run);
    }

    /** The {@code java} to start; by default the one that {@code REPRORUN_JAVA} names, or else this JVM's own. */
    public Rerun java(Path executable) {
        this.executable = executable;
        return this;
    }

    /** Where the re-run's directory is made; by default the runs directory that the original lies in. */
    public Rerun runsDirectory(Path directory) {
        this.runsDirectory = directory;
        return this;
    }

    /** The private key that signs the re-run's manifest; absent, it is unsigned, whatever the program says. */
    public Rerun signedBy(Path key) {
        this.signingKey = key;
        return this;
    }

    /** Where the program starts; by default where it started, or the working directory if that is gone. */
    public Rerun workingDirectory(Path directory) {
        this.workingDirectory = directory;
        return this;
    }

    /** The class path in place of the recorded one. */
    public Rerun classPath(String classPath) {
        this.classPath = classPath;
        return this;
    }

    /** The place of the input called {@code name}, in place of the recorded one. */
    public Rerun input(String name, Path path) {
        inputs.put(name, path.toAbsolutePath());
        return this;
    }

    /**
     * Another value for a recorded parameter.
     *
     * @throws UsageException if the run had no such parameter, or {@code value} is not of its type
     */
    public Rerun parameter(String name, String value) {
        ParameterValue recorded = parameters.get(name);
        if (recorded == null) {
            throw new UsageException("parameter " + name, "the run had none of that name, only " + parameters.keySet());
        }
        parameters.put(name, ParameterValue.parse("parameter " + name, recorded.type(), value));
        return this;
    }

    /** The next of the arguments that were recorded as {@code <redacted>}. */
    public Rerun secret(String argument) {
        secrets.add(argument);
        return this;
    }

    /**
     * Compares each step of training with the original's trace while it trains, and stops at the first that differs. A
     * re-run that takes fewer steps, or more, has diverged too, whatever its results.
     */
    public Rerun stopAtDivergence() {
        this.stopping = true;
        return this;
    }

    /** Lets what the program prints on standard output come out on standard error. */
    public Rerun outputOnError() {
        this.outputOnError = true;
        return this;
    }

    /**
     * Runs again and compares.
     *
     * @throws NotRerunnableException if something the program needs is not here
     * @throws UsageException if the program asks for a parameter with another type than was recorded
     * @throws UnreadableException if the original's trace is needed and is not there, or is none
     */
    public RerunResult run() {
        SortedMap<String, String> tracing = tracing();
        Path runs = runsDirectory == null ? runsOfOriginal() : runsDirectory;
        PinnedJvm jvm = jvm(runs).with(tracing);
        RecordedFiles opened = opened();
        opened.changes().forEach(change -> System.err.println("reprorun: " + change));
        int status = run(jvm, opened, outputOnError ? PinnedJvm::runWithOutputOnError : PinnedJvm::run);
        return result(directory(runs, jvm), status);
    }

    /**
     * Runs again, but only as far as the end of one step of training, and in silence: each step is traced in full, and the
     * arrays of the last are kept.
     *
     * @param steps the number of steps of its trace, of all networks together, to stop after; at least 1
     * @param folder for all that the replay makes; there is nothing in it yet
     * @throws NotRerunnableException if something the program needs is not here
     */
    public Replay replay(long steps, Path folder) {
        Path runs = folder.resolve("runs");
        PinnedJvm jvm = jvm(runs);
        Path tensors = folder.resolve("arrays");
        SortedMap<String, String> properties = new TreeMap<>();
        properties.put(Replay.TRACE_PROPERTY, "full");
        properties.put(Replay.STEPS_PROPERTY, Long.toString(steps));
        properties.put(Replay.ARRAYS_PROPERTY, tensors.toAbsolutePath().toString());
        Path output = folder.resolve("output.log");
        int status = run(jvm.with(properties), opened(), each -> each.runWithOutputTo(output));
        return new Replay(directory(runs, jvm), new TensorFolder(tensors), output, status);
    }

    /**
     * Digests code and inputs again: what is run again is this run only if they are what they were.
     *
     * @throws NotRerunnableException if one is another, or is not here
     */
    public void requireSameOrigin() {
        PinnedProfile profile = profile();
        requireInputs(Path.of(profile.workingDirectory()));
        opened().changes().stream().findFirst().ifPresent(change -> {
            throw new NotRerunnableException(original.directory().toString(), change);
        });
        new SameOrigin(definition()).require(profile, inputs, runsOfOriginal());
    }

    private RecordedFiles opened() {
        return RecordedFiles.of(original, Path.of(profile().workingDirectory()));
    }

    private static Path directory(Path runs, PinnedJvm jvm) {
        return runs.resolve(jvm.plan().runName()).resolve(jvm.plan().runId());
    }

    private PinnedJvm jvm(Path runs) {
        String mainClass = definition().mainClass().fold(value -> value, reason -> {
            throw new NotRerunnableException(original.directory().toString(), "its main class is not known: " + reason);
        });
        PinnedProfile profile = profile();
        requireInputs(Path.of(profile.workingDirectory()));
        if (signingKey != null) {
            SigningKey.read(signingKey); // Said now, not by the program that would start with it.
        }
        LaunchPlan plan = new LaunchPlan(
                definition().name(),
                RunId.draw(ReproducibleRun.CLOCK.instant(), new SplittableRandom()),
                definition().seed(),
                false,
                profile,
                false,
                false,
                Optional.of(runs.toAbsolutePath()),
                LaunchPlan.Signing.with(Optional.ofNullable(signingKey).map(Path::toAbsolutePath)),
                parameters,
                inputs,
                MachineCheck.numerics(definition().environment()));
        Path java = executable == null ? PinnedJvm.java(System.getenv()) : PinnedJvm.requireExecutable(executable);
        List<String> arguments = RecordedArguments.complete(definition().arguments(), secrets);
        return new PinnedJvm(
                java, PinnedJvm.library(), mainClass, WrappedMain.program(mainClass, arguments), arguments, plan);
    }

    /** What the re-run is told of the original's trace, which is read before anything is started. */
    private SortedMap<String, String> tracing() {
        SortedMap<String, String> properties = new TreeMap<>();
        Path trace = original.directory().resolve(TraceWriter.FILE_NAME);
        if (!Files.exists(trace)) {
            if (stopping) {
                throw new UnreadableException(trace.toString(), "the run left no trace to compare with");
            }
            return properties;
        }
        try (TraceReader reader = stopping ? TraceReader.open(trace) : TraceReader.openVerified(trace)) {
            properties.put(TRACE_PROPERTY, reader.path().toString());
            properties.put(STOP_PROPERTY, Boolean.toString(stopping));
        } catch (RefusedException e) {
            throw new UnreadableException(trace.toString(), "the trace is damaged: " + e.getMessage(), e);
        }
        return properties;
    }

    private int run(PinnedJvm jvm, RecordedFiles opened, ToIntFunction<PinnedJvm> start) {
        if (!WrappedMain.isWrapped(jvm.mainClass())) {
            return start.applyAsInt(jvm);
        }
        OutputPlaces places = new OutputPlaces(
                Path.of(jvm.plan().profile().workingDirectory()),
                jvm.plan().runsDirectory().orElseThrow(),
                WrappedProgram.of(jvm.arguments()).outputs().stream()
                        .map(Path::of)
                        .toList());
        FormerOutputs former = FormerOutputs.remove(original, places, opened.paths());
        try {
            return start.applyAsInt(jvm);
        } finally {
            former.putBack();
        }
    }

    /** Where the original's directory lies among others, or the usual place if it was taken elsewhere. */
    private Path runsOfOriginal() {
        Path directory = original.directory();
        Path id = Path.of(definition().name(), original.manifest().details().invocationId());
        Path runs = directory.resolve("../..").normalize();
        return runs.resolve(id).equals(directory) ? runs : Path.of("runs");
    }

    private RerunResult result(Path directory, int status) {
        if (!Files.exists(directory)) {
            if (status == ReproducibleRun.USAGE_STATUS) {
                throw new UsageException("re-run", "it was refused before it began, for the reason given above");
            }
            throw new NotRerunnableException(
                    "re-run",
                    status == ReproducibleRun.UNSUPPORTED_STATUS
                            ? "it was refused on this machine before it trained, for the reason given above"
                            : "the program ended with status " + status + " before its run began");
        }
        if (!Files.exists(directory.resolve(Manifest.FILE_NAME))) {
            return RerunResult.withoutManifest(status);
        }
        Manifest manifest = ManifestJson.read(directory);
        RunResult rerun = new RunResult(directory, manifest);
        if (manifest.details().isStoppedAtDivergence()) {
            return RerunResult.diverged(rerun, Comparison.upToStop(original.manifest(), manifest));
        }
        if (manifest.details().status() != RunStatus.SUCCEEDED && !brokeExpectation(manifest, status)) {
            return RerunResult.failed(rerun, status);
        }
        Comparison comparison =
                Comparison.between(original.manifest(), manifest, RecordedValues.of(original.directory(), directory));
        return (stopping || isTraceAllThatIsLeft()) && !hasEqualTrace(directory)
                ? RerunResult.diverged(rerun, comparison)
                : RerunResult.compared(rerun, comparison);
    }

    /** Whether there is nothing else by which to tell that the trainings were the same. */
    private boolean isTraceAllThatIsLeft() {
        Manifest manifest = original.manifest();
        return manifest.metrics().isEmpty()
                && manifest.series().isEmpty()
                && manifest.subjects().keySet().stream().noneMatch(name -> name.startsWith(Manifest.OUTPUTS))
                && Files.exists(original.directory().resolve(TraceWriter.FILE_NAME));
    }

    /** Whether the re-run took the same steps, and no fewer. */
    private boolean hasEqualTrace(Path rerun) {
        Path trace = rerun.resolve(TraceWriter.FILE_NAME);
        if (!Files.exists(trace)) {
            return false;
        }
        try (TraceReader expected = TraceReader.open(original.directory().resolve(TraceWriter.FILE_NAME));
                TraceReader actual = TraceReader.open(trace)) {
            return TraceComparison.firstDivergence(expected, actual).isEmpty();
        }
    }

    /** Such a run trained to the end: there is all that there is to compare. */
    private static boolean brokeExpectation(Manifest manifest, int status) {
        String cause = manifest.details().cause().orElse("");
        return status == ReproducibleRun.BROKEN_EXPECTATION_STATUS
                && cause.startsWith(BrokenExpectationException.class.getName());
    }

    private RunDefinition definition() {
        return original.manifest().definition();
    }

    private PinnedProfile profile() {
        PinnedProfile recorded = definition().profile();
        List<String> entries = classPath == null
                ? recorded.classPath()
                : ClassPath.parse(classPath).entries();
        for (String entry : entries) {
            if (!Files.exists(Path.of(entry))) {
                throw new NotRerunnableException(entry, "is on the class path, but not here; give another class path");
            }
        }
        return new PinnedProfile(
                recorded.name(),
                recorded.threads(),
                recorded.environment(),
                recorded.jvmOptions(),
                entries,
                startIn(Path.of(recorded.workingDirectory())).toString());
    }

    private Path startIn(Path recorded) {
        if (workingDirectory != null) {
            return workingDirectory.toAbsolutePath();
        }
        return Files.isDirectory(recorded) ? recorded : Path.of("").toAbsolutePath();
    }

    private void requireInputs(Path workingDirectory) {
        for (Resource input : definition().dependencies(RunDefinition.KIND_INPUT)) {
            if (RecordedFiles.isOpened(input)) {
                requireNoOtherPlace(input.name());
                continue;
            }
            Path recorded = Path.of(input.annotations().getOrDefault(InputLedger.PATH, ""));
            Path path = inputs.getOrDefault(input.name(), workingDirectory.resolve(recorded));
            if (!Files.exists(path)) {
                throw new NotRerunnableException(
                        path.toString(), "the input \"" + input.name() + "\" is not here; say where it is");
            }
        }
    }

    private void requireNoOtherPlace(String input) {
        if (inputs.containsKey(input)) {
            throw new UsageException(
                    "input \"" + input + "\"", "was opened by the program itself, which cannot be told another place");
        }
    }
}
