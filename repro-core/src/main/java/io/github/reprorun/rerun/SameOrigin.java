package io.github.reprorun.rerun;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.internal.code.ClassPathDigest;
import io.github.reprorun.internal.record.InputLedger;
import io.github.reprorun.internal.run.CodeEvidence;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Whether the code and the declared inputs of a run are here as they were. Immutable, hence safe to share between threads.
 *
 * @param definition what the run was given
 */
record SameOrigin(RunDefinition definition) {
    /**
     * Digests code and declared inputs again.
     *
     * @param profile with the class path and working directory of now
     * @param inputs the places of inputs that were moved
     * @param runsDirectory where runs lie, which is not code
     * @throws NotRerunnableException if one of them changed
     */
    void require(PinnedProfile profile, Map<String, Path> inputs, Path runsDirectory) {
        Path workingDirectory = Path.of(profile.workingDirectory());
        List<SortedMap<String, String>> here =
                code(CodeEvidence.observe(profile.classPath(), runsDirectory, workingDirectory).entries().stream())
                        .peek(entry -> requireDigested(entry, "is"))
                        .map(Resource::digest)
                        .toList();
        List<SortedMap<String, String>> now = new ArrayList<>(here);
        List<Resource> then = code(definition.dependencies().stream())
                .peek(entry -> requireDigested(entry, "was"))
                .toList();
        List<Resource> gone =
                then.stream().filter(entry -> !now.remove(entry.digest())).toList();
        if (!gone.isEmpty()) {
            throw new NotRerunnableException(
                    gone.get(0).name(),
                    "the code is not what the run had, " + gone.get(0).digest() + "; now it is "
                            + (now.isEmpty() ? "gone" : now.get(0)));
        }
        if (!now.isEmpty()) {
            throw new NotRerunnableException(
                    "class path", "has code that was not there when the run was made, " + now.get(0));
        }
        for (int i = 0; i < here.size(); i++) {
            if (!here.get(i).equals(then.get(i).digest())) {
                throw new NotRerunnableException(
                        "class path",
                        "has the code in a different order than the run: "
                                + then.get(i).name() + ", "
                                + then.get(i).digest() + ", was entry " + (i + 1) + ", where " + here.get(i)
                                + " is now");
            }
        }
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

    /** Two entries without a digest are the same only if neither is there. */
    private static void requireDigested(Resource entry, String was) {
        String reason = entry.annotations().getOrDefault(CodeEvidence.UNAVAILABLE, "");
        if (entry.digest().isEmpty() && !reason.equals(ClassPathDigest.MISSING)) {
            throw new NotRerunnableException(
                    entry.name(),
                    "it is unknown whether the code is what the run had: it " + was + " not digested, " + reason);
        }
    }

    private static Stream<Resource> code(Stream<Resource> dependencies) {
        return dependencies.filter(dependency -> {
            String kind = dependency.annotations().getOrDefault(RunDefinition.KIND, "");
            return kind.equals(RunDefinition.KIND_CLASSES) || kind.equals(RunDefinition.KIND_JAR);
        });
    }
}
