package io.github.reprorun.rerun;

import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.internal.directory.RecordedStart;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunDirectoryOpener;
import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.directory.RunLock;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.follow.WrappedProgram;
import io.github.reprorun.internal.journal.JournalFile;
import io.github.reprorun.internal.launch.Conditions;
import io.github.reprorun.internal.launch.DeclaredVariables;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.Overrides;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.internal.launch.RunTurn;
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.launch.Signing;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.internal.run.LaunchRequest;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.signing.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Continues a run that was killed, stopped or failed from its last checkpoint, in a pinned JVM like the first. It
 * acts on the run's journal, which is not signed: resume runs of your own only. A mutable builder, to be used by one
 * thread.
 */
public final class Resume {
    /** The system property that makes a program that calls {@code launch} resume the run directory it names. */
    public static final String PROPERTY = "reprorun.resume";

    private final Path directory;
    private final RunDefinition definition;
    private final RecordedStart facts;
    private final Optional<TrustedKey> signer;
    private final boolean hasCheckpoints;
    private final List<String> secrets = new ArrayList<>();
    private final SortedMap<String, Path> inputs = new TreeMap<>();
    private @Nullable List<String> options;
    private @Nullable Path signingKey;
    private @Nullable TrustPolicy policy;
    private @Nullable Path workingDirectory;
    private @Nullable String classPath;
    private @Nullable Path output;

    private Resume(
            Path directory,
            RunDefinition definition,
            RecordedStart facts,
            Optional<TrustedKey> signer,
            boolean hasCheckpoints) {
        this.directory = directory;
        this.definition = definition;
        this.facts = facts;
        this.signer = signer;
        this.hasCheckpoints = hasCheckpoints;
    }

    /**
     * Begins the description of how the run in {@code runDirectory} is resumed.
     *
     * @throws UsageException if the run has succeeded
     * @throws UnwritableException if another process is writing it
     * @throws io.github.reprorun.failure.UnreadableException if there is no journal to resume from
     */
    public static Resume of(Path runDirectory) {
        try {
            Path directory = Files.isSymbolicLink(runDirectory)
                    ? runDirectory.toRealPath()
                    : runDirectory.toAbsolutePath().normalize();
            if (JournalFile.isIn(directory)) {
                RunDirectoryOpener.requireOwn(directory);
            }
            RunDirectoryOpener.requireNotSucceeded(directory);
            JournalFile journal = JournalFile.read(directory);
            if (RunLock.isHeld(directory)) {
                throw new UnwritableException(directory.toString(), "another process is writing this run");
            }
            RunDefinition definition = RunHistory.definition(journal, directory);
            requireAt(directory, definition.name());
            return new Resume(
                    directory,
                    definition,
                    RunHistory.startFacts(journal, directory),
                    RunHistory.signer(journal, directory),
                    RunDirectory.hasCheckpoints(directory));
        } catch (IOException e) {
            throw new UnwritableException(runDirectory.toString(), "the run cannot be resumed there (" + e + ")", e);
        }
    }

    /** The run is reopened by its name and id, so that they must lead here. */
    private static void requireAt(Path directory, String name) {
        Path parent = directory.getParent();
        if (parent == null || !name.equals(String.valueOf(parent.getFileName()))) {
            throw new UsageException(
                    directory.toString(),
                    "has the journal of a run called \"" + name + "\", so it has to lie in a folder of" + " that name");
        }
    }

    /**
     * Whether the run is the one called {@code name} that its program came to as number {@code number} of that name, from
     * 1.
     */
    public boolean continues(String name, int number) {
        return definition.name().equals(name)
                && RunTurn.numberIn(definition.profile().jvmOptions()) == number;
    }

    /** The private key that signs the manifest, in place of the one the run began with. */
    public Resume signedBy(Path key) {
        this.signingKey = key;
        return this;
    }

    /**
     * Whose signature is trusted, in place of the key that the run's journal names, if the interrupted run left a signed
     * manifest.
     */
    public Resume trusting(TrustPolicy trusted) {
        this.policy = trusted;
        return this;
    }

