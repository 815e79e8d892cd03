package io.github.reprorun.internal.run;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The start of a run's JVM. Immutable, hence safe to share between threads.
 *
 * @param profile the settings that were pinned before it started
 * @param entryPoint the program
 * @param arguments of its {@code main}, if they are known; secrets are redacted only in definitions
 */
public record RunOrigin(PinnedProfile profile, EntryPoint entryPoint, List<String> arguments) {
    public RunOrigin {
        arguments = List.copyOf(arguments);
    }

    /** The definition of a run, as far as it is known while the training runs. */
    RunDefinition definition(
            RunSettings settings,
            SortedMap<String, ParameterValue> parameters,
            SortedMap<String, Evidence<String>> variables,
            List<Resource> dependencies) {
        return definition(settings, parameters, new TreeMap<>(), new TreeMap<>(), variables, dependencies);
    }

    /** The complete definition of a run. */
    RunDefinition definition(
            RunSettings settings,
            SortedMap<String, ParameterValue> parameters,
            SortedMap<String, String> streams,
            SortedMap<String, String> unpinned,
            SortedMap<String, Evidence<String>> environment,
            List<Resource> dependencies) {
        return new RunDefinition(
                settings.name(),
                entryPoint.mainClass(),
                Redaction.ofArguments(arguments),
                parameters,
                settings.seed(),
                streams,
                redacted(profile),
                unpinned,
                environment,
                dependencies);
    }

    private static PinnedProfile redacted(PinnedProfile profile) {
        SortedMap<String, String> environment = new TreeMap<>();
        for (Map.Entry<String, String> variable : profile.environment().entrySet()) {
            environment.put(variable.getKey(), Redaction.ofValue(variable.getKey(), variable.getValue()));
        }
        return new PinnedProfile(
                profile.name(),
                profile.threads(),
                environment,
                Redaction.ofArguments(profile.jvmOptions()),
                profile.classPath(),
                profile.workingDirectory());
    }
}
