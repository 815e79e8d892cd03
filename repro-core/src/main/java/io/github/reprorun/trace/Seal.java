package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * The entry that ends a trace. Immutable, hence safe to share between threads.
 *
 * @param entries the entries before this one
 * @param steps the steps among them
 * @param declarations the ordinals of the networks among them
 */
record Seal(long entries, long steps, List<Long> declarations) {
    Seal {
        declarations = List.copyOf(declarations);
    }

    void encode(EntryBuffer buffer) {
        buffer.beginEntry().u64(entries).u64(steps).u16(declarations.size());
        declarations.forEach(buffer::u64);
        buffer.endEntry(EntryBuffer.SEAL, entries);
    }

    /** Reads the seal that is the entry with {@code ordinal}. */
    static Seal decode(EntryInput in, long ordinal) throws Flaw {
        long entries = in.u64();
        long steps = in.u64();
        int networks = in.u16();
        List<Long> declarations = new ArrayList<>();
        for (int i = 0; i < networks; i++) {
            declarations.add(in.u64());
        }
        in.end();
        if (entries != ordinal || steps != entries - networks) {
            throw in.flaw(
                    ordinal + " records, " + (ordinal - networks) + " steps, " + networks + " networks",
                    entries + " records, " + steps + " steps");
        }
        return new Seal(entries, steps, declarations);
    }
}
