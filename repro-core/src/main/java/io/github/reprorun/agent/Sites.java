package io.github.reprorun.agent;

import io.github.reprorun.spi.Hazard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The places that met a source of chance in this JVM. Safe for use by several threads; a count is exact as long as no two
 * threads meet one place at the same instant.
 */
public final class Sites {
    private static final Map<String, Entry> ENTRIES = new HashMap<>();
    private static volatile Entry[] byId = new Entry[64];
    private static int size;

    private Sites() {}

    /**
     * Every place met so far on which a result may depend, by kind, class and line. Its class is the nearest caller outside
     * the JDK and the libraries of numerics, or the library's own if there is no other on the stack; its count leaves out
     * what several threads met at the same instant.
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

    /** The place where {@code caller} asks for {@code source}. */
    static Entry entry(Source source, Caller caller) {
        return caller.method().equals("<clinit>")
                ? staticEntry(source, caller.className(), caller.line())
                : entry(source, caller.className(), caller.line());
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
        /** Whether the code that asks runs when its class is initialised, on whatever thread. */
        final boolean whenInitialised;

        long count;

        /** The generator that {@link SiteSeeds#shared} gives, once it was asked for. */
        volatile @Nullable Random shared;

        private final int line;
        private final boolean ofLibrary;
        private final String forProgram;
        private final String problem;

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

        private static String askedBy(String className, int line) {
            return "It was asked for by "
                    .concat(className)
                    .concat(":")
                    .concat(Integer.toString(line))
                    .concat(".");
        }

        /** What a library asked for is counted elsewhere, at the line of the program. */
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

    /** By kind, class and line, then advice and the rest. A class of its own, since a lambda would cost the start of every run. */
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
