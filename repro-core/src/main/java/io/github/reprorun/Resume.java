package io.github.reprorun;

import io.github.reprorun.environment.Redaction;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.journal.JournalFile;
import io.github.reprorun.journal.RunLock;
import io.github.reprorun.launch.LaunchPlan;
import io.github.reprorun.launch.PinnedJvm;
import io.github.reprorun.manifest.RunDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes up a run that was killed, stopped or failed where its last checkpoint left it, in a pinned JVM like the first. It
 * acts on the run's journal, which is not signed: resume runs of your own only. A mutable builder, to be used by one
 * thread.
 */
public final class Resume {
    /** The system property that makes {@link ReproducibleRun#launch} resume the run directory it names. */
    public static final String PROPERTY = "repro.resume";

    private final Path directory;
    private final RunDefinition definition;
    private final StartFacts facts;
    private final List<String> secrets = new ArrayList<>();
    private @Nullable Path signingKey;

    private Resume(Path directory, RunDefinition definition, StartFacts facts) {
        this.directory = directory;
        this.definition = definition;
        this.facts = facts;
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
        RunOpening.requireNotSucceeded(directory);
        JournalFile journal = JournalFile.read(directory);
        if (RunLock.isHeld(directory)) {
            throw new UnwritableException(directory.toString(), "another process is writing this run");
        }
        requireOwn(directory);
        return new Resume(
                directory,
                RunJournalRecord.definition(journal, directory),
                RunJournalRecord.startFacts(journal, directory));
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
     */
    public int run() {
        String mainClass = definition.mainClass().fold(value -> value, reason -> {
            throw new NotRerunnableException(directory.toString(), "its main class is not known: " + reason);
        });
        return jvm(mainClass, RecordedArguments.complete(definition.arguments(), secrets))
                .run();
    }

    /** As {@link #run()}, for a program that knows its main class and its arguments itself. */
    int run(String mainClass, List<String> arguments) {
        if (!Redaction.ofArguments(arguments).equals(definition.arguments())) {
            throw new UsageException(
                    PROPERTY, "the run began with the arguments " + definition.arguments() + ", not with these");
        }
        return jvm(mainClass, arguments).run();
    }

    private PinnedJvm jvm(String mainClass, List<String> arguments) {
        LaunchPlan plan = new LaunchPlan(
                definition.name(),
                directory.getFileName().toString(),
                definition.seed(),
                facts.seedWasDrawn(),
                definition.profile(),
                true,
                facts.strict(),
                Optional.of(directory.resolve("../..").normalize()),
                signingKey == null
                        ? facts.signing()
                        : LaunchPlan.Signing.with(Optional.of(signingKey.toAbsolutePath())),
                definition.parameters(),
                facts.inputs(),
                new TreeMap<>());
        return new PinnedJvm(
                PinnedJvm.java(System.getenv()),
                PinnedJvm.library(),
                mainClass,
                WrappedMain.program(mainClass, arguments),
                arguments,
                plan);
    }

    private static void requireOwn(Path directory) {
        try {
            String owner = Files.getOwner(directory).getName();
            String user = System.getProperty("user.name");
            if (!owner.equals(user)) {
                throw new UsageException(
                        directory.toString(), "belongs to " + owner + "; only runs of your own can be resumed");
            }
        } catch (IOException e) {
            throw new UnwritableException(directory.toString(), "its owner cannot be told (" + e + ")", e);
        }
    }
}
