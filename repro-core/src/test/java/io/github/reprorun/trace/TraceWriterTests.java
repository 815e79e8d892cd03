package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.io.OutputStream;
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
    void refusesAFileThatIsThere() throws IOException {
        Files.writeString(folder.resolve("trace.rrt"), "something");

        assertThatThrownBy(this::open)
                .isInstanceOf(UnwritableException.class)
                .hasMessageStartingWith(folder.resolve("trace.rrt") + ": the trace cannot be written: ");
        assertThat(folder.resolve("trace.rrt")).hasContent("something");
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
                    .hasMessage("the record was made for another trace than " + folder.resolve("trace.rrt"));
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
