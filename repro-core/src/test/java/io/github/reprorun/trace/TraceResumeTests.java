package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.RefusedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TraceResumeTests {
    private static TraceWriter.Position interruptedAt(Path path, Example example, int checkpoint, int killed) {
        try (TraceWriter writer = TraceWriter.open(path, example.header())) {
            example.append(writer, 0, checkpoint);
            TraceWriter.Position position = writer.position();
            writer.force();
            example.append(writer, checkpoint, killed);
            return position;
        }
    }

    private static void resume(Path path, Example example, TraceWriter.Position position, int checkpoint) {
        try (TraceWriter writer = TraceWriter.resume(path, position)) {
            assertThat(writer.position()).isEqualTo(position);
            assertThat(writer.steps()).isEqualTo(checkpoint);
            assertThat(writer.header()).isEqualTo(example.header());
            example.append(writer, checkpoint, example.steps().size());
            writer.seal();
        }
    }

    @Property(tries = 100)
    void aResumedTraceIsTheUninterruptedOneByteForByte(
            @ForAll @IntRange(max = 40) int steps,
            @ForAll @IntRange(min = 64, max = 400) int blockSize,
            @ForAll long seed) {
        Random random = new Random(seed);
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), steps, seed);
        int killed = random.nextInt(steps + 1);
        int checkpoint = random.nextInt(killed + 1);
        try (Scratch scratch = new Scratch()) {
            byte[] uninterrupted = example.sealed(scratch.file().getParent());
            TraceWriter.Position position = interruptedAt(scratch.file(), example, checkpoint, killed);
            byte[] left = scratch.bytes();
            int torn = (int) position.offset() + random.nextInt(left.length - (int) position.offset() + 1);
            byte[] found = Arrays.copyOf(left, torn + random.nextInt(3) * 100);

            resume(scratch.holding(found), example, position, checkpoint);

            assertThat(scratch.bytes()).isEqualTo(uninterrupted);
        }
    }

    @Test
    void aResumedTraceCanBeInterruptedAgain() {
        Example example = Example.of(30);
        try (Scratch scratch = new Scratch()) {
            TraceWriter.Position first = interruptedAt(scratch.file(), example, 7, 12);
            TraceWriter.Position second;
            try (TraceWriter writer = TraceWriter.resume(scratch.file(), first)) {
                example.append(writer, 7, 20);
                second = writer.position();
                example.append(writer, 20, 25);
            }
            resume(scratch.file(), example, second, 20);

            assertThat(scratch.bytes()).isEqualTo(example.sealed(scratch.file().getParent()));
        }
    }

    @Test
    void aSealedTraceIsResumedToo() {
        Example example = Example.of(30);
        try (Scratch scratch = new Scratch()) {
            TraceWriter.Position position;
            try (TraceWriter writer = TraceWriter.open(scratch.file(), example.header())) {
                example.append(writer, 0, 11);
                position = writer.position();
                writer.seal();
            }
            resume(scratch.file(), example, position, 11);

            assertThat(scratch.bytes()).isEqualTo(example.sealed(scratch.file().getParent()));
        }
    }

    @Test
    void isRefusedWhenAnythingBeforeWasChangedAndChangesNothing() {
        Example example = Example.of(12);
        try (Scratch scratch = new Scratch()) {
            TraceWriter.Position position = interruptedAt(scratch.file(), example, 9, 12);
            byte[] left = scratch.bytes();
            for (int bit = 30 * 8; bit < position.offset() * 8; bit++) {
                byte[] flipped = left.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Path path = scratch.holding(flipped);

                assertThatThrownBy(() -> TraceWriter.resume(path, position).close())
                        .isInstanceOf(RefusedException.class);
                assertThat(scratch.bytes()).isEqualTo(flipped);
            }
        }
    }

    @Test
    void isRefusedWhenTheTraceEndsBefore() {
        Example example = Example.of(12);
        try (Scratch scratch = new Scratch()) {
            TraceWriter.Position position = interruptedAt(scratch.file(), example, 9, 9);
            scratch.holding(Arrays.copyOf(scratch.bytes(), (int) position.offset() - 1));

            assertThatThrownBy(
                            () -> TraceWriter.resume(scratch.file(), position).close())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith("trace.rrt, end: expected at least " + position.offset() + " bytes, found "
                            + (position.offset() - 1) + " bytes");
        }
    }

    @Test
    void isRefusedWhenThePositionIsOfAnotherTraceOrBetweenNoRecords() {
        Example example = Example.of(12);
        try (Scratch scratch = new Scratch()) {
            TraceWriter.Position position = interruptedAt(scratch.file(), example, 9, 12);

            TraceWriter.Position other = new TraceWriter.Position(position.offset(), Sha256.ofUtf8("other"));
            assertThatThrownBy(() -> TraceWriter.resume(scratch.file(), other).close())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(
                            "record 11: expected chain head " + other.head() + " before it, found " + position.head());
            TraceWriter.Position inside = new TraceWriter.Position(position.offset() + 1, position.head());
            assertThatThrownBy(() -> TraceWriter.resume(scratch.file(), inside).close())
                    .isInstanceOf(RefusedException.class);
            TraceWriter.Position header = new TraceWriter.Position(3, position.head());
            assertThatThrownBy(() -> TraceWriter.resume(scratch.file(), header).close())
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aPositionIsNotNegative() {
        assertThatThrownBy(() -> new TraceWriter.Position(-1, Sha256.ofUtf8("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a position in a trace is not negative, and this one is -1");
    }
}
