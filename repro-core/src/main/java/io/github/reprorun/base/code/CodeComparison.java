package io.github.reprorun.base.code;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The class paths of two runs, compared by content. The place and the name of an entry do not matter, nor whether classes are in
 * a folder or in a jar. The order matters only where two entries hold files of the same name, because a JVM takes the first, or provide one
 * service, because it takes them in turn. What options of the JVM name is {@linkplain #ofOptions compared} more strictly.
 * Immutable, hence safe to share between threads.
 *
 * @param onlyThen the positions, from 0, of the first run's entries that the second does not have
 * @param onlyNow the positions, from 0, of the second run's entries that the first does not have
 * @param swapped two entries that both runs have, in another order that matters
 */
public record CodeComparison(SortedSet<Integer> onlyThen, SortedSet<Integer> onlyNow, Optional<Swap> swapped) {
    /** The name of the digest of the contents of a folder or jar, except what its build left of itself there. */
    public static final String CONTENTS = "codeHash";

    /**
     * The annotation of an entry that holds the first of several files of the same name: the positions, from 1, of the entries
     * that hold the others, and of the next that provides a service after it, separated by commas.
     */
    public static final String PRECEDES = "precedes";

    /** The annotation that says why an entry has no digest. */
    public static final String UNAVAILABLE = "unavailable";

    /** Why an entry that a JVM skips has no digest. */
    public static final String MISSING = "there is no such file or folder";

    private static final String NOTHING = Sha256.ofUtf8("").hex();
    private static final String PATCH = "--patch-module=";
    private static final String BOOT = "-Xbootclasspath/a:";
    private static final String OLD_LIBRARY = "-Xrun";

    /** Copies what it is given. */
    public CodeComparison {
        onlyThen = Collections.unmodifiableSortedSet(new TreeSet<>(onlyThen));
        onlyNow = Collections.unmodifiableSortedSet(new TreeSet<>(onlyNow));
    }

    /**
     * Two entries that changed their order.
     *
     * @param first the one that came first in the first run
     * @param second the one that comes first in the second
     */
    public record Swap(Resource first, Resource second) {}

    /**
     * Compares the entries of two class paths, each in the order of its search.
     *
     * @param then with digests and annotations as a manifest has them
     */
    public static CodeComparison of(List<Resource> then, List<Resource> now) {
        SortedSet<Integer> onlyThen = new TreeSet<>();
        SortedSet<Integer> onlyNow = positions(now);
        Map<Map.Entry<String, String>, Integer> byDigest = new HashMap<>();
        for (int position : onlyNow) {
            for (Map.Entry<String, String> digest : now.get(position).digest().entrySet()) {
                byDigest.put(Map.entry(digest.getKey(), digest.getValue()), position);
            }
        }
        SortedMap<Integer, Integer> pairs = new TreeMap<>();
        for (int position : positions(then)) {
            OptionalInt same = same(then.get(position), byDigest, onlyNow);
            if (same.isPresent()) {
                onlyNow.remove(same.getAsInt());
                pairs.put(position, same.getAsInt());
            } else {
                onlyThen.add(position);
            }
        }
        return new CodeComparison(onlyThen, onlyNow, swapped(then, now, pairs));
    }

    /**
     * Compares the code that options of two JVMs name: an option with its like only, entry by entry in their order, since an
     * agent is not a patch, and a second agent runs too.
     *
     * @param then with digests and annotations as a manifest has them, each named by its option and its file
     */
    public static CodeComparison ofOptions(List<Resource> then, List<Resource> now) {
        SortedSet<Integer> onlyThen = new TreeSet<>();
        SortedSet<Integer> onlyNow = new TreeSet<>();
        for (int i = 0; i < now.size(); i++) {
            onlyNow.add(i);
        }
        SortedMap<Integer, Integer> pairs = new TreeMap<>();
        for (int i = 0; i < then.size(); i++) {
            OptionalInt same = sameOfOption(then.get(i), now, onlyNow);
            if (same.isPresent()) {
                onlyNow.remove(same.getAsInt());
                pairs.put(i, same.getAsInt());
            } else {
                onlyThen.add(i);
            }
        }
        return new CodeComparison(onlyThen, onlyNow, swappedOfOption(then, pairs));
    }

    /** The option that names {@code code}, with the module that it patches. */
    public static String option(Resource code) {
        String name = code.name();
        if (name.startsWith(OLD_LIBRARY)) {
            return OLD_LIBRARY;
        }
        boolean isLong = name.startsWith("--");
        int end = name.indexOf(isLong ? '=' : ':', name.startsWith(PATCH) ? PATCH.length() : 0);
        return name.substring(0, end + 1);
    }

    private static OptionalInt sameOfOption(Resource entry, List<Resource> now, Set<Integer> left) {
        for (int position : left) {
            Resource other = now.get(position);
            if (option(entry).equals(option(other)) && (isMissing(entry) ? isMissing(other) : isSame(entry, other))) {
                return OptionalInt.of(position);
            }
        }
        return OptionalInt.empty();
    }

    /** The manifest of an agent says what begins, and that of a module what it is called; the other options use classes alone. */
    private static boolean isSame(Resource entry, Resource other) {
        boolean isClassesAlone =
                option(entry).startsWith(PATCH) || option(entry).equals(BOOT);
        for (Map.Entry<String, String> digest : entry.digest().entrySet()) {
            if ((isClassesAlone || !digest.getKey().equals(CONTENTS))
                    && digest.getValue().equals(other.digest().get(digest.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Swap> swappedOfOption(List<Resource> then, SortedMap<Integer, Integer> pairs) {
        Map<String, Integer> last = new HashMap<>();
        for (Map.Entry<Integer, Integer> pair : pairs.entrySet()) {
            Resource entry = then.get(pair.getKey());
            Integer before = last.put(option(entry), pair.getKey());
            if (before != null && pairs.getOrDefault(before, -1) > pair.getValue()) {
                return Optional.of(new Swap(then.get(before), entry));
            }
        }
        return Optional.empty();
    }

    private static OptionalInt same(
            Resource entry, Map<Map.Entry<String, String>, Integer> byDigest, Set<Integer> left) {
        for (Map.Entry<String, String> digest : entry.digest().entrySet()) {
            Integer position = byDigest.get(digest);
            if (position != null && left.contains(position)) {
                return OptionalInt.of(position);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether there is no such file or folder. */
    public static boolean isMissing(Resource entry) {
        return entry.digest().isEmpty() && MISSING.equals(entry.annotations().get(UNAVAILABLE));
    }

    /** Whether a JVM finds nothing in it: it is not there, or holds nothing. */
    public static boolean isVoid(Resource entry) {
        return entry.digest().isEmpty() ? isMissing(entry) : entry.digest().containsValue(NOTHING);
    }

    /** Of the entries in which a JVM finds something, and that it has not searched already. */
    private static SortedSet<Integer> positions(List<Resource> entries) {
        SortedSet<Integer> positions = new TreeSet<>();
        Set<Map.Entry<String, String>> searched = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            Resource entry = entries.get(i);
            if (!isVoid(entry) && Collections.disjoint(entry.digest().entrySet(), searched)) {
                positions.add(i);
                entry.digest().forEach((algorithm, digest) -> searched.add(Map.entry(algorithm, digest)));
            }
        }
        return positions;
    }

    /** Of files of the same name, a JVM takes that of the first entry: it has to come first in both class paths. */
    private static Optional<Swap> swapped(List<Resource> then, List<Resource> now, SortedMap<Integer, Integer> pairs) {
        SortedMap<Integer, Integer> back = new TreeMap<>();
        pairs.forEach((i, j) -> back.put(j, i));
        for (Map.Entry<Integer, Integer> pair : pairs.entrySet()) {
            for (int later : preceded(then.get(pair.getKey()))) {
                if (pairs.getOrDefault(later, Integer.MAX_VALUE) < pair.getValue()) {
                    return Optional.of(new Swap(then.get(pair.getKey()), then.get(later)));
                }
            }
        }
        for (Map.Entry<Integer, Integer> pair : back.entrySet()) {
            for (int later : preceded(now.get(pair.getKey()))) {
                if (back.getOrDefault(later, Integer.MAX_VALUE) < pair.getValue()) {
                    return Optional.of(new Swap(now.get(later), now.get(pair.getKey())));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Integer> preceded(Resource entry) {
        String positions = entry.annotations().getOrDefault(PRECEDES, "");
        List<Integer> preceded = new ArrayList<>();
        for (String position : Arrays.asList(positions.split(",", -1))) {
            if (position.matches("[1-9][0-9]{0,8}")) {
                preceded.add(Integer.parseInt(position) - 1);
            }
        }
        return preceded;
    }
}
