package io.github.reprorun.rerun;

import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RepetitionProperties;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.spi.Repetition;
import io.github.reprorun.tensor.TensorFolder;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a verified run again, in a fresh pinned JVM with the recorded options, class path, arguments, parameters, seed and
 * numerics profile, and compares. It acts on nothing in a manifest before the manifest is verified, and therefore takes
 * a {@link VerifiedRun}. A mutable builder, to be used by one thread.
 */
public final class Rerun {
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
    private boolean acceptingCode;

    private Rerun(VerifiedRun original) {
        this.original = original;
        this.parameters = new TreeMap<>(definition().parameters());
    }

    /** Begins the description of a re-run of {@code run}. */
    public static Rerun of(VerifiedRun run) {
        return new Rerun(run);
    }

    /**
     * Requires that the inputs of {@code run} are what they were, where they lay, without running anything.
     *
     * @throws NotRerunnableException if one of them changed, or is not there
     * @throws UnreadableException if one cannot be read
     */
    public static void requireInputs(VerifiedRun run) {
        RunDefinition definition = run.manifest().definition();
        Path workingDirectory = Path.of(definition.profile().workingDirectory());
        RecordedReads.of(run, workingDirectory).changes().stream().findFirst().ifPresent(change -> {
            throw new NotRerunnableException(run.directory().toString(), change);
        });
        new SameOrigin(definition, run.directory()).requireInputs(workingDirectory, Map.of());
    }

    /** The {@code java} to start; by default the one that {@code REPRORUN_JAVA} names, otherwise this JVM's own. */
    public Rerun java(Path executable) {
        this.executable = executable;
        return this;
    }

    /** Where the re-run's directory is made; by default the runs directory that the original lies in. */
    public Rerun runsDirectory(Path directory) {
        this.runsDirectory = directory;
        return this;
    }

    /**
     * The private key that signs the re-run's manifest; without it the manifest is unsigned, whatever the program says.
     */
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
     * A different value for a recorded parameter.
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

    /**
     * Continues if the code is not what the run had, by content; otherwise {@link #run()} refuses it. The result names the
     * other code, and its verdict line says so.
     */
    public Rerun acceptOtherCode() {
        this.acceptingCode = true;
        return this;
    }

    /** Lets what the program prints on standard output come out on standard error. */
    public Rerun outputOnError() {
        this.outputOnError = true;
        return this;
    }

    /**
     * Digests the code that would be started, runs again and compares. The verdict, with the digest of the run that was
     * repeated, is kept in the directory of a re-run that ends with a manifest, as {@link io.github.reprorun.reproduction.Reproduction#FILE_NAME}.
     *
     * @throws NotRerunnableException if something the program needs is not here, or if the code is other code that was not
     *     {@linkplain #acceptOtherCode() accepted}
     * @throws UsageException if the program asks for a parameter with a type other than the recorded one
     * @throws UnreadableException if the original's trace is needed and is not there, or is not a trace
     */
    public RerunResult run() {
        Repetition repetition = repetition();
        RerunPlan plan = plan();
        RunsDirectory runs = runsDirectory == null ? plan.runs() : new RunsDirectory(runsDirectory);
        PinnedJvm jvm = jvm(plan, runs).with(RepetitionProperties.of(repetition));
        plan.opened().changes().forEach(change -> System.err.println("reprorun: " + change));
        try (DisplacedOutputs former = plan.displaced(jvm)) {
            OtherCode other = plan.requireCode(acceptingCode, former.paths());
            former.remove();
            int status = outputOnError ? jvm.runWithOutputOnError() : jvm.run();
            RerunResult result = new RerunOutcome(original, stopping, other)
                    .of(runs.run(jvm.plan().run()), status)
                    .of(original);
            keep(result);
            return result;
        }
    }

    /** The verdict is told in any case, and only kept if the disk has room for it. */
    private static void keep(RerunResult result) {
        try {
            result.reproduction()
                    .ifPresent(
                            verdict -> verdict.keepIn(result.run().orElseThrow().directory()));
        } catch (UnwritableException e) {
            System.err.println("reprorun: " + e.getMessage());
        }
    }

    /**
     * Runs again, but only as far as the end of one step of training, and in silence: each step is traced in full, and the
     * arrays of the last are kept.
     *
     * @param steps the number of steps of its trace, of all networks together, to stop after; at least 1
     * @param folder for all that the replay makes; there is nothing in it yet
     * @throws NotRerunnableException if something the program needs is not here
     * @throws UsageException if {@code steps} is less than 1
     */
    public Replay replay(long steps, Path folder) {
        RunsDirectory runs = new RunsDirectory(folder.resolve("runs"));
        RerunPlan plan = plan();
        Path tensors = folder.resolve("arrays");
        PinnedJvm jvm = jvm(plan, runs).with(RepetitionProperties.of(Repetition.upTo(steps, tensors)));
        Path output = folder.resolve("output.log");
        try (DisplacedOutputs former = plan.displaced(jvm)) {
            former.remove();
            int status = jvm.runWithOutputTo(output);
            return new Replay(runs.run(jvm.plan().run()), new TensorFolder(tensors), output, status);
        }
    }

    /**
     * Digests code and inputs again: a re-run repeats this run only if they are unchanged.
     *
     * @throws NotRerunnableException if one of them changed, or is not here
     */
    public void requireSameOrigin() {
        plan().requireSameOrigin();
    }

    private RerunPlan plan() {
        return RerunPlan.of(
                original, Optional.ofNullable(classPath), Optional.ofNullable(workingDirectory), parameters, inputs);
    }

    private PinnedJvm jvm(RerunPlan plan, RunsDirectory runs) {
        Path java = executable == null ? PinnedJvm.java(System.getenv()) : PinnedJvm.requireExecutable(executable);
        return plan.jvm(runs, java, Optional.ofNullable(signingKey), secrets);
    }

    /** The instructions for the re-run; reads the original's trace before anything starts. */
    private Repetition repetition() {
        Path trace = original.directory().resolve(TraceWriter.FILE_NAME);
        if (!Files.exists(trace)) {
            if (stopping) {
                throw new UnreadableException(trace.toString(), "the run left no trace to compare with");
            }
            return Repetition.none();
        }
        try (TraceReader reader = stopping ? TraceReader.open(trace) : TraceReader.openVerified(trace)) {
            return Repetition.of(reader.path(), stopping);
        } catch (RefusedException e) {
            throw new UnreadableException(trace.toString(), "the trace is damaged: " + e.getMessage(), e);
        }
    }

    private RunDefinition definition() {
        return original.manifest().definition();
    }
}