    /** A file to which the pinned JVM's output on both streams is appended, in place of this JVM's streams. */
    public Resume outputTo(Path file) {
        this.output = file;
        return this;
    }

    /** The next of the arguments that were recorded as {@code <redacted>}. */
    public Resume secret(String argument) {
        secrets.add(argument);
        return this;
    }

    /** Options of the JVM, among them those that were recorded as {@code <redacted>}; otherwise they are sought in this JVM's. */
    public Resume secretOptions(List<String> jvmOptions) {
        this.options = List.copyOf(jvmOptions);
        return this;
    }

    /** Where the program starts, if what was there lies elsewhere now. */
    public Resume workingDirectory(Path directory) {
        this.workingDirectory = directory;
        return this;
    }

    /** The class path in place of the recorded one; with checkpoints, the code on it must be what was recorded. */
    public Resume classPath(String entries) {
        this.classPath = entries;
        return this;
    }

    /** The place of the input called {@code name}, which must be what was recorded. */
    public Resume input(String name, Path path) {
        inputs.put(name, path.toAbsolutePath());
        return this;
    }

    /**
     * Resumes the run with this JVM's standard streams.
     *
     * @return the exit status of the pinned JVM
     * @throws NotRerunnableException if the run has checkpoints and its code or an input changed: its results would
     *     come from two programs
     * @throws io.github.reprorun.failure.RefusedException if the run has a signed manifest, and its signature or a file
     *     does not match it
     */
    public int run() {
        requireIntact();
        String mainClass = definition.mainClass().fold(WrappedProgram::startable, reason -> {
            throw new NotRerunnableException(directory.toString(), "its main class is not known: " + reason);
        });
        List<String> arguments = RecordedArguments.complete(definition.arguments(), secrets);
        PinnedProfile profile = profile();
        requireSame(profile);
        PinnedJvm jvm = jvm(mainClass, arguments, profile);
        int status = output == null ? jvm.run() : jvm.runWithOutputTo(output);
        return LaunchRequest.statusOfResumed(directory, status);
    }

    /**
     * As {@link #run()}, for a program that knows how it is started itself: it must be started as the run was.
     *
     * @param classPath of the program
     * @param seed that the program chose, if it did
     * @param parameters given as text
     */
    public int run(
            String mainClass,
            List<String> arguments,
            List<String> classPath,
            Optional<Seed> seed,
            Map<String, String> parameters) {
        requireIntact();
        requireSame("main class", definition.mainClass().fold(value -> value, reason -> mainClass), mainClass);
        requireSame("arguments", definition.arguments(), Redaction.ofArguments(arguments));
        seed.ifPresent(chosen -> requireSame("seed", definition.seed(), chosen));
        parameters.forEach((name, value) -> {
            ParameterValue recorded = definition.parameters().get(name);
            if (recorded != null) {
                String subject = "parameter " + name;
                requireSame(subject, recorded, ParameterValue.parse(subject, recorded.type(), value));
            }
        });
        PinnedProfile recorded = definition.profile();
        PinnedProfile profile = new PinnedProfile(
                recorded.name(),
                recorded.threads(),
                recorded.environment(),
                recorded.jvmOptions(),
                classPath,
                recorded.workingDirectory());
        requireSame(profile);
        return LaunchRequest.statusOfResumed(
                directory, jvm(mainClass, arguments, profile).run());
    }

    /**
     * A signed manifest says what the run left, so that must be there before anything is acted on. A process that is
     * killed while it writes or removes the manifest leaves no manifest, or an envelope alone.
     */
    private void requireIntact() {
        if (!Files.exists(directory.resolve(Manifest.FILE_NAME))) {
            return;
        }
        Optional<TrustPolicy> trusted = policy == null ? signer.map(TrustPolicy::of) : Optional.of(policy);
        if (trusted.isPresent()) {
            VerifiedRun unused = VerifiedRun.verify(directory, trusted.get());
        } else if (Files.exists(directory.resolve(Manifest.ENVELOPE_FILE_NAME))) {
            throw new UsageException(
                    directory.toString(),
                    "has a signed manifest, and its journal does not say by whom; say whose signature is believed:"
                            + " --trusted-key or --policy");
        }
    }

