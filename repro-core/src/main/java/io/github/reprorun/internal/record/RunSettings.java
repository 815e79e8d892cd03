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
 * @param conditions the conditions that the run must meet
 * @param overrides the choices that replace the program's
 * @param choices the program's own choices
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

    /** The settings that {@code plan} decides, with {@code choices} for those that it leaves to the program. */
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

    /** The directory of the run, absolute. */
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

    /** Whether the run continues where an earlier process left it. */
    public boolean resumed() {
        return conditions.resumes();
    }

    /** Parameters that a re-run takes from a manifest. */
    public SortedMap<String, ParameterValue> recorded() {
        return overrides.parameters();
    }

    /** Paths of inputs that differ from those that the training gives. */
    SortedMap<String, Path> inputs() {
        return overrides.inputs();
    }

    /** Facts of native numerics that a re-run should reproduce. */
    public SortedMap<String, String> numerics() {
        return conditions.numerics();
    }

    /** The labels that people gave the run: those of the program, and those from outside. */
    public Labels labels() {
        return choices.labels().with(overrides.labels());
    }

    /** The parent of the run, if it has one. */
    public Optional<Parent> parent() {
        return run.parent().isPresent() ? run.parent() : choices.parent();
    }

    /** The facts about the start for a process that resumes the run. */
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
