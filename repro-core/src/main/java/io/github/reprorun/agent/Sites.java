package io.github.reprorun.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The places that met a source of chance in this JVM. Safe for use by several threads; a count is exact as long as no two
 * threads meet one place at the same instant.
 */
public final class Sites {
    private static final Map<String, Entry> ENTRIES = new HashMap<>();
    /** Never a running thread's place; its counters are guarded by itself. */
    private static final Context INITIALISATION = Context.ordered("class initialisation");

    private static final Map<String, LineageRandom> SHARED = new ConcurrentHashMap<>();

    private static volatile Entry[] byId = new Entry[64];
    private static int size;

    private Sites() {}

    /** Every place met so far on which a result may depend, sorted by kind, class and line. */
    public static List<Site> all() {
        List<Site> sites = new ArrayList<>();
        synchronized (ENTRIES) {
            for (Entry entry : ENTRIES.values()) {
                if (entry.count > 0 && !entry.immaterial) {
                    sites.add(entry.site());
                }
            }
        }
        Collections.sort(sites);
        return List.copyOf(sites);
    }

    /** The place of that kind, class and line, made if it is new. */
    static Entry entry(Source source, String className, int line) {
        return entry(source, className, line, false, "");
    }

    /** As {@link #entry(Source, String, int)}, for code that runs when its class is initialised, on whatever thread. */
    static Entry staticEntry(Source source, String className, int line) {
        return entry(source, className, line, true, "");
    }

    // neither a record nor "+": both spin classes when first used, which costs the start of every run
    private static Entry entry(Source source, String className, int line, boolean whenInitialised, String problem) {
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

    static Entry byId(int id) {
        return byId[id];
    }

    /** Records that a generator without a seed was used in a place that differs from run to run. */
    static void unordered() {
        Caller caller = Caller.nearest();
        entry(Source.UNORDERED_THREAD, caller.className(), caller.line()).met();
    }

    /** Records a class that could not be changed. */
    static void notInstrumented(String className, Throwable problem) {
        entry(Source.NOT_INSTRUMENTED, className, -1, false, "It could not be instrumented: " + problem).count++;
    }

    /** One place, with what is derived for it kept at hand. */
    static final class Entry {
        final int id;
        final String label;
        final long labelHash;
        final Source source;
        final String className;
        final boolean immaterial;
        long count;

        private final int line;
        private final boolean ofLibrary;
        private final String forProgram;
        private final boolean whenInitialised;
        private final String problem;
        private volatile @Nullable LineageRandom shared;

        private Entry(Source source, String className, int line, boolean whenInitialised, String problem, int id) {
            this.source = source;
            this.className = className;
            this.immaterial = Policy.isImmaterial(source, className);
            this.line = line;
            this.ofLibrary = Training.isLibrary(className);
            this.forProgram = ofLibrary ? source.advice().concat(" ").concat(askedBy(className, line)) : "";
            this.whenInitialised = whenInitialised;
            this.problem = problem;
            this.id = id;
            this.label = source.kind().concat(" ").concat(className);
            this.labelHash = Mix.name(label);
        }

        /** Counts that it was met: where a library asks, at the line of the program that called the library. */
        void met() {
            if (isApart()) {
                return;
            }
            Caller program = immaterial || !ofLibrary ? null : Caller.ofProgram();
            if (program == null) {
                count++;
            } else {
                entry(source, program.className(), program.line(), false, forProgram).count++;
            }
        }

        /** Whether who asks is no part of the program, where a class that is initialised always is one. */
        boolean isApart() {
            return !whenInitialised && Context.isApart();
        }

        /** The place that asks: the running thread's or task's, or the class itself while it is initialised. */
        Context place() {
            return whenInitialised ? INITIALISATION : Context.current();
        }

        /** The next seed for this place. */
        long seed() {
            if (whenInitialised) {
                synchronized (INITIALISATION) {
                    return INITIALISATION.seed(label, labelHash);
                }
            }
            Context here = Context.current();
            if (!here.ordered) {
                unordered();
            }
            return here.seed(label, labelHash);
        }

        /** The seed that stands for the clock's {@code value} in this place. */
        long clockSeed(long value) {
            if (whenInitialised) {
                synchronized (INITIALISATION) {
                    return INITIALISATION.clockSeed(value, label, labelHash);
                }
            }
            return Context.current().clockSeed(value, label, labelHash);
        }

        /**
         * The generator from which all draws of this kind by this class are taken, on whatever line: each place with its own
         * state.
         */
        LineageRandom shared() {
            LineageRandom generator = shared;
            if (generator == null) {
                LineageRandom made = new LineageRandom(Mix.combine(RootSeed.value(), labelHash), INITIALISATION);
                LineageRandom others = SHARED.putIfAbsent(label, made);
                generator = others == null ? made : others;
                shared = generator;
            }
            return generator;
        }

        private static String askedBy(String className, int line) {
            return "It was asked for by "
                    .concat(className)
                    .concat(":")
                    .concat(Integer.toString(line))
                    .concat(".");
        }

        /** What a library asked for is counted elsewhere, at the line of the program. */
        Site site() {
            return new Site(
                    source.kind(),
                    className,
                    line,
                    Math.max(1, count),
                    source.treatment(),
                    problem.isEmpty() ? source.advice() : problem);
        }
    }
}
