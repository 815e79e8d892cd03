package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TraceDamageTests {
    private static final Example EXAMPLE = Example.of(8);

    private Scratch scratch = new Scratch();
    private byte[] whole = new byte[0];

    @BeforeEach
    void write() {
        scratch = new Scratch();
        EXAMPLE.sealedAt(scratch.file());
        whole = scratch.bytes();
    }

    @AfterEach
    void delete() {
        scratch.close();
    }

    @Test
    void everyFlippedBitIsRefused() {
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused("bit " + bit, flipped);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < whole.length; length++) {
            assertRefused("length " + length, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void everyExtensionIsRefused() {
        for (int more = 1; more < 600; more++) {
            assertRefused("zeros " + more, Arrays.copyOf(whole, whole.length + more));
        }
        assertRefused("twice", concatenated(whole, whole));
    }

    @Test
    void namesTheRecordThatWasChanged() {
        byte[] flipped = whole.clone();
        flipped[headerLength() + 256 + 100] ^= 1;

        assertThatThrownBy(() -> TraceReader.open(scratch.holding(flipped)).close())
                .isInstanceOf(RefusedException.class)
                .hasMessageMatching(".*trace\\.rrt, record 3: expected CRC-32C [0-9a-f]+, found [0-9a-f]+");
    }

    @Test
    void saysWhatIsNoTrace() {
        assertThatThrownBy(() -> TraceReader.open(
                                scratch.holding("{\"a\": 1}            ".getBytes(StandardCharsets.US_ASCII)))
                        .close())
                .isInstanceOf(UnreadableException.class)
                .hasMessageEndingWith(
                        "trace.rrt: is not a trace that can be read here: header: expected the first bytes of a trace,"
                                + " found different bytes");
        byte[] later = whole.clone();
        later[8] = 2;
        assertThatThrownBy(() -> TraceReader.open(scratch.holding(later)).close())
                .isInstanceOf(UnreadableException.class)
                .hasMessageEndingWith("header: expected version 1 of the format, found version 2");
        assertThatThrownBy(() -> TraceReader.open(scratch.file("absent")).close())
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("absent: the trace cannot be read: ");
    }

    @Test
    void isNotMadeToAllocateWhatAnEntryClaims() {
        byte[] claiming = whole.clone();
        LittleEndian.putInt(claiming, headerLength() + Layout.PREAMBLE, EntryBuffer.STEP | 0xffffff << 8);

        assertThatThrownBy(() -> TraceReader.open(scratch.holding(claiming)).close())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("record 0: expected the rest of it, found the end of the file");
    }

    /** Changes by someone who mends lengths, ordinals and CRCs but not the chain, or all of it but not the seal. */
    @Nested
    class OfRecords {
        @Test
        void anyTwoSwappedAreRefused() {
            for (int i = 0; i < EXAMPLE.steps().size(); i++) {
                for (int k = i + 1; k < EXAMPLE.steps().size(); k++) {
                    int left = i;
                    int right = k;
                    assertForgeryRefused(entries -> Collections.swap(entries, left, right));
                }
            }
        }

        @Test
        void anyOneDroppedIsRefused() {
            for (int i = 0; i < EXAMPLE.steps().size(); i++) {
                int index = i;
                assertForgeryRefused(entries -> entries.remove(index));
            }
        }

        @Test
        void anyOneRepeatedIsRefused() {
            for (int i = 0; i < EXAMPLE.steps().size(); i++) {
                int index = i;
                assertForgeryRefused(entries -> entries.add(index, entries.get(index)));
            }
        }

        /** Puts the forged steps into a trace of their own and the links of the true one into that. */
        private void assertForgeryRefused(Consumer<List<Example.Step>> forgery) {
            List<Example.Step> steps = new ArrayList<>(EXAMPLE.steps());
            forgery.accept(steps);
            byte[] forged =
                    new Example(EXAMPLE.header(), steps).sealed(scratch.file().getParent());
            int header = headerLength();
            for (int end = header + 256; end <= Math.min(forged.length, whole.length); end += 256) {
                System.arraycopy(whole, end - Chain.LINK, forged, end - Chain.LINK, Chain.LINK);
            }
            System.arraycopy(whole, whole.length - Chain.LINK, forged, forged.length - Chain.LINK, Chain.LINK);
            assertRefused("forgery", forged);
        }
    }

    @Nested
    class OfBlocks {
        @Test
        void swappedBlocksAreRefused() {
            byte[] swapped = whole.clone();
            int header = headerLength();
            System.arraycopy(whole, header, swapped, header + 256, 256);
            System.arraycopy(whole, header + 256, swapped, header, 256);

            assertRefused("swapped", swapped);
        }

        @Test
        void aDroppedBlockIsRefused() {
            int header = headerLength();

            assertRefused(
                    "dropped",
                    concatenated(
                            Arrays.copyOf(whole, header + 256), Arrays.copyOfRange(whole, header + 512, whole.length)));
        }
    }

    @Test
    void aTraceThatEndsOtherwiseIsNotOpenedAsVerified() {
        for (int length = 0; length < whole.length; length++) {
            Path path = scratch.holding(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TraceReader.openVerified(path).close())
                    .as("length " + length)
                    .isInstanceOf(ReproException.class);
        }
        for (int more = 1; more < 300; more++) {
            Path path = scratch.holding(Arrays.copyOf(whole, whole.length + more));
            assertThatThrownBy(() -> TraceReader.openVerified(path).close())
                    .as("zeros " + more)
                    .isInstanceOf(ReproException.class);
        }
        for (int i = 1; i <= Chain.LINK; i++) {
            byte[] flipped = whole.clone();
            flipped[whole.length - i] ^= 1;
            Path path = scratch.holding(flipped);
            assertThatThrownBy(() -> TraceReader.openVerified(path).close()).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void noFileStaysOpen() throws IOException {
        byte[] damaged = whole.clone();
        damaged[60] ^= 1;
        assertRefused("damaged header", damaged);
        assertRefused("no trace", new byte[100]);
        assertRefused("truncated", Arrays.copyOf(whole, whole.length - 1));
        Path path = scratch.holding(whole);
        TraceReader.open(path).close();
        TraceWriter.Position position;
        try (TraceWriter writer = TraceWriter.open(scratch.file("other.rrt"), EXAMPLE.header())) {
            position = writer.position();
            writer.seal();
        }
        TraceWriter.resume(scratch.file("other.rrt"), position).close();

        Path own = Path.of("/proc/self/fd");
        assumeThat(own).exists();
        try (Stream<Path> open = Files.list(own)) {
            assertThat(open.map(TraceDamageTests::target)
                            .filter(target -> target.startsWith(path.getParent().toString())))
                    .isEmpty();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    @Test
    void aChangeAfterOpeningIsRefusedWhenItIsRead() throws IOException {
        try (TraceReader reader = TraceReader.open(scratch.file())) {
            byte[] flipped = whole.clone();
            flipped[headerLength() + 300] ^= 1;
            Files.write(scratch.file(), flipped);

            assertThatThrownBy(() -> Example.read(reader))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("block 1, record 2 and after: expected chain head ");
        }
    }

    private void assertRefused(String what, byte[] bytes) {
        Path path = scratch.holding(bytes);
        assertThatThrownBy(() -> TraceReader.open(path).close()).as(what).isInstanceOf(ReproException.class);
    }

    private static int headerLength() {
        return EXAMPLE.header().encoded().length;
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        assertThat(out.size()).isEqualTo(first.length + second.length);
        return out.toByteArray();
    }
}
