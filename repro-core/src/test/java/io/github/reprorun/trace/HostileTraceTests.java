package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is read, or refused with a failure of this library. */
class HostileTraceTests {
    private static final List<Function<Path, TraceReader>> WAYS =
            List.of(TraceReader::open, TraceReader::openTorn, TraceReader::openVerified);

    /** Reads and compares {@code path} with {@code good} in every way there is, and returns how many succeeded. */
    private static int read(Path path, Path good) {
        int succeeded = 0;
        for (Function<Path, TraceReader> way : WAYS) {
            try (TraceReader reader = way.apply(path);
                    TraceReader other = TraceReader.openVerified(good)) {
                Example.read(reader);
                TraceComparison.of(reader, other);
                TraceComparison.of(other, reader);
                succeeded++;
            } catch (ReproException e) {
                assertThat(e.getMessage()).contains(path.toString());
            }
        }
        return succeeded;
    }

    /** The entries of a trace, whole, the seal last. */
    private static List<byte[]> entries(Path path) throws Flaw {
        List<byte[]> entries = new ArrayList<>();
        try (TraceFile file = TraceFile.open(path)) {
            EntryCursor cursor = new EntryCursor(file, file.size(), false);
            do {
                assertThat(cursor.next()).isTrue();
                entries.add(cursor.copy());
            } while (cursor.kind() != EntryBuffer.SEAL);
        }
        return entries;
    }

