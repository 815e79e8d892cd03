package io.github.reprorun.internal.agent.place;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The places in the code that used a source of chance in this JVM. Safe for use by several threads; a count is
 * exact as long as no two threads reach one place at the same instant.
 */
public final class Sites {
    private static final Map<String, Entry> ENTRIES = new HashMap<>();
    private static volatile Entry[] byId = new Entry[64];
    private static int size;

    private Sites() {}

    /**
     * Every place met so far on which a result may depend, by kind, class and line. Its class is the nearest caller
     * outside the JDK and the libraries of numerics, or the library's own if there is no other on the stack; its count
     * may miss requests by several threads at the same instant.
     */
    public static List<Hazard> all() {
        List<Hazard> sites = new ArrayList<>();
        synchronized (ENTRIES) {
            for (Entry entry : ENTRIES.values()) {
                if (entry.count > 0 && !entry.immaterial) {
                    sites.add(entry.hazard());
                }
            }
        }
        sites.sort(new Order());
        return List.copyOf(sites);
    }

    /** The place of that kind, class and line, made if it is new. */
    public static Entry entry(ChanceSource source, String className, int line) {
        return entry(source, className, line, false, "");
    }

    /**
     * As {@link #entry(ChanceSource, String, int)}, for code that runs when its class is initialised, on any thread.
     */
    public static Entry staticEntry(ChanceSource source, String className, int line) {
        return entry(source, className, line, true, "");
    }

    // neither a record nor "+": both generate classes at their first use, which slows the start of every run
    private static Entry entry(
            ChanceSource source, String className, int line, boolean whenInitialised, String problem) {
        String place = className.concat(whenInitialised ? "!" : ":").concat(Integer.toString(line));
        String key = source.name().concat(" ").concat(place).concat(problem);
        synchronized (ENTRIES) {
            Entry entry = ENTRIES.get(key);
            if (entry == null) {
                entry = add(new Entry(source, className, line, whenInitialised, problem, size));
                ENTRIES.put(key, entry);
            }
            return entry;
        }
    }

    private static Entry add(Entry entry) {
        if (size == byId.length) {
            byId = Arrays.copyOf(byId, 2 * size);
        }
        byId[size++] = entry;
        return entry;
    }

    /** The place where {@code caller} requests {@code source}. */
    public static Entry entry(ChanceSource source, Caller caller) {
        return caller.method().equals("<clinit>")
                ? staticEntry(source, caller.className(), caller.line())
                : entry(source, caller.className(), caller.line());
    }

    public static Entry byId(int id) {
        return byId[id];
    }

    /** Records that a generator without a seed was used in a place that differs from run to run. */
    static void unordered() {
        Caller caller = Caller.nearest();
        entry(ChanceSource.UNORDERED_THREAD, caller.className(), caller.line()).met();
    }

    /** Records a class that could not be changed. */
    public static void notInstrumented(String className, Throwable problem) {
        entry(ChanceSource.NOT_INSTRUMENTED, className, -1, false, "It could not be instrumented: " + problem).count++;
    }

    /** One place, with a cache of what is derived for it. */
    public static final class Entry {
        public final int id;
        final String label;
        final long labelHash;
        public final ChanceSource source;
        public final String className;
        public final boolean immaterial;
        /** Whether the requesting code runs when its class is initialised, on any thread. */
        final boolean whenInitialised;

        long count;

        /** The generator that {@link SiteSeeds#shared} returns, after the first request. */
        volatile @Nullable Random shared;

        private final int line;
        private final boolean ofLibrary;
        private final String forProgram;
        private final String problem;

        private Entry(
                ChanceSource source, String className, int line, boolean whenInitialised, String problem, int id) {
            this.source = source;
            this.className = className;
            this.immaterial = QuietClasses.isImmaterial(source, className);
            this.line = line;
            this.ofLibrary = ProgramScope.isLibrary(className);
            this.forProgram = ofLibrary ? source.advice().concat(" ").concat(askedBy(className, line)) : "";
            this.whenInitialised = whenInitialised;
            this.problem = problem;
            this.id = id;
            this.label = source.kind().concat(" ").concat(className);
            this.labelHash = SeedMixing.name(label);
        }

        /** Counts one request; if a library makes it, at the line of the program that called the library. */
        void met() {
            Caller program = immaterial || !ofLibrary ? null : Caller.ofProgram();
            if (program == null) {
                count++;
            } else {
                entry(source, program.className(), program.line(), false, forProgram).count++;
            }
        }

        private static String askedBy(String className, int line) {
            return "It was asked for by "
                    .concat(className)
                    .concat(":")
                    .concat(Integer.toString(line))
                    .concat(".");
        }

        /** Requests by a library are counted elsewhere, at the line of the program. */
        Hazard hazard() {
            return new Hazard(
                    source.kind(),
                    className,
                    line,
                    Math.max(1, count),
                    source.treatment(),
                    problem.isEmpty() ? source.advice() : problem);
        }
    }

    /**
     * By kind, class and line, then advice and the rest. A separate class, since a lambda would slow the start of every
     * run.
     */
    static final class Order implements Comparator<Hazard> {
        @Override
        public int compare(Hazard one, Hazard other) {
            int order = one.kind().compareTo(other.kind());
            order = order != 0 ? order : one.className().compareTo(other.className());
            order = order != 0 ? order : Integer.compare(one.line(), other.line());
            order = order != 0 ? order : one.advice().compareTo(other.advice());
            order = order != 0 ? order : one.treatment().compareTo(other.treatment());
            return order != 0 ? order : Long.compare(one.count(), other.count());
        }
    }
}