    private static void requireSame(String subject, Object recorded, Object now) {
        if (!recorded.equals(now)) {
            throw new NotRerunnableException(
                    subject, "the run to be resumed began with " + recorded + ", not with " + now);
        }
    }

    /** If nothing was saved, the run begins anew, with whatever is there now. */
    private void requireSame(PinnedProfile profile) {
        if (hasCheckpoints) {
            inputs.keySet().forEach(this::requireInput);
            new SameOrigin(definition, directory).require(profile, places(), runsDirectory());
        }
    }

    private void requireInput(String name) {
        String subject = "input \"" + name + "\"";
        InputResource recorded = definition.inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(subject, "the run has no input of that name"));
        if (recorded.origin() == InputResource.Origin.OPENED) {
            throw new UsageException(subject, "was opened by the program itself, which cannot be told another place");
        }
    }

    /**
     * The recorded profile, where the program lies now.
     *
     * @throws NotRerunnableException if its directory is not there
     */
    private PinnedProfile profile() {
        PinnedProfile recorded = definition.profile();
        Path directory = workingDirectory == null
                ? Path.of(recorded.workingDirectory())
                : workingDirectory.toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw new NotRerunnableException(
                    directory.toString(),
                    "the program started there and it is no folder now; say where the program lies with --directory,"
                            + " and what else lies elsewhere with --class-path and --input");
        }
        return new PinnedProfile(
                recorded.name(),
                recorded.threads(),
                recorded.environment(),
                recorded.jvmOptions(),
                classPath == null
                        ? recorded.classPath()
                        : ClassPath.parse(classPath).entries(),
                directory.toString());
    }

    private SortedMap<String, Path> places() {
        SortedMap<String, Path> places = new TreeMap<>(facts.inputs());
        places.putAll(inputs);
        return places;
    }

    private Path runsDirectory() {
        return RunsDirectory.above(directory).path();
    }

    private PinnedJvm jvm(String mainClass, List<String> arguments, PinnedProfile profile) {
        Signing signing = signingKey == null ? facts.signing() : Signing.with(Optional.of(signingKey.toAbsolutePath()));
        LaunchPlan plan = new LaunchPlan(
                new RunIdentity(definition.name(), directory.getFileName().toString(), facts.parent()),
                new SeedChoice(definition.seed(), facts.seedWasDrawn()),
                withSecretOptions(profile),
                new Conditions(true, facts.strict(), Collections.emptySortedMap()),
                new Overrides(
                        Optional.of(runsDirectory()), signing, definition.parameters(), places(), facts.labels()));
        return new PinnedJvm(
                        PinnedJvm.java(System.getenv()),
                        PinnedJvm.library(),
                        mainClass,
                        WrappedProgram.program(mainClass, arguments),
                        arguments,
                        plan)
                .with(DeclaredVariables.of(definition.environment(), System.getenv()));
    }

    /** {@code recorded}, with its secret options, which no journal holds, taken from those that were given or this JVM's. */
    private PinnedProfile withSecretOptions(PinnedProfile recorded) {
        if (recorded.jvmOptions().stream().noneMatch(option -> option.contains(Redaction.MARK))) {
            return recorded;
        }
        List<String> here = options == null ? PinnedJvm.optionsOfThisJvm() : options;
        List<String> redacted = Redaction.ofArguments(here);
        List<String> restored = new ArrayList<>();
        for (String option : recorded.jvmOptions()) {
            int at = redacted.indexOf(option);
            if (option.contains(Redaction.MARK) && at < 0) {
                throw new NotRerunnableException(
                        "JVM option " + option,
                        "was a secret and is not recorded; give it to the JVM that resumes the run");
            }
            restored.add(option.contains(Redaction.MARK) ? here.get(at) : option);
        }
        return new PinnedProfile(
                recorded.name(),
                recorded.threads(),
                recorded.environment(),
                restored,
                recorded.classPath(),
                recorded.workingDirectory());
    }
}