    /** Writes {@code entries} with CRCs, blocks and links that are right. */
    private static void forge(Path path, TraceHeader header, List<byte[]> entries) {
        byte[] encoded = header.encoded();
        byte[] head = Arrays.copyOfRange(encoded, encoded.length - Chain.LINK, encoded.length);
        try (OutputStream out = Files.newOutputStream(path)) {
            out.write(encoded);
            BlockWriter blocks =
                    new BlockWriter(path, out, new Layout(encoded.length, header.blockSize()), encoded.length, head, 0);
            EntryBuffer buffer = new EntryBuffer();
            for (byte[] entry : entries) {
                buffer.beginEntry().raw(entry, EntryBuffer.FRAME, entry.length - EntryBuffer.FRAME - EntryBuffer.CHECK);
                buffer.endEntry(entry[0], blocks.entries());
                blocks.append(buffer.bytes(), buffer.length());
            }
            blocks.end();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Property(tries = 100)
    void anyBytesAreReadOrRefused(@ForAll @IntRange(min = 64, max = 400) int blockSize, @ForAll long seed) {
        Random random = new Random(seed);
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), 12, seed);
        try (Scratch scratch = new Scratch()) {
            Path good = example.sealedAt(scratch.file("good.rrt"));
            byte[] bytes = example.sealed(scratch.file().getParent());
            for (int i = 0; i < 10; i++) {
                byte[] mutant = Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(bytes.length));
                for (int changes = random.nextInt(4); changes > 0 && mutant.length > 0; changes--) {
                    mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
                }
                read(scratch.holding(mutant), good);
            }
        }
    }

    @Property(tries = 100)
    void anyContentInAChainThatIsRightIsReadOrRefused(
            @ForAll @IntRange(min = 64, max = 400) int blockSize, @ForAll long seed) throws Flaw {
        Random random = new Random(seed);
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), 6, seed);
        try (Scratch scratch = new Scratch()) {
            Path good = example.sealedAt(scratch.file("good.rrt"));
            for (int i = 0; i < 10; i++) {
                List<byte[]> entries = entries(good);
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    byte[] entry = entries.get(random.nextInt(entries.size()));
                    int at = random.nextInt(3) == 0 ? 0 : EntryBuffer.FRAME + random.nextInt(entry.length - 8);
                    entry[at] = (byte) (random.nextBoolean() ? random.nextInt(5) : random.nextInt(256));
                }
                forge(scratch.file(), example.header(), entries);
                read(scratch.file(), good);
                Files.deleteIfExists(scratch.file());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One thing each that is wrong in a trace whose chain is right. */
    @Nested
    class IsRefused {
        private void assertRefused(Consumer<List<byte[]>> change, String message) throws Flaw {
            try (Scratch scratch = new Scratch()) {
                Path good = Example.of(4).sealedAt(scratch.file("good.rrt"));
                List<byte[]> entries = entries(good);
                forge(scratch.file(), Example.HEADER, entries);
                assertThat(read(scratch.file(), good)).isEqualTo(3);

                change.accept(entries);
                forge(scratch.file(), Example.HEADER, entries);

                assertThatThrownBy(() -> TraceReader.open(scratch.file()).close())
                        .isInstanceOf(RefusedException.class)
                        .hasMessageEndingWith(message);
                assertThat(read(scratch.file(), good)).isLessThan(3);
            }
        }

        @Test
        void aStepOfANetworkThatIsNotDeclared() throws Flaw {
            assertRefused(
                    entries -> entries.get(1)[4] = 7,
                    "trace.rrt, record 1: expected one of 1 networks, found network 7");
        }

        @Test
        void aStepWithAColumnThatIsNotThere() throws Flaw {
            assertRefused(
                    entries -> entries.get(1)[7] = 1,
                    "trace.rrt, record 1: expected the presence of 7 columns, found 0x17f");
        }

        @Test
        void aStepWithFewerValuesThanItSays() throws Flaw {
            assertRefused(
                    entries -> entries.get(2)[6] |= 0x10, "trace.rrt, record 2: expected 8 more bytes, found 0 bytes");
        }

        @Test
        void aStepWithMoreValuesThanItSays() throws Flaw {
            assertRefused(
                    entries -> entries.get(1)[6] &= ~0x10,
                    "trace.rrt, record 1: expected no more fields, found 8 more bytes");
        }

        @Test
        void aNegativeIteration() throws Flaw {
            assertRefused(
                    entries -> entries.get(1)[11] = (byte) 0x80,
                    "trace.rrt, record 1: expected iteration below 2^31, found 2147483648");
        }

        @Test
        void aNetworkOutOfTurn() throws Flaw {
            assertRefused(
                    entries -> entries.get(0)[4] = 1,
                    "trace.rrt, record 0: expected another network, found the next network is number 0 and has a name of "
                            + "its own, unlike number 1 \"network-0\"");
        }

        @Test
        void aNameThatIsNoUtf8() throws Flaw {
            assertRefused(
                    entries -> entries.get(0)[8] = (byte) 0xff,
                    "trace.rrt, record 0: expected a name in UTF-8, found other bytes");
        }

        @Test
        void aSealThatCountsOtherwise() throws Flaw {
            assertRefused(
                    entries -> entries.get(6)[4] = 7,
                    "trace.rrt, record 6: expected 6 records, 4 steps, 2 networks, found 7 records, 4 steps");
        }

        @Test
        void aSealWithOtherNetworks() throws Flaw {
            assertRefused(
                    entries -> entries.get(6)[22] = 1,
                    "trace.rrt, record 6: expected Seal[entries=6, steps=4, declarations=[0, 4]], "
                            + "found Seal[entries=6, steps=4, declarations=[1, 4]]");
        }

        @Test
        void aRecordAfterTheSeal() throws Flaw {
            assertRefused(entries -> entries.add(entries.get(1)), "");
        }

        @Test
        void aKindThatIsNone() throws Flaw {
            assertRefused(
                    entries -> entries.get(1)[0] = 4,
                    "trace.rrt, record 1: expected an entry, found kind 4, length 96");
        }
    }

    @Test
    void moreLayersThanAHeapHoldsAreRefused() {
        Networks networks = new Networks();
        List<String> layers = java.util.Collections.nCopies(65_535, "");
        for (int i = 0; i < 16; i++) {
            networks.add(new TracedNetwork(i, "n" + i, layers), i);
        }
        assertThatThrownBy(() -> networks.add(new TracedNetwork(16, "n16", layers), 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the networks of a trace have at most 1048576 layers and 16777216 characters of names");
    }
}
