package io.github.reprorun.rerun;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.RunDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The code of a run that is different now: the classes by name where both sides were listed, otherwise the jars and folders.
 * Immutable, hence safe to share between threads.
 *
 * @param changes each on one line; empty if a JVM finds the same classes
 */
record OtherCode(List<String> changes) {
    /** How many of the changes a message names. */
    private static final int NAMED = 10;

    OtherCode {
        changes = List.copyOf(changes);
    }

    /**
     * What differs between two class paths, and in what options of the JVM name.
     *
     * @param data the files in folders of the class path that are not code, by name
     */
    static OtherCode between(Listed then, Listed now, Data data) {
        CodeComparison classPath = CodeComparison.of(then.code(), now.code());
        List<String> changes = changes(then, now, classPath, data);
        classPath.swapped().ifPresent(swap -> changes.add(swapped(swap) + ", which has files of the same names"));
        for (String option : options(then, now)) {
            changes.addAll(changes(then.of(option), now.of(option)));
        }
        return new OtherCode(changes);
    }

    private static Set<String> options(Listed then, Listed now) {
        Set<String> options = new LinkedHashSet<>();
        then.options().forEach(entry -> options.add(CodeComparison.option(entry)));
        now.options().forEach(entry -> options.add(CodeComparison.option(entry)));
        return options;
    }

    /** Of what one option names. */
    private static List<String> changes(Listed then, Listed now) {
        CodeComparison comparison = CodeComparison.ofOptions(then.code(), now.code());
        List<String> changes = changes(then, now, comparison, (entry, name, isNew) -> false);
        comparison.swapped().ifPresent(swap -> changes.add(swapped(swap)));
        return changes;
    }

    private static String swapped(CodeComparison.Swap swap) {
        return OneLine.of(swap.second().name()) + " before "
                + OneLine.of(swap.first().name());
    }

    private static List<String> changes(Listed then, Listed now, CodeComparison comparison, Data data) {
        List<String> changes = new ArrayList<>();
        List<Resource> gone = digested(then.code(), comparison.onlyThen(), "was", changes);
        SortedSet<Integer> here = new TreeSet<>(comparison.onlyNow());
        here.removeIf(position -> {
            Resource entry = now.code().get(position);
            return CodeComparison.isMissing(entry)
                    && gone.stream().anyMatch(each -> each.name().equals(entry.name()));
        });
        List<Resource> added = digested(now.code(), here, "is", changes);
        for (Likeness alike : List.<Likeness>of(
                (one, other) -> one.name().equals(other.name()),
                (one, other) -> file(one).equals(file(other)),
                (one, other) -> withoutVersion(one).equals(withoutVersion(other)),
                (one, other) -> gone.size() == 1 && added.size() == 1)) {
            for (Resource before : List.copyOf(gone)) {
                Optional<Resource> after =
                        added.stream().filter(each -> alike.test(before, each)).findFirst();
                if (after.isPresent()) {
                    gone.remove(before);
                    added.remove(after.get());
                    changes.addAll(changes(before, then, after.get(), now, data));
                }
            }
        }
        gone.forEach(entry -> changes.add(OneLine.of(entry.name()) + " is gone"));
        added.forEach(entry -> changes.add(OneLine.of(entry.name()) + now.contents(entry) + " was not there"));
        return changes;
    }

    boolean isNone() {
        return changes.isEmpty();
    }

    /** The first of the changes, and how many more there are, on one line. */
    String summary() {
        int more = changes.size() - NAMED;
        return more > 0
                ? String.join("; ", changes.subList(0, NAMED)) + "; and " + more + " more"
                : String.join("; ", changes);
    }

    /** Two entries, one of each run. */
    private interface Likeness {
        boolean test(Resource before, Resource after);
    }

    /** The entries at {@code positions} that have a digest; of the others, {@code changes} gets the reason for having none. */
    private static List<Resource> digested(
            List<Resource> code, SortedSet<Integer> positions, String was, List<String> changes) {
        List<Resource> digested = new ArrayList<>();
        for (int position : positions) {
            Resource entry = code.get(position);
            if (entry.digest().isEmpty()) {
                changes.add(OneLine.of(entry.name()) + ": it is unknown whether it is the same, because it " + was
                        + " not digested: "
                        + OneLine.of(
                                entry.annotations().getOrDefault(CodeComparison.UNAVAILABLE, "for an unknown reason")));
            } else {
                digested.add(entry);
            }
        }
        return digested;
    }

    private static List<String> changes(Resource before, Listed then, Resource after, Listed now, Data data) {
        Optional<SortedMap<String, String>> filesBefore = then.files(before);
        Optional<SortedMap<String, String>> filesAfter = now.files(after);
        boolean isReplaced = isJar(before) && isJar(after) && !file(before).equals(file(after));
        if (isReplaced || filesBefore.isEmpty() || filesBefore.equals(filesAfter) || filesAfter.isEmpty()) {
            String name = OneLine.of(after.name());
            return List.of(
                    file(before).equals(file(after))
                            ? name + " differs"
                            : name + " in place of " + OneLine.of(before.name()));
        }
        return changes(before, filesBefore.get(), filesAfter.get(), data);
    }

    private static List<String> changes(
            Resource entry, SortedMap<String, String> then, SortedMap<String, String> now, Data data) {
        SortedSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            String before = then.getOrDefault(name, "");
            String after = now.getOrDefault(name, "");
            if (!before.equals(after) && !data.has(entry, name, before.isEmpty())) {
                String what = before.isEmpty() ? " is new" : after.isEmpty() ? " is gone" : " differs";
                changes.add(OneLine.of(name) + what);
            }
        }
        return changes;
    }

    private static boolean isJar(Resource entry) {
        return RunDefinition.KIND_JAR.equals(entry.annotations().get(RunDefinition.KIND));
    }

    private static String file(Resource entry) {
        return entry.name().substring(entry.name().lastIndexOf('/') + 1);
    }

    private static String withoutVersion(Resource entry) {
        return file(entry).replaceFirst("-[0-9].*(\\.jar)$", "$1");
    }

    /** The files in a folder of a class path that are not code. */
    interface Data {
        /** Whether the file called {@code name} is data; {@code isNew} if the original run did not have it. */
        boolean has(Resource entry, String name, boolean isNew);
    }
}
