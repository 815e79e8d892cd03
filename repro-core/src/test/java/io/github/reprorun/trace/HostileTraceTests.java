package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
        void aNetworkWithBytesAfterItsLayers() throws Flaw {
            assertRefused(
                    entries -> entries.set(0, longer(entries.get(0))),
                    "trace.rrt, record 0: expected no more fields, found 1 more bytes");
        }

        @Test
        void aSealWithBytesAfterItsNetworks() throws Flaw {
            assertRefused(
                    entries -> entries.set(6, longer(entries.get(6))),
                    "trace.rrt, record 6: expected no more fields, found 1 more bytes");
        }

        private byte[] longer(byte[] entry) {
            return Arrays.copyOf(entry, entry.length + 1);
        }

        @Test
        void aKindThatIsNone() throws Flaw {
            assertRefused(
                    entries -> entries.get(1)[0] = 4,
                    "trace.rrt, record 1: expected an entry, found kind 4, length 96");
        }
    }

    /** Sets each link of {@code trace} to what it must be. */
    private static void relink(byte[] trace, TraceHeader header) {
        int start = header.encoded().length;
        Chain chain = new Chain();
        for (int from = start; from < trace.length; from += header.blockSize()) {
            int end = Math.min(from + header.blockSize(), trace.length) - Chain.LINK;
            byte[] content = Arrays.copyOfRange(trace, from, end);
            System.arraycopy(chain.link(trace, from - Chain.LINK, content, content.length), 0, trace, end, Chain.LINK);
        }
    }

    @Test
    void aBlockThatBeginsOtherwiseThanItSaysIsRefused() {
        for (int blockSize : new int[] {64, 100, 256}) {
            Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), 6, 1);
            try (Scratch scratch = new Scratch()) {
                Path good = example.sealedAt(scratch.file("good.rrt"));
                byte[] bytes = example.sealed(scratch.file().getParent());
                int blocks = 0;
                for (int start = example.header().encoded().length;
                        start < bytes.length;
                        start += blockSize, blocks++) {
                    for (int at = start; at < start + Layout.PREAMBLE; at++) {
                        byte[] mutant = bytes.clone();
                        mutant[at] ^= 1;
                        relink(mutant, example.header());

                        assertThatThrownBy(() -> TraceReader.open(scratch.holding(mutant))
                                        .close())
                                .isInstanceOf(RefusedException.class)
                                .hasMessageContaining("trace.rrt, block " + blocks + ": expected ");
                        read(scratch.file(), good);
                    }
                }
                relink(bytes, example.header());
                assertThat(read(scratch.holding(bytes), good)).isEqualTo(3);
                assertThat(blocks).isGreaterThan(2);
            }
        }
    }

    @Test
    void aHeaderWithOtherContentIsRefused() {
        assertHeaderRefused(
                buffer -> buffer.u32(256).u8(0), "expected a configuration, found a trace has 1 to 16 columns, not 0");
        assertHeaderRefused(
                buffer -> buffer.u32(256).u8(1).text("weather").u8(0).u8(1).u32(1),
                "expected a known quantity, found \"weather\"");
        assertHeaderRefused(
                buffer -> buffer.u32(256).u8(1).text("batch").u8(2).u8(1).u32(1),
                "expected a column of batch, found scope 2, kind 1, cadence 1");
        assertHeaderRefused(
                buffer -> buffer.u32(256).u8(1).text("batch").u8(0).u8(2).u32(1),
                "expected a column of batch, found scope 0, kind 2, cadence 1");
        assertHeaderRefused(
                buffer -> buffer.u32(256).u8(1).text("batch").u8(0).u8(1).u32(0),
                "expected a column of batch, found scope 0, kind 1, cadence 0");
        assertHeaderRefused(
                buffer -> buffer.u32(256)
                        .u8(2)
                        .text("score")
                        .u8(0)
                        .u8(2)
                        .u32(1)
                        .text("batch")
                        .u8(0)
                        .u8(1)
                        .u32(1),
                "expected columns in their order, found a different order");
        assertHeaderRefused(
                buffer -> buffer.u32(256).u8(1).text("batch").u8(0).u8(1).u32(1).u8(7),
                "expected no more fields, found 1 more bytes");
        assertHeaderRefused(
                buffer -> buffer.u32(63).u8(1).text("batch").u8(0).u8(1).u32(1),
                "expected a configuration, found a block is 64 to 1048576 bytes, not 63");
    }

    private static void assertHeaderRefused(Consumer<EntryBuffer> content, String problem) {
        EntryBuffer buffer = new EntryBuffer().begin();
        buffer.raw(Example.HEADER.encoded(), 0, TraceHeader.PREFIX - 4).u32(0);
        content.accept(buffer);
        LittleEndian.putInt(buffer.bytes(), TraceHeader.PREFIX - 4, buffer.length() + Chain.LINK);
        buffer.raw(new Chain().link(buffer.bytes(), buffer.length()), 0, Chain.LINK);
        try (Scratch scratch = new Scratch()) {
            Path path = scratch.holding(Arrays.copyOf(buffer.bytes(), buffer.length()));

            assertThatThrownBy(() -> TraceReader.openTorn(path).close())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith("trace.rrt, header: " + problem);
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsRefusedAndNotWaitedFor(@TempDir Path folder) throws IOException, InterruptedException {
        Path pipe = folder.resolve("trace.rrt");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> TraceReader.open(pipe).close())
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("not a regular file");
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
        networks.add(new TracedNetwork(16, "n16", layers.subList(0, 16)), 16);
        assertThat(networks.count()).isEqualTo(17);
        Networks wordy = new Networks();
        wordy.add(new TracedNetwork(0, "n".repeat(1 << 23), List.of("n".repeat((1 << 23) - 1))), 0);
        assertThatThrownBy(() -> wordy.add(new TracedNetwork(1, "ab", List.of()), 1))
                .isInstanceOf(IllegalArgumentException.class);
        wordy.add(new TracedNetwork(1, "a", List.of()), 1);
        assertThat(wordy.ordinals()).containsExactly(0L, 1L);
    }
}
