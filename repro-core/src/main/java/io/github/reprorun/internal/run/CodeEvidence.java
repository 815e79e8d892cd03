package io.github.reprorun.internal.run;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.code.CodeListings;
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
 * @param listings the files of the entries; some have none
 */
public record CodeEvidence(List<Resource> entries, Set<Path> paths, CodeListings listings) {
    /**
     * Observes them.
     *
     * @param runsDirectory is not code, wherever it lies
     */
    public static CodeEvidence observe(List<String> classPath, Path runsDirectory, Path workingDirectory) {
        BackgroundResult<Evidence<SourceControl>> source = BackgroundResult.begin(
                "reprorun-git",
                () -> SourceControl.observe(workingDirectory, Host.current().commands()));
        CodeEvidence code = ofClassPath(classPath, runsDirectory);
        List<Resource> entries = new ArrayList<>();
        entries.add(source(source.result()));
        entries.addAll(code.entries());
        return new CodeEvidence(entries, code.paths(), code.listings());
    }

    /** As {@link #observe}, without the source's commit. */
    public static CodeEvidence ofClassPath(List<String> classPath, Path runsDirectory) {
        Set<Path> noCode = Set.of(runsDirectory.toAbsolutePath().normalize());
        List<Resource> code = new ArrayList<>();
        Set<Path> paths = new HashSet<>();
        SortedMap<String, String> listings = new TreeMap<>();
        for (ClassPathEntry entry : ClassPathDigest.of(classPath, noCode)) {
            code.add(resource(entry));
            paths.add(entry.path());
            ClassPathEntry.Contents contents = entry.contents();
            if (contents.digest().isPresent() && contents.listing().isPresent()) {
                listings.put(contents.digest().get().hex(), contents.listing().get());
            }
        }
        return new CodeEvidence(code, paths, new CodeListings(listings));
    }

    /** The entries of the class path alone, in its order. */
    public List<Resource> classPath() {
        return RunDefinition.code(entries);
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
            annotations.put(CodeComparison.UNAVAILABLE, none.reason());
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
            annotations.put(CodeComparison.UNAVAILABLE, none.reason());
        }
        ClassPathEntry.Contents contents = entry.contents();
        if (contents.digest().isPresent()) {
            digest.put(CodeComparison.CONTENTS, contents.digest().get().hex());
        }
        if (!contents.precedes().isEmpty()) {
            StringBuilder positions = new StringBuilder();
            for (int position : contents.precedes()) {
                positions.append(positions.length() == 0 ? "" : ",").append(position);
            }
            annotations.put(CodeComparison.PRECEDES, positions.toString());
        }
        return new Resource(entry.name(), entry.packageUrl().orElse(""), digest, annotations);
    }
}
