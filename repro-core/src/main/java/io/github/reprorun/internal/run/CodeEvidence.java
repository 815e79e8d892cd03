package io.github.reprorun.internal.run;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.internal.code.ClassPathDigest;
import io.github.reprorun.internal.code.ClassPathEntry;
import io.github.reprorun.internal.environment.Host;
import io.github.reprorun.internal.environment.SourceControl;
import io.github.reprorun.manifest.RunDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source's commit and the digests of the class path. Immutable, hence safe to share between threads.
 *
 * @param entries in the order of the class path
 * @param paths their paths, including entries that only the manifest of another one names
 */
public record CodeEvidence(List<Resource> entries, Set<Path> paths) {
    public static final String UNAVAILABLE = "unavailable";

    /**
     * Observes them.
     *
     * @param runsDirectory is not code, wherever it lies
     */
    public static CodeEvidence observe(List<String> classPath, Path runsDirectory, Path workingDirectory) {
        BackgroundResult<Evidence<SourceControl>> source = BackgroundResult.begin(
                "reprorun-git",
                () -> SourceControl.observe(workingDirectory, Host.current().commands()));
        Set<Path> noCode = Set.of(runsDirectory.toAbsolutePath().normalize());
        List<ClassPathEntry> entries = ClassPathDigest.of(classPath, noCode);
        List<Resource> code = new ArrayList<>();
        code.add(source(source.result()));
        Set<Path> paths = new HashSet<>();
        for (ClassPathEntry entry : entries) {
            code.add(resource(entry));
            paths.add(entry.path());
        }
        return new CodeEvidence(code, paths);
    }

    private static Resource source(Evidence<SourceControl> evidence) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_SOURCE);
        SortedMap<String, String> digest = new TreeMap<>();
        String uri = "";
        if (evidence instanceof Evidence.Observed<SourceControl> observed) {
            SourceControl source = observed.value();
            digest.put("gitCommit", source.commit());
            annotations.put("modified", Integer.toString(source.modified()));
            annotations.put("untracked", Integer.toString(source.untracked()));
            if (source.remote() instanceof Evidence.Observed<String> remote) {
                uri = "git+" + remote.value() + "@" + source.commit();
            } else if (source.remote() instanceof Evidence.Unavailable<String> none) {
                annotations.put("remote", "unavailable: " + none.reason());
            }
        } else if (evidence instanceof Evidence.Unavailable<SourceControl> none) {
            annotations.put(UNAVAILABLE, none.reason());
        }
        return new Resource("git", uri, digest, annotations);
    }

    private static Resource resource(ClassPathEntry entry) {
        SortedMap<String, String> annotations = new TreeMap<>();
        SortedMap<String, String> digest = new TreeMap<>();
        boolean folder = entry.kind() == ClassPathEntry.Kind.FOLDER;
        annotations.put(RunDefinition.KIND, folder ? RunDefinition.KIND_CLASSES : RunDefinition.KIND_JAR);
        annotations.put("size", Long.toString(entry.size()));
        if (entry.digest() instanceof Evidence.Observed<Sha256> sha256) {
            digest.put(folder ? "dirHash" : "sha256", sha256.value().hex());
        } else if (entry.digest() instanceof Evidence.Unavailable<Sha256> none) {
            annotations.put(UNAVAILABLE, none.reason());
        }
        return new Resource(entry.name(), entry.packageUrl().orElse(""), digest, annotations);
    }
}
