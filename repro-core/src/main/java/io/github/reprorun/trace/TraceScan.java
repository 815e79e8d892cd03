package io.github.reprorun.trace;

import io.github.reprorun.evidence.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a trace that checks everything in it, in constant memory, and finds how far it is whole. Confined to one
 * thread.
 */
final class TraceScan {
    private final EntryCursor cursor;
    private final Networks networks = new Networks();
    private final StepDecoder decoder;
    private long entries;
    private long steps;
    private long end;
    private boolean sealed;
    private @Nullable Flaw flaw;

    private TraceScan(TraceFile file, long size) {
        this.decoder = new StepDecoder(file.header());
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
     * Scans {@code file} up to {@code offset}, as if it ended there.
     *
     * @throws io.github.reprorun.failure.RefusedException if the file up to there is not what it was when the chain's
     *     head there was {@code head}
     */
    static TraceScan upTo(TraceFile file, long offset, Sha256 head) {
        try {
            if (file.size() < offset) {
                throw new Flaw("end", "at least " + offset + " bytes", file.size() + " bytes");
            }
            TraceScan scan = new TraceScan(file, offset);
            scan.run();
            if (scan.end != offset) {
                throw new Flaw("record " + scan.entries, "to begin at " + offset, "at " + scan.end);
            }
            String found = Chain.hex(scan.cursor.head(), 0);
            if (!head.hex().equals(found)) {
                throw new Flaw("record " + scan.entries, "chain head " + head + " before it", found);
            }
            return scan;
        } catch (Flaw e) {
            throw e.refusing(file.path());
        }
    }

    Networks networks() {
        return networks;
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
            case EntryBuffer.NETWORK -> decoder.add(networks.declare(in, entries));
            case EntryBuffer.STEP -> {
                decoder.decode(in);
                steps++;
            }
            default -> {
                requireSeal(in);
                cursor.requireEnd();
                sealed = true;
            }
        }
    }

    private void requireSeal(EntryInput in) throws Flaw {
        Seal seal = Seal.decode(in, entries);
        Seal counted = new Seal(entries, steps, networks.ordinals());
        if (!seal.equals(counted)) {
            throw in.flaw(counted.toString(), seal.toString());
        }
    }
}
