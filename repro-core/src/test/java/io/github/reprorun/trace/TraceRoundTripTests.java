package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceRoundTripTests {
    @TempDir
    Path folder;

    @Test
    void givesBackEachStep() {
        Example example = Example.of(50);

        try (TraceReader reader = TraceReader.open(example.sealedAt(folder.resolve("t.rrt")))) {
            assertThat(Example.read(reader)).isEqualTo(example.steps());
            assertThat(reader.header()).isEqualTo(example.header());
            assertThat(reader.networks())
                    .containsExactly(
                            new TracedNetwork(0, "network-0", List.of("conv1", "dense", "out")),
                            new TracedNetwork(1, "network-1", List.of("0")));
            assertThat(reader.steps()).isEqualTo(50);
            assertThat(reader.entries()).isEqualTo(53);
            assertThat(reader.tear()).isEmpty();
        }
    }

    @Test
    void givesBackATraceWithoutSteps() {
        try (TraceReader reader = TraceReader.open(Example.of(0).sealedAt(folder.resolve("t.rrt")))) {
            assertThat(Example.read(reader)).isEmpty();
            assertThat(reader.entries()).isEqualTo(1);
        }
    }

    @Test
    void keepsWhatIsNotPresentApartFromZero() {
        Path path = folder.resolve("t.rrt");
        try (TraceWriter writer = TraceWriter.open(path, TraceHeader.of(Column.whole(Quantity.BATCH, 1)))) {
            TraceRecord record = new TraceRecord(writer.header(), writer.network("n", List.of()));
            writer.append(record.at(0, 0, 0).set(Quantity.BATCH, 0));
            writer.append(record.at(1, 0, 0));
            writer.seal();
        }

        try (TraceReader reader = TraceReader.open(path)) {
            TraceCursor cursor = reader.cursor();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.step().has(Quantity.BATCH)).isTrue();
            assertThat(cursor.step().value(Quantity.BATCH)).isZero();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.step().has(Quantity.BATCH)).isFalse();
            assertThatThrownBy(() -> cursor.step().value(Quantity.BATCH))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the record has no batch");
            assertThat(cursor.next()).isFalse();
        }
    }

    @Property(tries = 60)
    void givesBackEachStepWhateverTheBlockSize(
            @ForAll @IntRange(max = 60) int steps,
            @ForAll @IntRange(min = 64, max = 600) int blockSize,
            @ForAll long seed) {
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), steps, seed);
        try (Scratch scratch = new Scratch();
                TraceReader reader = TraceReader.open(example.sealedAt(scratch.file()));
                TraceReader verified = TraceReader.openVerified(scratch.file())) {
            assertThat(Example.read(reader)).isEqualTo(example.steps());
            assertThat(Example.read(verified)).isEqualTo(example.steps());
            assertThat(verified.networks()).isEqualTo(reader.networks());
            assertThat(verified.entries()).isEqualTo(reader.entries());
            assertThat(verified.steps()).isEqualTo(steps);
        }
    }

    @Property(tries = 40)
    void readsOnFromAnyRecord(
            @ForAll @IntRange(max = 40) int steps,
            @ForAll @IntRange(min = 64, max = 300) int blockSize,
            @ForAll long seed) {
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), steps, seed);
        try (Scratch scratch = new Scratch();
                TraceReader reader = TraceReader.openVerified(example.sealedAt(scratch.file()))) {
            for (long ordinal = 0; ordinal <= reader.entries(); ordinal++) {
                int before = (int) Math.min(steps, reader.stepsAmong(ordinal));
                assertThat(Example.read(reader, reader.cursor(ordinal)))
                        .isEqualTo(example.steps().subList(before, steps));
            }
        }
    }

    @Test
    void readsNothingElseToReadOnFromARecord() throws IOException {
        Example example = Example.of(200);
        Path path = example.sealedAt(folder.resolve("t.rrt"));
        byte[] bytes = Files.readAllBytes(path);
        bytes[example.header().encoded().length + 20 * 256 + 100] ^= 1;
        Files.write(path, bytes);

        try (TraceReader reader = TraceReader.openVerified(path)) {
            assertThat(Example.read(reader, reader.cursor(152)))
                    .isEqualTo(example.steps().subList(150, 200));
            assertThatThrownBy(() -> Example.read(reader)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void refusesToReadOnFromARecordThatIsNotThere() {
        try (TraceReader reader = TraceReader.open(Example.of(3).sealedAt(folder.resolve("t.rrt")))) {
            assertThatThrownBy(() -> reader.cursor(6))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the trace has 5 records, and no record 6");
            assertThatThrownBy(() -> reader.cursor(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reader.cursor().step())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a cursor stands on no step before next()");
        }
    }
}
