package io.github.reprorun.cli;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which runs of a runs directory made or read which content, found by digest: an input that is the output of another run
 * comes from it, whatever the two are called. Believes the manifests. Immutable.
 */
final class Lineage {
    private static final String OUTPUTS = Manifest.OUTPUTS;

    private final Path runs;
    private final SortedMap<Path, Manifest> manifests = new TreeMap<>();
    private final Map<String, List<Use>> made = new HashMap<>();
    private final Map<String, List<Use>> read = new HashMap<>();

    /** A run, and what it calls the content. */
    private record Use(Path run, String name) {}

    private Lineage(Path runs) {
        this.runs = runs;
    }

    /**
     * Reads the manifest of every run in {@code runs}; says on {@code err} which cannot be read.
     *
     * @throws UnreadableException if the folder cannot be listed
     */
    static Lineage of(Path runs, PrintWriter err) {
        Lineage lineage = new Lineage(runs.toAbsolutePath().normalize());
        for (Path name : folders(lineage.runs)) {
            for (Path run : folders(name)) {
                if (Files.exists(run.resolve(Manifest.FILE_NAME))) {
                    lineage.add(run, err);
                }
            }
        }
        return lineage;
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UnreadableException(folder.toString(), "cannot be listed (" + e + ")", e);
        }
    }

    private void add(Path run, PrintWriter err) {
        Manifest manifest;
        try {
            manifest = ManifestJson.read(run);
        } catch (UnreadableException | NotUnderstoodException e) {
            err.println("reprorun: a run is passed over: " + e.getMessage());
            return;
        }
        manifests.put(run, manifest);
        manifest.subjects().forEach((name, digest) -> {
            if (name.startsWith(OUTPUTS)) {
                made.computeIfAbsent(digest.hex(), key -> new ArrayList<>()).add(new Use(run, name));
            }
        });
        for (Resource input : manifest.definition().dependencies(RunDefinition.KIND_INPUT)) {
            for (String digest : input.digest().values()) {
                read.computeIfAbsent(digest, key -> new ArrayList<>()).add(new Use(run, input.name()));
            }
        }
    }

    /** Where the content of {@code digest} comes from, and where it went. */
    void printContent(PrintWriter out, String title, String digest) {
        out.println(OneLine.of(title) + "  " + digest);
        Set<Path> shown = new HashSet<>();
        List<Use> makers = made.getOrDefault(digest, List.of());
        if (makers.isEmpty()) {
            out.println("  no run here made it");
        }
        for (Use maker : makers) {
            printOrigin(out, "  ", maker, shown);
        }
        printUses(out, "  ", digest, new HashSet<>());
    }

    /** Where the inputs of {@code run} come from, and where its outputs went. */
    void printRun(PrintWriter out, Path run, Manifest manifest) {
        out.println(name(run));
        manifest.parent().ifPresent(parent -> printParents(out, "  ", parent));
        printInputs(out, "  ", manifest, new HashSet<>(Set.of(run)));
        manifest.subjects().forEach((name, digest) -> {
            if (name.startsWith(OUTPUTS)) {
                out.println("  left " + OneLine.of(name) + "  " + digest);
                printUses(out, "    ", digest.hex(), new HashSet<>(Set.of(run)));
            }
        });
    }

    /** The studies that {@code study} is a part of, and those that are a part of it. */
    void printStudy(PrintWriter out, Path study) {
        StudyManifest design = StudyResult.soFar(study);
        out.println("study " + name(study));
        design.within().ifPresent(parent -> printParents(out, "  ", parent));
        for (Path part : StudyResult.partsOf(runs, design.parent())) {
            out.println("  has the study " + name(part));
        }
    }

    /** Digests make no circle: a design has that of its parent in it. */
    private void printParents(PrintWriter out, String indent, Parent parent) {
        if (!parent.kind().equals(Parent.STUDY)) {
            return;
        }
        Optional<Path> study = StudyResult.named(runs, parent);
        out.println(indent + "part of study "
                + (study.isPresent() ? name(study.get()) : OneLine.of(parent.name()) + ", which is not here"));
        study.flatMap(StudyResult::within).ifPresent(above -> printParents(out, indent + "  ", above));
    }

    private void printOrigin(PrintWriter out, String indent, Use maker, Set<Path> shown) {
        boolean again = !shown.add(maker.run());
        out.println(indent + "made by " + name(maker.run()) + " as " + OneLine.of(maker.name())
                + (again ? ", see above" : ""));
        Manifest manifest = manifests.get(maker.run());
        if (!again && manifest != null) {
            printInputs(out, indent + "  ", manifest, shown);
        }
    }

    private void printInputs(PrintWriter out, String indent, Manifest manifest, Set<Path> shown) {
        for (Resource input : manifest.definition().dependencies(RunDefinition.KIND_INPUT)) {
            String digest = String.join(" ", input.digest().values());
            List<Use> makers = made.getOrDefault(digest, List.of());
            out.println(indent + "read " + OneLine.of(input.name()) + "  " + digest
                    + (makers.isEmpty() ? ", which no run here made" : ""));
            makers.forEach(maker -> printOrigin(out, indent + "  ", maker, shown));
        }
    }

    private void printUses(PrintWriter out, String indent, String digest, Set<Path> shown) {
        for (Use use : read.getOrDefault(digest, List.of())) {
            boolean again = !shown.add(use.run());
            out.println(indent + "read by " + name(use.run()) + " as " + OneLine.of(use.name())
                    + (again ? ", see above" : ""));
            Manifest manifest = manifests.get(use.run());
            if (!again && manifest != null) {
                manifest.subjects().forEach((name, left) -> {
                    if (name.startsWith(OUTPUTS) && read.containsKey(left.hex())) {
                        out.println(indent + "  left " + OneLine.of(name) + "  " + left);
                        printUses(out, indent + "    ", left.hex(), shown);
                    }
                });
            }
        }
    }

    private String name(Path run) {
        return OneLine.of((run.startsWith(runs) ? runs.relativize(run) : run).toString());
    }
}
