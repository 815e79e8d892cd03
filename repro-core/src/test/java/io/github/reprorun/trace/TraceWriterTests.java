package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWriterTests {
    @TempDir
    Path folder;

    private TraceWriter open() {
        return TraceWriter.open(folder.resolve("trace.rrt"), Example.HEADER);
    }

    private long stepsOnDisk() {
        try (TraceReader reader = TraceReader.openTorn(folder.resolve("trace.rrt"))) {
            return reader.steps();
        }
    }

    @Test
    void theBytesDoNotDependOnWhenItIsFlushed() throws IOException {
        Example example = Example.of(20);
        try (TraceWriter writer = open()) {
            for (int i = 0; i < 20; i++) {
                example.append(writer, i, i + 1);
                writer.force();
                writer.position();
            }
            writer.seal();
        }

        assertThat(Files.readAllBytes(folder.resolve("trace.rrt"))).isEqualTo(example.sealed(folder));
    }

    @Test
    void losesFewerThan32StepsWithoutAFlushAndNoneWithOne() {
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), 1024 * 1024), 100, 1);
        try (TraceWriter writer = TraceWriter.open(folder.resolve("trace.rrt"), example.header())) {
            example.append(writer, 0, 31);
            assertThat(stepsOnDisk()).isZero();
            example.append(writer, 31, 70);
            assertThat(stepsOnDisk()).isEqualTo(64);
            writer.flush();
            assertThat(stepsOnDisk()).isEqualTo(70);
            example.append(writer, 70, 71);
        }
        assertThat(stepsOnDisk()).isEqualTo(71);
    }

    @Test
    void allocatesNothingForAStep() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TraceWriter writer = open()) {
            TraceRecord record = new TraceRecord(writer.header(), writer.network("n", List.of("a", "b")));
            long[] layers = new long[2];
            appendSteps(writer, record, layers, 1000);
            long before = threads.getCurrentThreadAllocatedBytes();

            appendSteps(writer, record, layers, 10_000);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        }
    }

    private static void appendSteps(TraceWriter writer, TraceRecord record, long[] layers, int count) {
        Digest64 digest = new Digest64();
        for (int i = 0; i < count; i++) {
            layers[1] = digest.reset().update(i).value();
            writer.append(record.at(i, 0, 0).set(Quantity.BATCH, i).score(i).set(Quantity.PARAMETERS, layers));
        }
    }

    @Test
    void refusesAFileThatIsThere() throws IOException {
        Files.writeString(folder.resolve("trace.rrt"), "something");

        assertThatThrownBy(this::open)
                .isInstanceOf(UnwritableException.class)
                .hasMessageStartingWith(folder.resolve("trace.rrt") + ": the trace cannot be written: ");
        assertThat(folder.resolve("trace.rrt")).hasContent("something");
    }

    @Test
    void saysWhenItIsNotOnTheDisk() throws IOException {
        try (TraceWriter forced = open()) {
            Files.delete(folder.resolve("trace.rrt"));
            assertThatThrownBy(forced::force)
                    .isInstanceOf(UnwritableException.class)
                    .hasMessageStartingWith(folder.resolve("trace.rrt") + ": the trace cannot be written: ");
        }
        try (TraceWriter sealed = open()) {
            Files.delete(folder.resolve("trace.rrt"));
            assertThatThrownBy(sealed::seal).isInstanceOf(UnwritableException.class);
        }
    }

    @Test
    void isNotDisturbedByAnInterruptAndKeepsIt() {
        Example example = Example.of(200);
        try (TraceWriter writer = open()) {
            Thread.currentThread().interrupt();
            example.append(writer, 0, 100);
            writer.force();
            example.append(writer, 100, 200);
            writer.seal();
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        try (TraceReader reader = TraceReader.open(folder.resolve("trace.rrt"))) {
            assertThat(Example.read(reader)).isEqualTo(example.steps());
        }
    }

    @Test
    void takesNothingAfterItIsClosed() {
        TraceWriter writer = open();
        TraceRecord record = new TraceRecord(writer.header(), writer.network("n", List.of()));
        writer.close();
        writer.close();

        assertThatThrownBy(() -> writer.append(record.at(0, 0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the trace " + folder.resolve("trace.rrt") + " is closed");
        assertThatThrownBy(writer::seal).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.network("m", List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesARecordThatWasMadeForAnotherTrace() {
        try (TraceWriter writer = open()) {
            TracedNetwork network = writer.network("n", List.of());
            TraceHeader other = TraceHeader.of(Column.whole(Quantity.BATCH, 1));

            assertThatThrownBy(() -> writer.append(new TraceRecord(other, network)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the record was made for a different trace than " + folder.resolve("trace.rrt"));
            TracedNetwork stranger = new TracedNetwork(0, "n", List.of("other"));
            assertThatThrownBy(() -> writer.append(new TraceRecord(Example.HEADER, stranger)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Networks {
        @Test
        void areDeclaredOnce() {
            try (TraceWriter writer = open()) {
                TracedNetwork network = writer.network("a", List.of("0", "1"));

                assertThat(writer.network("b", List.of())).isEqualTo(new TracedNetwork(1, "b", List.of()));
                assertThat(writer.network("a", List.of("0", "1"))).isSameAs(network);
            }
        }

        @Test
        void cannotChangeTheirLayers() {
            try (TraceWriter writer = open()) {
                writer.network("a", List.of("0", "1"));

                assertThatThrownBy(() -> writer.network("a", List.of("0")))
                        .isInstanceOf(UsageException.class)
                        .hasMessage("a: is traced with the layers [0, 1] already, not [0]");
            }
        }

        @Test
        void haveNamesInUnicode() {
            try (TraceWriter writer = open()) {
                writer.network("réseau-网络", List.of("coúche"));
                assertThatThrownBy(() -> writer.network("\ud800", List.of()))
                        .isInstanceOf(IllegalArgumentException.class);
                writer.seal();
            }
            try (TraceReader reader = TraceReader.open(folder.resolve("trace.rrt"))) {
                assertThat(reader.networks()).containsExactly(new TracedNetwork(0, "réseau-网络", List.of("coúche")));
            }
        }

        @Test
        void haveNamesOfAtMost65535Bytes() {
            String longest = "é".repeat(32_767) + "x";
            try (TraceWriter writer = open()) {
                writer.network(longest, List.of());
                assertThatThrownBy(() -> writer.network(longest + "y", List.of()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("a name in a trace is at most 65535 bytes of UTF-8, not 65536");
                writer.seal();
            }
            try (TraceReader reader = TraceReader.open(folder.resolve("trace.rrt"))) {
                assertThat(reader.networks()).containsExactly(new TracedNetwork(0, longest, List.of()));
            }
        }

        @Test
        void fitIntoOneRecord() {
            List<String> names = java.util.Collections.nCopies(300, "n".repeat(60_000));
            try (TraceWriter writer = open()) {
                assertThatThrownBy(() -> writer.network("a", names))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                "an entry of a trace is at most 16777215 bytes long, and this one would be 18000615");
                assertThat(writer.network("b", List.of()).id()).isZero();
                writer.seal();
            }
            try (TraceReader reader = TraceReader.open(folder.resolve("trace.rrt"))) {
                assertThat(reader.networks()).containsExactly(new TracedNetwork(0, "b", List.of()));
            }
        }

        @Test
        void canHaveThousandsOfLayersInSmallBlocks() {
            List<String> layers = java.util.stream.IntStream.range(0, 5000)
                    .mapToObj(i -> "layer" + i)
                    .toList();
            long[] digests = java.util.stream.LongStream.range(0, 5000).toArray();
            try (TraceWriter writer = open()) {
                TraceRecord record = new TraceRecord(writer.header(), writer.network("deep", layers));
                writer.append(record.at(0, 0, 0).set(Quantity.PARAMETERS, digests));
                writer.append(record.at(1, 0, 0).score(0.5));
                writer.seal();
            }
            try (TraceReader reader = TraceReader.openVerified(folder.resolve("trace.rrt"))) {
                TraceCursor cursor = reader.cursor(2);
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.ordinal()).isEqualTo(2);
                assertThat(cursor.step().value(Quantity.SCORE)).isEqualTo(Double.doubleToRawLongBits(0.5));
                assertThat(reader.networks().get(0).layers()).isEqualTo(layers);
            }
        }
    }

    /** A disk that takes {@code room} bytes and then nothing more. */
    @Nested
    class OnAFullDisk {
        private final class FullDisk extends OutputStream {
            private int room = 300;
            private boolean closed;

            @Override
            public void close() {
                closed = true;
            }

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > room) {
                    throw new IOException("No space left on device");
                }
                room -= length;
            }
        }

        @Test
        void isClosedAllTheSame() {
            FullDisk disk = new FullDisk();
            BlockWriter blocks =
                    new BlockWriter(folder.resolve("t"), disk, new Layout(0, 256), 0, new byte[Chain.LINK], 0);
            assertThat(blocks.sound()).isTrue();
            blocks.append(new byte[200], 200);
            assertThatThrownBy(() -> blocks.append(new byte[400], 400)).isInstanceOf(UnwritableException.class);

            assertThat(blocks.sound()).isFalse();
            blocks.close();
            assertThat(disk.closed).isTrue();
        }

        @Test
        void saysWhichFileAndGoesOnSayingIt() {
            Path path = folder.resolve("trace.rrt");
            BlockWriter blocks = new BlockWriter(path, new FullDisk(), new Layout(0, 256), 0, new byte[Chain.LINK], 0);
            byte[] entry = new byte[100];
            blocks.append(entry, entry.length);
            blocks.append(entry, entry.length);
            blocks.append(entry, entry.length);

            String message = path + ": the trace cannot be written: No space left on device";
            assertThatThrownBy(blocks::flush)
                    .isInstanceOf(UnwritableException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> blocks.append(entry, entry.length)).hasMessage(message);
            assertThatThrownBy(blocks::force).hasMessage(message);
            assertThatThrownBy(blocks::end).hasMessage(message);
        }
    }
}
