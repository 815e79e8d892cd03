package io.github.reprorun.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.reproduction.Reproductions;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import io.github.reprorun.study.VerifiedStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What {@code verify} says of a study, for people and in JSON. Immutable.
 *
 * @param study what was verified
 * @param reproduced by the place of each run with a result, the keys of those who confirm it; empty if nobody was asked
 */
record VerifiedStudyText(VerifiedStudy study, Optional<SortedMap<String, SortedSet<String>>> reproduced) {
    /** A study has up to 50,000 runs, each of which may have something to say. */
    private static final int SHOWN = 3;

    /**
     * The keys of those among {@code verifiers} who confirm each run that has a result.
     *
     * @throws RefusedException if a run has too few, or no run has a result; further problems are suppressed exceptions
     */
    static SortedMap<String, SortedSet<String>> requireReproduced(VerifiedStudy study, TrustPolicy verifiers) {
        SortedMap<String, SortedSet<String>> reproduced = new TreeMap<>();
        List<RefusedException> refusals = new ArrayList<>();
        for (StudyManifest.Cell cell : study.manifest().cells()) {
            if (cell.result().isPresent()) {
                try {
                    reproduced.put(
                            cell.run().orElseThrow(),
                            Reproductions.of(study.run(cell).orElseThrow(), verifiers)
                                    .requireEnough()
                                    .confirmedBy());
                } catch (RefusedException e) {
                    refusals.add(e);
                }
            }
        }
        if (!refusals.isEmpty()) {
            RefusedException first = refusals.get(0);
            refusals.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        if (reproduced.isEmpty()) {
            throw new RefusedException(
                    study.directory().toString(), "to be reproduced in each run with a result", "no run with a result");
        }
        return reproduced;
    }

    void print(PrintWriter out) {
        StudyManifest manifest = study.manifest();
        out.println("VERIFIED " + OneLine.of(study.directory().toString()));
        out.println("  signed by  " + String.join(", ", study.keyids()));
        out.println("  runs       " + study.runs().size() + ", each with every file as its manifest says");
        few(out, "not signed", strays());
        out.println("  cells      " + manifest.counts());
        manifest.within().ifPresent(parent -> out.println("  part of    " + OneLine.of(parentPlace(parent))));
        out.println("  result     sha256:" + manifest.resultDigest());
        reproduced.ifPresentOrElse(found -> printReproduced(out, found), () -> printNotAsked(out));
        few(out, "caution   ", lacks());
        NewerText.unknown(manifest.unknown()).ifPresent(out::println);
    }

    /** The parent is named by the digest of its design, so that what has that digest is it. */
    private String parentPlace(Parent parent) {
        Path runs = study.directory().resolve("../..").normalize();
        return StudyResult.named(runs, parent)
                .map(found -> runs.relativize(found).toString())
                .orElse(parent + ", which does not lie in " + runs);
    }

    private static void printReproduced(PrintWriter out, SortedMap<String, SortedSet<String>> found) {
        int least =
                found.values().stream().mapToInt(keyids -> keyids.size()).min().orElseThrow();
        out.println("  reproduced each of the " + found.size() + " runs with a result, by " + least
                + (least == 1 ? " key" : " keys") + " at least");
    }

    private void printNotAsked(PrintWriter out) {
        long there = study.runs().values().stream()
                .flatMap(run -> run.strays().stream())
                .filter(Reproduction::isAttestation)
                .count();
        if (there > 0) {
            out.println("  not asked  " + there + " in " + Reproduction.FOLDER
                    + "/ of its runs; say whom you believe with --reproduced-by");
        }
    }

    private static void few(PrintWriter out, String title, List<String> all) {
        all.stream().limit(SHOWN).forEach(each -> out.println("  " + title + " " + OneLine.of(each)));
        if (all.size() > SHOWN) {
            out.println("  " + title + " and " + (all.size() - SHOWN) + " more, " + all.size() + " in all");
        }
    }

    private List<String> strays() {
        return ofRuns(run -> run.strays().stream()
                .filter(name -> !Reproduction.isAttestation(name))
                .map(name -> "/" + name)
                .toList());
    }

    private List<String> lacks() {
        return ofRuns(run -> VerifyCommand.lacks(run.manifest()).stream()
                .map(lack -> ": " + lack)
                .toList());
    }

    private List<String> ofRuns(Function<VerifiedRun, List<String>> what) {
        List<String> all = new ArrayList<>();
        study.runs().forEach((place, run) -> what.apply(run).forEach(each -> all.add(place + each)));
        return all;
    }

    /** The same as one document, with all that {@link #print} cuts short. */
    ObjectNode json() {
        StudyManifest manifest = study.manifest();
        ObjectNode document = Json.object();
        document.put("verdict", "VERIFIED");
        document.put("study", study.directory().toString());
        document.put("resultDigest", manifest.resultDigest().hex());
        document.put("runs", study.runs().size());
        for (StudyManifest.Status status : StudyManifest.Status.values()) {
            document.put(status.name(), manifest.count(status));
        }
        manifest.within().ifPresent(parent -> document.put("parent", parent.toString()));
        study.keyids().forEach(document.putArray("keyids")::add);
        ofRuns(run -> run.strays().stream().map(name -> "/" + name).toList()).forEach(document.putArray("strays")::add);
        reproduced.ifPresent(found -> {
            ObjectNode runs = document.putObject("reproducedBy");
            found.forEach((run, keyids) -> keyids.forEach(runs.putArray(run)::add));
        });
        List<String> lacks = lacks();
        if (!lacks.isEmpty()) {
            lacks.forEach(document.putArray("resumptions")::add);
        }
        NewerText.putUnknown(document, manifest.unknown());
        return document;
    }
}
