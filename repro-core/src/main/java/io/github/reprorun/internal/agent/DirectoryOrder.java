package io.github.reprorun.internal.agent;

import io.github.reprorun.internal.agent.place.Caller;
import io.github.reprorun.internal.agent.place.SiteSeeds;
import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Sorts the entries of a directory by name, in the order of UTF-16 code units. */
final class DirectoryOrder {
    private DirectoryOrder() {}

    /** Sorts an array in place, or gives the elements of an iterator in order. */
    static Object sort(Object entries) {
        if (entries instanceof Object[] array) {
            Arrays.sort(array);
            return array;
        }
        report(Caller.nearest());
        List<Comparable<Object>> sorted = new ArrayList<>();
        Iterator<?> iterator = (Iterator<?>) entries;
        while (iterator.hasNext()) {
            @SuppressWarnings("unchecked")
            Comparable<Object> entry = (Comparable<Object>) iterator.next();
            sorted.add(entry);
        }
        Collections.sort(sorted);
        return sorted.iterator();
    }

    // the JDK also lists folders for its own purposes, such as to gather entropy
    private static void report(Caller caller) {
        Class<?> type = caller.type();
        if (type != null && isTraining(type) && isListing(caller.api())) {
            SiteSeeds.met(Sites.entry(ChanceSource.DIRECTORY_ORDER, caller));
        }
    }

    /** Excludes the library itself, which may lie in a folder or in the jar of {@code main}. */
    private static boolean isTraining(Class<?> type) {
        return !QuietClasses.isQuiet(type) && ProgramScope.includes(type.getName(), type.getProtectionDomain());
    }

    private static boolean isListing(String api) {
        return api.startsWith("java.nio.file.")
                || api.startsWith("sun.nio.fs.")
                || api.startsWith("java.util.")
                || api.startsWith("java.lang.Iterable.");
    }
}
