package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TornTraceTests {
    /** For each length of the file, the number of entries that are whole in it. */
    private static int[] wholeEntries(Example example, Scratch scratch) {
        List<Long> ends = new ArrayList<>();
        try (TraceWriter writer = TraceWriter.open(scratch.file(), example.header())) {
            int declared = 0;
            for (int i = 0; i < example.steps().size(); i++) {
                TraceRecord record = Example.record(writer, example.steps().get(i));
                if (record.network().id() >= declared) {
                    declared++;
                    ends.add(writer.position().offset());
                }
                writer.append(record);
                ends.add(writer.position().offset());
            }
            writer.seal();
        }
        int size = scratch.bytes().length;
        int[] whole = new int[size + 1];
        int header = example.header().encoded().length;
        int block = example.header().blockSize();
        for (int length = 0; length <= size; length++) {
            int count = 0;
            for (long end : ends) {
                boolean atBlock = (end - header) % block == 0 && end > header;
                count += length >= (atBlock ? end - Chain.LINK : end) ? 1 : 0;
            }
            whole[length] = count;
        }
        whole[size] = ends.size() + 1;
        return whole;
    }

    @Property(tries = 10)
    void isReadUpToItsLastWholeRecordWhereverItEnds(
            @ForAll @IntRange(min = 64, max = 400) int blockSize, @ForAll long seed) {
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), 12, seed);
        try (Scratch scratch = new Scratch()) {
            int[] whole = wholeEntries(example, scratch);
            byte[] bytes = scratch.bytes();
            for (int length = example.header().encoded().length; length <= bytes.length; length++) {
                try (TraceReader reader = TraceReader.openTorn(scratch.holding(Arrays.copyOf(bytes, length)))) {
                    assertThat(reader.entries())
                            .as("entries in %d bytes", length)
                            .isEqualTo(whole[length]);
                    assertThat(reader.tear().isPresent()).isEqualTo(length < bytes.length);
                    assertThat(Example.read(reader)).isEqualTo(example.steps().subList(0, (int) reader.steps()));
                }
            }
        }
    }

    @Property(tries = 10)
    void isReadUpToWhatFollowsItsLastSoundBlock(
            @ForAll @IntRange(min = 64, max = 400) int blockSize, @ForAll long seed) {
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), 12, seed);
        try (Scratch scratch = new Scratch()) {
            wholeEntries(example, scratch);
            byte[] bytes = scratch.bytes();
            for (int at = example.header().encoded().length; at < bytes.length; at += 3) {
                byte[] damaged = bytes.clone();
                Arrays.fill(damaged, at, bytes.length, (byte) 0);
                try (TraceReader reader = TraceReader.openTorn(scratch.holding(damaged))) {
                    assertThat(reader.tear()).isPresent();
                    assertThat(Example.read(reader)).isEqualTo(example.steps().subList(0, (int) reader.steps()));
                }
            }
        }
    }

    @Test
    void saysWhatIsMissing() {
        try (Scratch scratch = new Scratch()) {
            try (TraceWriter writer =
                    TraceWriter.open(scratch.file(), new TraceHeader(Example.HEADER.columns(), 4096))) {
                Example.of(4).append(writer, 0, 4);
            }
            byte[] bytes = scratch.bytes();

            try (TraceReader reader = TraceReader.openTorn(scratch.holding(Arrays.copyOf(bytes, bytes.length - 10)))) {
                assertThat(reader.tear())
                        .contains(new TraceReader.Tear(
                                5, 62, "record 5: expected the rest of it, found the end of the file"));
                assertThat(reader.steps()).isEqualTo(3);
            }
        }
    }

    @Test
    void isRefusedWithoutBeingAskedFor() {
        try (Scratch scratch = new Scratch()) {
            try (TraceWriter writer = TraceWriter.open(scratch.file(), Example.HEADER)) {
                Example.of(4).append(writer, 0, 4);
            }
            assertThatThrownBy(() -> TraceReader.open(scratch.file()).close())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith(
                            "trace.rrt, record 6: expected a record or the seal, found the end of the file");
            assertThatThrownBy(() -> TraceReader.openVerified(scratch.file()).close())
                    .isInstanceOf(RefusedException.class);
            try (TraceReader reader = TraceReader.openTorn(scratch.file())) {
                assertThat(reader.steps()).isEqualTo(4);
            }
        }
    }

    @Test
    void isRefusedWhenItsHeaderIsDamaged() {
        try (Scratch scratch = new Scratch()) {
            Example.of(4).sealedAt(scratch.file());
            byte[] bytes = scratch.bytes();
            bytes[30] ^= 1;

            assertThatThrownBy(
                            () -> TraceReader.openTorn(scratch.holding(bytes)).close())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("trace.rrt, header: expected chain head ");
        }
    }
}
