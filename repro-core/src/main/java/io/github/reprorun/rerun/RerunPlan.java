package io.github.reprorun.rerun;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.internal.directory.RunId;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.follow.OutputPlaces;
import io.github.reprorun.internal.follow.WrappedProgram;
import io.github.reprorun.internal.launch.Conditions;
import io.github.reprorun.internal.launch.DeclaredVariables;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.Overrides;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.launch.Signing;
import io.github.reprorun.internal.run.MachineClock;
import io.github.reprorun.internal.run.ProcessorCheck;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * The parts of a run, found on this machine to run it again. Immutable, hence safe to share between threads.
 *
 * @param original the run to repeat
 * @param profile the recorded one, with the class path and the working directory of here
 * @param parameters values that replace the program's defaults
 * @param inputs places of inputs that are not where they were
 */
record RerunPlan(
        VerifiedRun original,
        PinnedProfile profile,
        SortedMap<String, ParameterValue> parameters,
        SortedMap<String, Path> inputs) {
    /**
     * Finds it.
     *
     * @param classPath in place of the recorded one
     * @param workingDirectory in place of the recorded one
     * @throws NotRerunnableException if a part of it is not here
     * @throws UsageException if a place is given for an input that the program opens by itself
     */
    static RerunPlan of(
            VerifiedRun original,
            Optional<String> classPath,
            Optional<Path> workingDirectory,
            SortedMap<String, ParameterValue> parameters,
            SortedMap<String, Path> inputs) {
        RerunPlan plan = new RerunPlan(
                original, here(original.manifest().definition(), classPath, workingDirectory), parameters, inputs);
        plan.requireInputs();
        return plan;
    }

    /** Where the original's directory lies among others, or the usual place if it was taken elsewhere. */
    RunsDirectory runs() {
        RunsDirectory above = RunsDirectory.above(original.directory());
        Path usual = above.run(new RunIdentity(
                definition().name(), original.manifest().details().invocationId()));
        return usual.equals(original.directory()) ? above : new RunsDirectory(Path.of("runs"));
    }

    /** The files that the program opened, where they lie now. */
    RecordedReads opened() {
        return RecordedReads.of(original, Path.of(profile.workingDirectory()));
    }

    /**
     * Digests code and inputs again.
     *
     * @throws NotRerunnableException if one of them changed, or is not here
     */
    void requireSameOrigin() {
        opened().changes().stream().findFirst().ifPresent(change -> {
            throw new NotRerunnableException(original.directory().toString(), change);
        });
        origin().require(profile, inputs, runs().path());
    }

    /** The code and the inputs that the original had. */
    SameOrigin origin() {
        return new SameOrigin(definition(), original.directory());
    }

    /**
     * Digests the code that would be started.
     *
     * @param isAccepted whether code other than the original's is
     * @param displaced absolute paths that are not there when it starts
     * @return the code that is different
     * @throws NotRerunnableException if there is other code, and it is not accepted
     */
    OtherCode requireCode(boolean isAccepted, Set<Path> displaced) {
        Set<Path> noCode = new HashSet<>(displaced);
        noCode.add(runs().path());
        OtherCode other = origin().otherCode(profile, noCode);
        if (!other.isNone() && !isAccepted) {
            throw origin().refused(other);
        }
        return other;
    }

    /**
     * The JVM of the re-run, not started yet.
     *
     * @param runs where its directory is made
     * @param java the {@code java} to start
     * @param signingKey the key that signs, or empty for none
     * @param secrets those of the arguments that were recorded as {@code <redacted>}, in order
     */
    PinnedJvm jvm(RunsDirectory runs, Path java, Optional<Path> signingKey, List<String> secrets) {
        String mainClass = definition().mainClass().fold(WrappedProgram::startable, reason -> {
            throw new NotRerunnableException(original.directory().toString(), "its main class is not known: " + reason);
        });
        signingKey.ifPresent(SigningKey::read); // Reported now, not by the program that would start with it.
        LaunchPlan plan = new LaunchPlan(
                new RunIdentity(
                        definition().name(),
                        RunId.draw(MachineClock.UTC.instant(), new SplittableRandom()),
                        original.manifest().parent()),
                new SeedChoice(definition().seed(), false),
                profile,
                new Conditions(
                        false, false, ProcessorCheck.numerics(definition().environment())),
                new Overrides(
                        Optional.of(runs.path()),
                        Signing.with(signingKey.map(Path::toAbsolutePath)),
                        parameters,
                        inputs,
                        original.manifest().labels()));
        List<String> arguments = RecordedArguments.complete(definition().arguments(), secrets);
        return new PinnedJvm(
                        java,
                        PinnedJvm.library(),
                        mainClass,
                        WrappedProgram.program(mainClass, arguments),
                        arguments,
                        plan)
                .with(DeclaredVariables.of(definition().environment(), System.getenv()));
    }

    /** The files that a wrapped program left in place, which are in its way. */
    DisplacedOutputs displaced(PinnedJvm jvm) {
        if (!WrappedProgram.isWrapped(jvm.mainClass())) {
            return DisplacedOutputs.none();
        }
        OutputPlaces places = new OutputPlaces(
                Path.of(jvm.plan().profile().workingDirectory()),
                jvm.plan().overrides().runsDirectory().orElseThrow(),
                WrappedProgram.of(jvm.arguments()).outputs().stream()
                        .map(Path::of)
                        .toList());
        return DisplacedOutputs.find(original, places, opened().paths());
    }

    private RunDefinition definition() {
        return original.manifest().definition();
    }

    private static PinnedProfile here(
            RunDefinition definition, Optional<String> classPath, Optional<Path> workingDirectory) {
        PinnedProfile recorded = definition.profile();
        List<String> entries = classPath.isEmpty()
                ? recorded.classPath()
                : ClassPath.parse(classPath.get()).entries();
        for (String entry : entries) {
            if (!Files.exists(Path.of(entry)) && !wasMissing(definition, Path.of(entry))) {
                throw new NotRerunnableException(entry, "is on the class path, but not here; give another class path");
            }
        }
        return new PinnedProfile(
                recorded.name(),
                recorded.threads(),
                recorded.environment(),
                recorded.jvmOptions(),
                entries,
                workingDirectory
                        .map(Path::toAbsolutePath)
                        .orElseGet(() -> usual(Path.of(recorded.workingDirectory())))
                        .toString());
    }

    /** Whether there was nothing at {@code entry} when the run was recorded either, so that its JVM skipped it too. */
    private static boolean wasMissing(RunDefinition definition, Path entry) {
        for (Resource each : definition.classPath()) {
            boolean isMissing = CodeComparison.MISSING.equals(each.annotations().get(CodeComparison.UNAVAILABLE));
            if (isMissing && entry.endsWith(each.name())) {
                return true;
            }
        }
        return false;
    }

    private static Path usual(Path recorded) {
        return Files.isDirectory(recorded) ? recorded : Path.of("").toAbsolutePath();
    }

    private void requireInputs() {
        Path workingDirectory = Path.of(profile.workingDirectory());
        for (InputResource input : definition().inputs()) {
            if (input.origin() == InputResource.Origin.OPENED) {
                requireNoOtherPlace(input.name());
                continue;
            }
            Path path = inputs.getOrDefault(input.name(), workingDirectory.resolve(input.path()));
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
