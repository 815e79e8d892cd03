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

/** Puts what a directory holds into the order of names, by their UTF-16 code units. */
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

    // the JDK lists folders for purposes of its own too, such as to gather entropy
    private static void report(Caller caller) {
        Class<?> type = caller.type();
        if (type != null && isTraining(type) && isListing(caller.api())) {
            SiteSeeds.met(Sites.entry(ChanceSource.DIRECTORY_ORDER, caller));
        }
    }

    /** Not the library itself, though it may lie in a folder or in the jar of {@code main}. */
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
