package io.github.reprorun.internal.run;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.code.CodeListings;
import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.internal.code.ClassPathDigest;
import io.github.reprorun.internal.code.ClassPathEntry;
import io.github.reprorun.internal.code.OptionCode;
import io.github.reprorun.internal.code.VariableOptions;
import io.github.reprorun.internal.environment.Host;
import io.github.reprorun.internal.environment.SourceControl;
import io.github.reprorun.internal.launch.CurrentPlan;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source's commit and the digests of the class path and of the code that options of the JVM name. Immutable, hence safe to share between threads.
 *
 * @param entries in the order of the class path, then that of the options
 * @param paths their paths, including entries that only the manifest of another one names
 * @param listings the files of the entries; some have none
 */
public record CodeEvidence(List<Resource> entries, Set<Path> paths, CodeListings listings) {
    /**
     * Observes them in the JVM that they are for.
     *
     * @param profile its class path and where it started
     * @param runsDirectory is not code, wherever it lies
     */
    public static CodeEvidence observe(PinnedProfile profile, Path runsDirectory) {
        Path workingDirectory = Path.of(profile.workingDirectory());
        BackgroundResult<Evidence<SourceControl>> source = BackgroundResult.begin(
                "reprorun-git",
                () -> SourceControl.observe(workingDirectory, Host.current().commands()));
        Found found = new Found(Set.of(runsDirectory), CurrentPlan.isPresent());
        found.addClassPath(profile.classPath());
        // Asked for last: that takes the JVM some time, and others need it too.
        found.addOptions(PinnedJvm.optionsOfThisJvm(), workingDirectory);
        CodeEvidence code = found.evidence();
        List<Resource> entries = new ArrayList<>();
        entries.add(source(source.result()));
        entries.addAll(code.entries());
        return new CodeEvidence(entries, code.paths(), code.listings());
    }

    /**
     * As {@link #observe}, without the source's commit, of a JVM that is not started yet.
     *
     * @param environment its variables, which give options too
     * @param noCode what is not code, wherever it lies
     */
    public static CodeEvidence ofStart(PinnedProfile profile, Map<String, String> environment, Set<Path> noCode) {
        Path workingDirectory = Path.of(profile.workingDirectory());
        Found found = new Found(noCode, false);
        found.addClassPath(profile.classPath());
        List<String> options = new ArrayList<>(profile.jvmOptions());
        options.addAll(VariableOptions.of(environment, workingDirectory));
        found.addOptions(options, workingDirectory);
        return found.evidence();
    }

    /** What was found so far. Confined to one call. */
    private static final class Found {
        private final List<Resource> code = new ArrayList<>();
        private final Set<Path> paths = new HashSet<>();
        private final SortedMap<String, String> listings = new TreeMap<>();
        private final Set<Path> noCode = new HashSet<>();
        private final boolean isLaunched;

        /** @param isLaunched whether the JVM was given its agent by this library, from whatever jar started it */
        Found(Set<Path> noCode, boolean isLaunched) {
            this.isLaunched = isLaunched;
            for (Path path : noCode) {
                this.noCode.add(path.toAbsolutePath().normalize());
            }
        }

        void addClassPath(List<String> entries) {
            for (ClassPathEntry entry : ClassPathDigest.of(entries, noCode)) {
                add(entry, kind(entry), "");
            }
        }

        /** Options that are given twice, as by a variable to both JVMs, name the same code. */
        void addOptions(List<String> options, Path workingDirectory) {
            Map<String, Set<String>> named = new LinkedHashMap<>();
            String searched = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
            for (OptionCode each : OptionCode.in(options, workingDirectory, searched)) {
                if (each.isElsewhere()) {
                    code.add(unknown(each));
                } else if (!each.isOwnAgent() || !(isLaunched || isKnown(each.paths()))) {
                    named.computeIfAbsent(each.option(), option -> new LinkedHashSet<>())
                            .addAll(each.paths());
                }
            }
            for (Map.Entry<String, Set<String>> option : named.entrySet()) {
                for (ClassPathEntry entry : ClassPathDigest.of(List.copyOf(option.getValue()), noCode)) {
                    add(entry, RunDefinition.KIND_OPTION, option.getKey());
                }
            }
        }

        /** Whether all that {@code agent} brings with it is on the class path, or is this library. */
        private boolean isKnown(List<String> agent) {
            if (paths.containsAll(agent.stream().map(Path::of).toList())) {
                return true;
            }
            Set<String> missing = digests(agent);
            missing.remove(Sha256.ofUtf8("").hex());
            code.forEach(entry -> missing.removeAll(entry.digest().values()));
            return missing.isEmpty()
                    || digests(List.of(PinnedJvm.library().toString())).containsAll(missing);
        }

        /** One of each entry: what it holds, or where that is not known, what it is. */
        private Set<String> digests(List<String> entries) {
            Set<String> digests = new HashSet<>();
            for (ClassPathEntry entry : ClassPathDigest.of(entries, noCode)) {
                SortedMap<String, String> all = resource(entry, "", "").digest();
                digests.add(
                        all.isEmpty()
                                ? entry.name()
                                : all.getOrDefault(CodeComparison.CONTENTS, all.get(all.firstKey())));
            }
            return digests;
        }

        private void add(ClassPathEntry entry, String kind, String option) {
            code.add(resource(entry, kind, option));
            paths.add(entry.path());
            ClassPathEntry.Contents contents = entry.contents();
            if (contents.digest().isPresent() && contents.listing().isPresent()) {
                listings.put(contents.digest().get().hex(), contents.listing().get());
            }
        }

        CodeEvidence evidence() {
            return new CodeEvidence(code, paths, new CodeListings(listings));
        }
    }

    private static String kind(ClassPathEntry entry) {
        return entry.kind() == ClassPathEntry.Kind.FOLDER ? RunDefinition.KIND_CLASSES : RunDefinition.KIND_JAR;
    }

    private static Resource unknown(OptionCode library) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_OPTION);
        annotations.put(
                CodeComparison.UNAVAILABLE, "it lies neither on LD_LIBRARY_PATH nor where systems keep libraries");
        return new Resource(library.option() + library.paths().get(0), "", Collections.emptySortedMap(), annotations);
    }

    /** The entries of the class path alone, in its order. */
    public List<Resource> classPath() {
        return RunDefinition.code(entries);
    }

    /** The code that options of the JVM name. */
    public List<Resource> optionCode() {
        return RunDefinition.optionCode(entries);
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

    private static Resource resource(ClassPathEntry entry, String kind, String option) {
        SortedMap<String, String> annotations = new TreeMap<>();
        SortedMap<String, String> digest = new TreeMap<>();
        boolean folder = entry.kind() == ClassPathEntry.Kind.FOLDER;
        annotations.put(RunDefinition.KIND, kind);
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
        if (option.isEmpty() && !contents.precedes().isEmpty()) { // The text of an option has the order of its paths.
            StringBuilder positions = new StringBuilder();
            for (int position : contents.precedes()) {
                positions.append(positions.length() == 0 ? "" : ",").append(position);
            }
            annotations.put(CodeComparison.PRECEDES, positions.toString());
        }
        return new Resource(option + entry.name(), entry.packageUrl().orElse(""), digest, annotations);
    }
}
