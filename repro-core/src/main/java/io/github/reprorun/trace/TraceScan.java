package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a trace that checks everything in it, in constant memory, and finds how far it is whole. Confined to one
 * thread.
 */
final class TraceScan {
    private final TraceFile file;
    private final EntryCursor cursor;
    private final List<TracedNetwork> networks = new ArrayList<>();
    private final List<TraceRecord> records = new ArrayList<>();
    private final List<Long> declarations = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long entries;
    private long steps;
    private long end;
    private boolean sealed;
    private @Nullable Flaw flaw;

    private TraceScan(TraceFile file, long size) {
        this.file = file;
        this.cursor = new EntryCursor(file, size, true);
        this.end = cursor.offset();
    }

    /** Scans all of {@code file}, as far as it is whole. */
    static TraceScan of(TraceFile file) {
        TraceScan scan = new TraceScan(file, file.size());
        try {
            scan.run();
            if (!scan.sealed) {
                scan.flaw = new Flaw("record " + scan.entries, "a record or the seal", "the end of the file");
            }
        } catch (Flaw e) {
            scan.flaw = e;
        }
        return scan;
    }

    /**
     * Scans {@code file} up to {@code position}, as if it ended there.
     *
     * @throws io.github.reprorun.failure.RefusedException if that is not what was there when the position was taken
     */
    static TraceScan upTo(TraceFile file, TracePosition position) {
        try {
            if (file.size() < position.offset()) {
                throw new Flaw("end", "at least " + position.offset() + " bytes", file.size() + " bytes");
            }
            TraceScan scan = new TraceScan(file, position.offset());
            scan.run();
            if (scan.end != position.offset()) {
                throw new Flaw("record " + scan.entries, "to begin at " + position.offset(), "at " + scan.end);
            }
            String head = Chain.hex(scan.cursor.head(), 0);
            if (!position.head().hex().equals(head)) {
                throw new Flaw("record " + scan.entries, "chain head " + position.head() + " before it", head);
            }
            return scan;
        } catch (Flaw e) {
            throw e.refusing(file.path());
        }
    }

    List<TracedNetwork> networks() {
        return networks;
    }

    /** The ordinals of the entries that declare the networks. */
    List<Long> declarations() {
        return declarations;
    }

    /** The number of whole entries, the seal included. */
    long entries() {
        return entries;
    }

    long steps() {
        return steps;
    }

    /** The offset in the file after the last whole entry. */
    long end() {
        return end;
    }

    /** What kept it from being whole to the end. */
    Optional<Flaw> flaw() {
        return Optional.ofNullable(flaw);
    }

    private void run() throws Flaw {
        while (!sealed && cursor.next()) {
            if (!cursor.suspect()) {
                take(cursor.kind(), cursor.input());
                entries++;
                end = cursor.offset();
            }
        }
    }

    private void take(int kind, EntryInput in) throws Flaw {
        switch (kind) {
            case EntryBuffer.NETWORK -> declare(TracedNetwork.decode(in), in);
            case EntryBuffer.STEP -> {
                int network = in.u16();
                if (network >= records.size()) {
                    throw in.flaw("one of " + records.size() + " networks", "network " + network);
                }
                records.get(network).decode(in);
                steps++;
            }
            default -> {
                requireSeal(in);
                cursor.requireEnd();
                sealed = true;
            }
        }
    }

    private void declare(TracedNetwork network, EntryInput in) throws Flaw {
        if (network.id() != networks.size() || !names.add(network.name())) {
            throw in.flaw(
                    "network " + networks.size() + " with a name of its own",
                    network.id() + " \"" + network.name() + '"');
        }
        networks.add(network);
        records.add(new TraceRecord(file.header(), network));
        declarations.add(entries);
    }

    private void requireSeal(EntryInput in) throws Flaw {
        Seal seal = Seal.decode(in);
        Seal counted = new Seal(entries, steps, declarations);
        if (!seal.equals(counted)) {
            throw in.flaw(counted.toString(), seal.toString());
        }
    }
}
