package io.github.reprorun.rerun;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.internal.record.InputLedger;
import io.github.reprorun.internal.run.CodeEvidence;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Whether the code and the declared inputs of a run are here as they were. Immutable, hence safe to share between threads.
 *
 * @param definition what the run was given
 * @param directory of the run, where it listed its code
 */
record SameOrigin(RunDefinition definition, Path directory) {
    /**
     * Digests code and declared inputs again.
     *
     * @param profile with the class path and working directory of now
     * @param inputs the places of inputs that were moved
     * @param runsDirectory where runs lie, which is not code
     * @throws NotRerunnableException if one of them changed
     */
    void require(PinnedProfile profile, Map<String, Path> inputs, Path runsDirectory) {
        OtherCode other = otherCode(profile, Set.of(runsDirectory));
        if (!other.isNone()) {
            throw refused(other);
        }
        Path workingDirectory = Path.of(profile.workingDirectory());
        requireInputs(workingDirectory, inputs);
    }

    /**
     * Digests the declared inputs again.
     *
     * @param inputs the places of those that were moved
     * @throws NotRerunnableException if one of them changed
     */
    void requireInputs(Path workingDirectory, Map<String, Path> inputs) {
        for (InputResource recorded : definition.inputs()) {
            if (recorded.origin() == InputResource.Origin.OPENED) {
                continue; // Only the files that were opened count, not the whole folder.
            }
            Path path = inputs.getOrDefault(recorded.name(), workingDirectory.resolve(recorded.path()));
            InputResource observed = InputLedger.observe(recorded.name(), path);
            if (!observed.hasContentOf(recorded)) {
                throw new NotRerunnableException(
                        path.toString(),
                        "the input \"" + recorded.name() + "\" is not what the run had: " + recorded.digests()
                                + ", now " + observed.digests());
            }
        }
    }

    /**
     * The code that is different now; reads all of it.
     *
     * @param noCode what is not code wherever it lies
     */
    OtherCode otherCode(PinnedProfile profile, Set<Path> noCode) {
        return otherCode(Listed.of(CodeEvidence.ofStart(profile, System.getenv(), noCode)));
    }

    /** The code that is different in {@code now}. */
    OtherCode otherCode(Listed now) {
        return OtherCode.between(Listed.of(definition, directory), now, this::isData);
    }

    /** The refusal of {@code other} code. */
    NotRerunnableException refused(OtherCode other) {
        return new NotRerunnableException("class path", "the code is not what the run had: " + other.summary());
    }

    /**
     * Where the program starts in a folder of its class path, the files that it reads and leaves there are not code, except
     * classes and what tells a JVM of providers.
     */
    private boolean isData(Resource entry, String name, boolean isNew) {
        String start = definition.profile().workingDirectory();
        return definition.profile().classPath().contains(start)
                && Path.of(start).endsWith(entry.name())
                && !RunDefinition.KIND_JAR.equals(entry.annotations().get(RunDefinition.KIND))
                && !name.endsWith(".class")
                && !name.startsWith("META-INF/")
                && (isNew || definition.inputs().stream().anyMatch(input -> isAt(name, input.path())));
    }

    private static boolean isAt(String name, String path) {
        return name.equals(path) || name.startsWith(path + "/");
    }
}
