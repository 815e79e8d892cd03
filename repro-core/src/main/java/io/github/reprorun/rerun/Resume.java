package io.github.reprorun.rerun;

import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
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
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.launch.Signing;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final boolean hasCheckpoints;
    private final List<String> secrets = new ArrayList<>();
    private @Nullable Path signingKey;

    private Resume(Path directory, RunDefinition definition, RecordedStart facts, boolean hasCheckpoints) {
        this.directory = directory;
        this.definition = definition;
        this.facts = facts;
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
        Path directory = runDirectory.toAbsolutePath().normalize();
        RunDirectoryOpener.requireNotSucceeded(directory);
        JournalFile journal = JournalFile.read(directory);
        if (RunLock.isHeld(directory)) {
            throw new UnwritableException(directory.toString(), "another process is writing this run");
        }
        try {
            requireOwn(directory);
            return new Resume(
                    directory,
                    RunHistory.definition(journal, directory),
                    RunHistory.startFacts(journal, directory),
                    RunDirectory.hasCheckpoints(directory));
        } catch (IOException e) {
            throw new UnwritableException(directory.toString(), "the run cannot be resumed there (" + e + ")", e);
        }
    }

    /** The private key that signs the manifest, in place of the one the run began with. */
    public Resume signedBy(Path key) {
        this.signingKey = key;
        return this;
    }

    /** The next of the arguments that were recorded as {@code <redacted>}. */
    public Resume secret(String argument) {
        secrets.add(argument);
        return this;
    }

    /**
     * Resumes the run with this JVM's standard streams.
     *
     * @return the exit status of the pinned JVM
     * @throws NotRerunnableException if the run has checkpoints and its code or an input changed: its results would
     *     come from two programs
     */
    public int run() {
        String mainClass = definition.mainClass().fold(WrappedProgram::startable, reason -> {
            throw new NotRerunnableException(directory.toString(), "its main class is not known: " + reason);
        });
        List<String> arguments = RecordedArguments.complete(definition.arguments(), secrets);
        requireSame(definition.profile());
        return jvm(mainClass, arguments).run();
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
        requireSame(new PinnedProfile(
                recorded.name(),
                recorded.threads(),
                recorded.environment(),
                recorded.jvmOptions(),
                classPath,
                recorded.workingDirectory()));
        return jvm(mainClass, arguments).run();
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
            new SameOrigin(definition).require(profile, facts.inputs(), runsDirectory());
        }
    }

    private Path runsDirectory() {
        return RunsDirectory.above(directory).path();
    }

    private PinnedJvm jvm(String mainClass, List<String> arguments) {
        Signing signing = signingKey == null ? facts.signing() : Signing.with(Optional.of(signingKey.toAbsolutePath()));
        LaunchPlan plan = new LaunchPlan(
                new RunIdentity(definition.name(), directory.getFileName().toString(), facts.parent()),
                new SeedChoice(definition.seed(), facts.seedWasDrawn()),
                withSecretOptions(definition.profile()),
                new Conditions(true, facts.strict(), Collections.emptySortedMap()),
                new Overrides(
                        Optional.of(runsDirectory()),
                        signing,
                        definition.parameters(),
                        facts.inputs(),
                        facts.labels()));
        return new PinnedJvm(
                        PinnedJvm.java(System.getenv()),
                        PinnedJvm.library(),
                        mainClass,
                        WrappedProgram.program(mainClass, arguments),
                        arguments,
                        plan)
                .with(DeclaredVariables.of(definition.environment(), System.getenv()));
    }

    /** {@code recorded}, with its secret options, which no journal holds, taken from this JVM's. */
    private static PinnedProfile withSecretOptions(PinnedProfile recorded) {
        if (recorded.jvmOptions().stream().noneMatch(option -> option.contains(Redaction.MARK))) {
            return recorded;
        }
        List<String> here = PinnedJvm.optionsOfThisJvm();
        List<String> redacted = Redaction.ofArguments(here);
        List<String> options = new ArrayList<>();
        for (String option : recorded.jvmOptions()) {
            int at = redacted.indexOf(option);
            if (option.contains(Redaction.MARK) && at < 0) {
                throw new NotRerunnableException(
                        "JVM option " + option,
                        "was a secret and is not recorded; give it to the JVM that resumes the run");
            }
            options.add(option.contains(Redaction.MARK) ? here.get(at) : option);
        }
        return new PinnedProfile(
                recorded.name(),
                recorded.threads(),
                recorded.environment(),
                options,
                recorded.classPath(),
                recorded.workingDirectory());
    }

    /** Where the system knows only user numbers, this process's user has no name, so a new file tells its owner. */
    private static void requireOwn(Path directory) throws IOException {
        Path own = Files.createTempFile("reprorun-owner", null);
        try {
            UserPrincipal owner = Files.getOwner(directory);
            if (!owner.equals(Files.getOwner(own))) {
                throw new UsageException(
                        directory.toString(),
                        "belongs to " + owner.getName() + "; only runs of your own can be resumed");
            }
        } finally {
            Files.delete(own);
        }
    }
}
