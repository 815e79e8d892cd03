package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TraceComparisonTests {
    private static TraceComparison compare(Example expected, Example actual) {
        try (Scratch scratch = new Scratch();
                TraceReader left = TraceReader.open(expected.sealedAt(scratch.file("left.rrt")));
                TraceReader right = TraceReader.open(actual.sealedAt(scratch.file("right.rrt")))) {
            return TraceComparison.of(left, right);
        }
    }

    private static Divergence divergence(Example expected, Example actual) {
        return compare(expected, actual).firstDivergence().orElseThrow();
    }

    private static final int BATCH = 0;
    private static final int SCORE = 2;
    private static final int UPDATER_STATE = 4;
    private static final int LAYERS = 5;
    private static final int PARAMETERS = 6;

    @Test
    void equalTracesAreEqual() {
        TraceComparison comparison = compare(Example.of(100), Example.of(100));

        assertThat(comparison)
                .isEqualTo(new TraceComparison(
                        Optional.empty(), Optional.empty(), 100, Example.HEADER.columns(), List.of(), List.of()));
    }

    @Nested
    class NamesTheFirstDifference {
        private final Example example = Example.of(100);
        private final Example.Step step = example.steps().get(60);

        @Test
        void inADigestOfTheNetwork() {
            Example other = example.with(60, step.with(BATCH, 0, 0x1234));

            assertThat(divergence(example, other))
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.BATCH,
                            "batch",
                            List.of(),
                            Digest64.hex(step.values().get(BATCH).get(0)),
                            "0000000000001234"));
        }

        @Test
        void inAScoreWithItsBits() {
            Example base = example.with(60, step.with(SCORE, 0, Double.doubleToRawLongBits(0.5)));
            Example other = example.with(60, step.with(SCORE, 0, Double.doubleToRawLongBits(Math.nextUp(0.5))));

            assertThat(divergence(base, other))
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.FORWARD,
                            "score",
                            List.of(),
                            "0.5 (0x3fe0000000000000)",
                            "0.5000000000000001 (0x3fe0000000000001)"));
        }

        @Test
        void inLayersWithAllTheirNames() {
            Example other =
                    example.with(60, step.with(LAYERS, 2, 3).with(LAYERS, 1, 2).with(PARAMETERS, 0, 1));
            Divergence divergence = divergence(example, other);

            assertThat(divergence)
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.PARAMETERS,
                            "parameters",
                            List.of("dense", "out"),
                            Digest64.hex(step.values().get(LAYERS).get(1)),
                            "0000000000000002"));
            assertThat(divergence.layer()).contains("dense");
        }

        @Test
        void inLayersOfTheGradientBackward() {
            TraceHeader header = TraceHeader.of(Column.perLayer(Quantity.GRADIENT, 1));
            TracedNetwork network = new TracedNetwork(0, "network", List.of("conv1", "dense", "out"));
            TraceRecord before =
                    new TraceRecord(header, network).at(3, 0, 0).set(Quantity.GRADIENT, new long[] {1, 2, 3});
            TraceRecord after =
                    new TraceRecord(header, network).at(3, 0, 0).set(Quantity.GRADIENT, new long[] {4, 5, 3});

            Divergence divergence =
                    new StepComparison(header, header).compare(before, after).orElseThrow();

            assertThat(divergence.layers()).containsExactly("dense", "conv1");
            assertThat(divergence.actual()).isEqualTo(Digest64.hex(5));
        }

        @Test
        void inTheirOrderWithinAStep() {
            Example other = example.with(
                    60, step.with(PARAMETERS, 0, 1).with(SCORE, 0, 1).with(LAYERS, 0, 1));

            assertThat(divergence(example, other).phase()).isEqualTo(Phase.FORWARD);
        }

        @Test
        void inTheOrderOfTheSteps() {
            Example other = example.with(60, step.with(BATCH, 0, 1))
                    .with(59, example.steps().get(59).with(PARAMETERS, 0, 1));

            assertThat(divergence(example, other).iteration()).isEqualTo(59);
        }

        @Test
        void whereOneHasNoValueAlthoughTheirCadenceIsTheSame() {
            Example other = example.with(60, step.without(UPDATER_STATE));
            String digest = Digest64.hex(step.values().get(UPDATER_STATE).get(0));

            assertThat(divergence(example, other))
                    .isEqualTo(new Divergence(
                            "network-0", 60, 7, 0, Phase.UPDATE, "updater-state", List.of(), digest, "absent"));
            assertThat(divergence(other, example).actual()).isEqualTo(digest);
        }

        @Test
        void whereALayeredValueIsAbsent() {
            Example other = example.with(60, step.without(LAYERS));

            assertThat(divergence(other, example))
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.PARAMETERS,
                            "parameters",
                            List.of(),
                            "absent",
                            Digest64.hex(step.values().get(LAYERS).get(0))));
        }

        @Test
        void inThePlaceOfAStep() {
            assertThat(divergence(example, example.with(60, step.at(61, 7, 0))))
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.SEQUENCE,
                            "step",
                            List.of(),
                            "network network-0, iteration 60, epoch 7, sub-step 0",
                            "network network-0, iteration 61, epoch 7, sub-step 0"));
            assertThat(divergence(example, example.with(60, step.at(60, 8, 0))).quantity())
                    .isEqualTo("step");
            assertThat(divergence(example, example.with(60, step.at(60, 7, 1))).quantity())
                    .isEqualTo("step");
        }

        @Test
        void inTheNetworkThatWasTrained() {
            Example.Step small = example.steps().get(63);

            assertThat(divergence(example, example.with(60, small.at(60, 7, 0))))
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.NETWORK,
                            "network",
                            List.of(),
                            "network-0 with the layers [conv1, dense, out]",
                            "network-1 with the layers [0]"));
        }

        @Test
        void inTheLength() {
            Divergence shorter = divergence(example, example.first(60));

            assertThat(shorter)
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.SEQUENCE,
                            "step",
                            List.of(),
                            "network network-0, iteration 60, epoch 7, sub-step 0",
                            "the end of the trace"));
            Divergence longer = divergence(example.first(60), example);
            assertThat(longer)
                    .isEqualTo(new Divergence(
                            "network-0",
                            60,
                            7,
                            0,
                            Phase.SEQUENCE,
                            "step",
                            List.of(),
                            shorter.actual(),
                            shorter.expected()));
            assertThat(divergence(example.first(0), example).iteration()).isZero();
        }
    }

    @Nested
    class AcrossConfigurations {
        private final TraceHeader sparse = new TraceHeader(
                List.of(
                        Column.whole(Quantity.BATCH, 1),
                        Column.whole(Quantity.UPDATE, 1),
                        Column.whole(Quantity.UPDATER_STATE, 3),
                        Column.whole(Quantity.PARAMETERS, 1)),
                512);

        /** What the example would have been, traced with the other columns. */
        private Example sparse(Example example) {
            return new Example(
                    sparse,
                    example.steps().stream()
                            .map(step -> new Example.Step(
                                    step.network(),
                                    step.iteration(),
                                    step.epoch(),
                                    step.substep(),
                                    List.of(
                                            step.values().get(BATCH),
                                            List.of(9L),
                                            step.iteration() % 3 == 0
                                                    ? List.of((long) step.iteration())
                                                    : List.<Long>of(),
                                            step.values().get(PARAMETERS))))
                            .toList());
        }

        private Example counting(Example example) {
            Example counting = example;
            for (int i = 0; i < example.steps().size(); i += 2) {
                counting = counting.with(i, counting.steps().get(i).with(UPDATER_STATE, 0, i));
            }
            return counting;
        }

        @Test
        void comparesWhatBothHaveAndSaysWhatNot() {
            Example example = counting(Example.of(50));

            assertThat(compare(example, sparse(example)))
                    .isEqualTo(new TraceComparison(
                            Optional.empty(),
                            Optional.empty(),
                            50,
                            List.of(
                                    Column.whole(Quantity.BATCH, 1),
                                    Column.whole(Quantity.UPDATER_STATE, 6),
                                    Column.whole(Quantity.PARAMETERS, 1)),
                            List.of(
                                    Column.whole(Quantity.GENERATOR, 1),
                                    Column.whole(Quantity.SCORE, 1),
                                    Column.whole(Quantity.GRADIENT, 1),
                                    Column.perLayer(Quantity.PARAMETERS, 1)),
                            List.of(Column.whole(Quantity.UPDATE, 1))));
        }

        @Test
        void findsADifferenceWhereTheirCadencesMeet() {
            Example example = counting(Example.of(50));
            Example other = sparse(example.with(10, example.steps().get(10).with(UPDATER_STATE, 0, 1))
                    .with(40, example.steps().get(40).with(PARAMETERS, 0, 1)));
            Example moved = other.with(36, other.steps().get(36).with(2, 0, 5));

            assertThat(divergence(example, moved).iteration()).isEqualTo(36);
            assertThat(divergence(example, moved).phase()).isEqualTo(Phase.UPDATE);
            assertThat(divergence(example, other).iteration()).isEqualTo(40);
        }
    }

    @Property(tries = 150)
    void agreesWithASearchOneByOne(
            @ForAll @IntRange(min = 1, max = 80) int steps,
            @ForAll @IntRange(min = 64, max = 500) int blockSize,
            @ForAll long seed) {
        Random random = new Random(seed);
        Example expected = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), steps, seed);
        Example actual = random.nextInt(4) == 0 ? expected.first(random.nextInt(steps + 1)) : expected;
        for (int changes = random.nextInt(4); changes > 0 && !actual.steps().isEmpty(); changes--) {
            int index = random.nextInt(actual.steps().size());
            actual = actual.with(index, changed(actual.steps().get(index), random));
        }

        Optional<Divergence> found = compare(expected, actual).firstDivergence();

        assertThat(found.map(TraceComparisonTests::summary)).isEqualTo(oracle(expected, actual));
    }

    private static Example.Step changed(Example.Step step, Random random) {
        int column = random.nextInt(step.values().size());
        int width = step.values().get(column).size();
        return switch (random.nextInt(8)) {
            case 0 -> step.at(step.iteration() + 1, step.epoch(), step.substep());
            case 1 -> step.without(column);
            default -> width == 0 ? step : step.with(column, random.nextInt(width), random.nextLong());
        };
    }

    private static String summary(Divergence divergence) {
        return Stream.of(divergence.iteration(), divergence.quantity(), divergence.layers())
                .map(Object::toString)
                .reduce((left, right) -> left + " " + right)
                .orElseThrow();
    }

    private static Optional<String> oracle(Example expected, Example actual) {
        List<Column> columns = expected.header().columns();
        for (int i = 0; i < Math.max(expected.steps().size(), actual.steps().size()); i++) {
            if (i >= actual.steps().size()) {
                return Optional.of(expected.steps().get(i).iteration() + " step []");
            }
            Example.Step left = expected.steps().get(i);
            Example.Step right = actual.steps().get(i);
            if (left.iteration() != right.iteration()) {
                return Optional.of(left.iteration() + " step []");
            }
            for (int c = 0; c < columns.size(); c++) {
                List<Long> row = left.values().get(c);
                List<Long> other = right.values().get(c);
                if (!row.equals(other)) {
                    List<String> names = List.of("conv1", "dense", "out");
                    List<String> layers = new java.util.ArrayList<>();
                    for (int k = 0;
                            k < row.size() && k < other.size() && columns.get(c).layered();
                            k++) {
                        if (!row.get(k).equals(other.get(k))) {
                            layers.add(left.network() == 1 ? "0" : names.get(k));
                        }
                    }
                    return Optional.of(
                            left.iteration() + " " + columns.get(c).quantity().label() + " " + layers);
                }
            }
        }
        return Optional.empty();
    }

    @Test
    void bracketsWhatIsNotComparedAtEachStep() {
        Example example = Example.of(100);
        int at = 61;

        Example.Step step = example.steps().get(at);
        Example other = example.with(at, step.with(SCORE, 0, 1));

        assertThat(compare(example, other).bracket()).contains(new Bracket(0, at));
    }

    @Property(tries = 50)
    void theLastStepIsTheLast(
            @ForAll @IntRange(min = 1, max = 80) int steps, @ForAll @IntRange(min = 64, max = 500) int blockSize) {
        Example example = Example.of(new TraceHeader(Example.HEADER.columns(), blockSize), steps, 1);
        try (Scratch scratch = new Scratch();
                TraceReader reader = TraceReader.open(example.sealedAt(scratch.file("one.rrt")))) {
            assertThat(reader.lastStep().orElseThrow().iteration())
                    .isEqualTo(example.steps().get(steps - 1).iteration());
        }
    }

    @Test
    void bisectsInsteadOfReadingAll() throws IOException {
        Example example = Example.of(400);
        Example other = example.with(300, example.steps().get(300).with(BATCH, 0, 1));
        try (Scratch scratch = new Scratch()) {
            example.sealedAt(scratch.file("left.rrt"));
            other.sealedAt(scratch.file());
            byte[] damaged = scratch.bytes();
            damaged[example.header().encoded().length + 20 * 256 + 100] ^= 1;
            Files.write(scratch.file(), damaged);

            try (TraceReader left = TraceReader.openVerified(scratch.file("left.rrt"));
                    TraceReader right = TraceReader.openVerified(scratch.file())) {
                assertThat(TraceComparison.firstDivergence(left, right)
                                .orElseThrow()
                                .iteration())
                        .isEqualTo(300);
                assertThat(TraceComparison.of(left, right).steps()).isEqualTo(301);
                assertThatThrownBy(() -> Example.read(right)).isInstanceOf(RefusedException.class);
            }
        }
    }

    @Test
    void comparesAnInterruptedTraceAsFarAsItGoes() {
        Example example = Example.of(40);
        try (Scratch scratch = new Scratch();
                TraceReader whole = TraceReader.open(example.sealedAt(scratch.file("whole.rrt")))) {
            try (TraceWriter writer = TraceWriter.open(scratch.file(), example.header())) {
                example.append(writer, 0, 25);
            }
            try (TraceReader torn = TraceReader.openTorn(scratch.file())) {
                TraceComparison comparison = TraceComparison.of(whole, torn);

                assertThat(comparison.firstDivergence().orElseThrow().actual()).isEqualTo("the end of the trace");
                assertThat(comparison.firstDivergence().orElseThrow().iteration())
                        .isEqualTo(25);
                assertThat(comparison.steps()).isEqualTo(25);
            }
        }
    }

    @Nested
    class WhileTraining {
        @Test
        void stopsAtTheFirstStepThatDiffers() {
            Example example = Example.of(20);
            Example other = example.with(12, example.steps().get(12).with(LAYERS, 0, 1));
            try (Scratch scratch = new Scratch();
                    TraceReader expected = TraceReader.open(example.sealedAt(scratch.file("expected.rrt")));
                    TraceWriter writer = TraceWriter.open(scratch.file(), other.header())) {
                TraceFollower follower = TraceFollower.of(expected, writer.header());
                Optional<Divergence> divergence = Optional.empty();
                for (int i = 0; divergence.isEmpty(); i++) {
                    divergence =
                            follower.follow(Example.record(writer, other.steps().get(i)));
                }

                assertThat(divergence.orElseThrow().iteration()).isEqualTo(12);
                assertThat(divergence.orElseThrow().layer()).contains("conv1");
                assertThat(follower.steps()).isEqualTo(13);
            }
        }

        @Test
        void seesThatATrainingEndedTooSoonOrWentOn() {
            Example example = Example.of(20);
            try (Scratch scratch = new Scratch();
                    TraceReader expected = TraceReader.open(example.first(5).sealedAt(scratch.file("expected.rrt")));
                    TraceWriter writer = TraceWriter.open(scratch.file(), example.header())) {
                TraceFollower follower = TraceFollower.of(expected, writer.header());
                for (int i = 0; i < 4; i++) {
                    assertThat(follower.follow(
                                    Example.record(writer, example.steps().get(i))))
                            .isEmpty();
                }
                assertThat(follower.end().orElseThrow().actual()).isEqualTo("the end of the trace");
                assertThat(follower.end()).isEmpty();
                assertThat(follower.follow(
                                        Example.record(writer, example.steps().get(5)))
                                .orElseThrow()
                                .expected())
                        .isEqualTo("the end of the trace");
            }
        }

        @Test
        void comparesAResumedTrainingAsFarAsTheInterruptedOneCame() {
            Example example = Example.of(20);
            Example other = example.with(6, example.steps().get(6).with(LAYERS, 0, 1));
            try (Scratch scratch = new Scratch();
                    TraceReader expected = TraceReader.open(example.first(9).sealedAt(scratch.file("expected.rrt")));
                    TraceWriter writer = TraceWriter.open(scratch.file(), example.header())) {
                TraceFollower same = TraceFollower.after(expected, 4, writer.header());
                TraceFollower different = TraceFollower.after(expected, 4, writer.header());
                for (int i = 4; i < 12; i++) {
                    assertThat(same.follow(
                                    Example.record(writer, example.steps().get(i))))
                            .isEmpty();
                    if (i <= 6) {
                        assertThat(different
                                        .follow(Example.record(
                                                writer, other.steps().get(i)))
                                        .map(Divergence::iteration))
                                .isEqualTo(i < 6 ? Optional.empty() : Optional.of(6));
                    }
                }

                assertThat(same.steps()).isEqualTo(5);
            }
        }
    }
}
