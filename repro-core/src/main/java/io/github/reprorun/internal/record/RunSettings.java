package io.github.reprorun.internal.record;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RecordedStart;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.launch.Conditions;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.Overrides;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.log.RunLog;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that is decided before a run starts. Immutable, hence safe to share between threads.
 *
 * @param seedChoice the root seed
 * @param threads the number of native threads
 * @param conditions what the run is held to
 * @param overrides what replaces the choices of the program
 * @param choices what the program says itself
 */
public record RunSettings(
        RunIdentity run,
        SeedChoice seedChoice,
        int threads,
        Conditions conditions,
        Overrides overrides,
        ProgramChoices choices) {
    public RunSettings {
        requireThreads(threads);
    }

    /** What {@code plan} decides, and {@code choices} where it leaves that to the program. */
    public static RunSettings of(LaunchPlan plan, ProgramChoices choices) {
        return new RunSettings(
                plan.run(), plan.seed(), plan.profile().threads(), plan.conditions(), plan.overrides(), choices);
    }

    public String name() {
        return run.name();
    }

    public String id() {
        return run.id();
    }

    public Seed seed() {
        return seedChoice.seed();
    }

    public boolean seedWasDrawn() {
        return seedChoice.drawn();
    }

    public Path runsDirectory() {
        return overrides.runsDirectory().orElse(choices.runsDirectory());
    }

    /** Where the run lies, absolute. */
    public Path directory() {
        return new RunsDirectory(runsDirectory()).run(run);
    }

    /** The private key that signs, or empty for none. */
    public Optional<Path> signingKey() {
        return overrides.signing().replaces() ? overrides.signing().key() : choices.signingKey();
    }

    public boolean strict() {
        return conditions.strict() || choices.strict();
    }

    public RunLog.Format logFormat() {
        return choices.logFormat();
    }

    /** Whether the run goes on where an earlier process left it. */
    public boolean resumed() {
        return conditions.resumes();
    }

    /** Parameters that a re-run takes from a manifest. */
    public SortedMap<String, ParameterValue> recorded() {
        return overrides.parameters();
    }

    /** Places of inputs that are not where the training says. */
    SortedMap<String, Path> inputs() {
        return overrides.inputs();
    }

    /** Facts of native numerics that a re-run was to have again. */
    public SortedMap<String, String> numerics() {
        return conditions.numerics();
    }

    /** What people call the run by: what the program says, and what it is given from outside. */
    public Labels labels() {
        return choices.labels().with(overrides.labels());
    }

    /** What the run belongs to, if to anything. */
    public Optional<Parent> parent() {
        return run.parent().isPresent() ? run.parent() : choices.parent();
    }

    /** What is to be known of the start by whoever resumes the run. */
    public RecordedStart start() {
        return new RecordedStart(seedWasDrawn(), strict(), overrides.signing(), inputs(), labels(), parent());
    }

    /** The value that replaces {@code defaultValue}, or {@code defaultValue} itself. */
    ParameterValue parameter(String name, ParameterValue defaultValue) {
        if (recorded().containsKey(name)) {
            return recorded().get(name);
        }
        String text = choices.parameters().get(name);
        return text == null ? defaultValue : ParameterValue.parse("parameter " + name, defaultValue.type(), text);
    }

    public static void requireThreads(int threads) {
        if (threads < 1) {
            throw new UsageException("threads", "at least 1 is needed, not " + threads);
        }
    }
}
