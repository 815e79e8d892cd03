package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Traces of trainings in several threads, whose steps are interleaved as chance has it. */
class PlacesTests {
    private static final TraceHeader HEADER = new TraceHeader(List.of(Column.whole(Quantity.BATCH, 1)), 128);
    private static final String HOME = "network0";
    private static final String LEFT = "network0 in main/Left#0@1";
    private static final String RIGHT = "network0 in main/Right#0@2";

    /** A step as {@code name iteration value}. */
    private record Step(String name, int iteration, long value) {
        static Step of(String name, int iteration) {
            return new Step(name, iteration, iteration * 100L);
        }
    }

    private static final List<Step> STEPS = List.of(
            Step.of(HOME, 0),
            Step.of(LEFT, 0),
            Step.of(LEFT, 1),
            Step.of(RIGHT, 0),
            Step.of(LEFT, 2),
            Step.of(RIGHT, 1),
            Step.of(HOME, 1));

    private static final List<Step> OTHERWISE_INTERLEAVED = List.of(
            Step.of(HOME, 0),
            Step.of(RIGHT, 0),
            Step.of(HOME, 1),
            Step.of(RIGHT, 1),
            Step.of(LEFT, 0),
            Step.of(LEFT, 1),
            Step.of(LEFT, 2));

    private static Optional<Divergence> divergence(List<Step> expected, List<Step> actual) {
        try (Scratch scratch = new Scratch()) {
            write(scratch, "left.rrt", expected);
            write(scratch, "right.rrt", actual);
            try (TraceReader left = TraceReader.open(scratch.file("left.rrt"));
                    TraceReader right = TraceReader.open(scratch.file("right.rrt"))) {
                return TraceComparison.firstDivergence(left, right);
            }
        }
    }

    private static void write(Scratch scratch, String file, List<Step> steps) {
        try (TraceWriter writer = TraceWriter.open(scratch.file(file), HEADER)) {
            for (Step step : steps) {
                writer.append(new TraceRecord(HEADER, writer.network(step.name(), List.of("layer")))
                        .at(step.iteration(), 0, 0)
                        .set(Quantity.BATCH, step.value()));
            }
            writer.seal();
        }
    }

    private static List<Step> with(Step step) {
        return OTHERWISE_INTERLEAVED.stream()
                .map(each -> each.name().equals(step.name()) && each.iteration() == step.iteration() ? step : each)
                .toList();
    }

    @Test
    void areEqualHoweverTheirStepsAreInterleaved() {
        assertThat(divergence(STEPS, OTHERWISE_INTERLEAVED)).isEmpty();
        assertThat(divergence(OTHERWISE_INTERLEAVED, STEPS)).isEmpty();
    }

    @Test
    void partAtTheFirstStepOfAThreadThatDiffers() {
        assertThat(divergence(STEPS, with(new Step(LEFT, 1, 7)))).hasValueSatisfying(found -> {
            assertThat(found.network()).isEqualTo(LEFT);
            assertThat(found.iteration()).isEqualTo(1);
            assertThat(found.quantity()).isEqualTo("batch");
            assertThat(found.actual()).isEqualTo("0000000000000007");
        });
    }

    @Test
    void partWhereAThreadEndsEarlier() {
        List<Step> shorter = OTHERWISE_INTERLEAVED.subList(0, 6);

        assertThat(divergence(STEPS, shorter)).hasValueSatisfying(found -> {
            assertThat(found.expected()).isEqualTo("network " + LEFT + ", iteration 2, epoch 0, sub-step 0");
            assertThat(found.actual()).isEqualTo("the end of the trace");
        });
        assertThat(divergence(shorter, STEPS))
                .hasValueSatisfying(found -> assertThat(found.expected()).isEqualTo("the end of the trace"));
    }

    @Test
    void partWhereOneHasAThreadMore() {
        List<Step> fewer =
                STEPS.stream().filter(step -> !step.name().equals(RIGHT)).toList();

        assertThat(divergence(STEPS, fewer))
                .hasValueSatisfying(found -> assertThat(found.network()).isEqualTo(RIGHT));
        assertThat(divergence(fewer, STEPS))
                .hasValueSatisfying(found -> assertThat(found.network()).isEqualTo(RIGHT));
    }

    @Test
    void partWhereTheStepsOfOneThreadAreInAnotherOrder() {
        List<Step> swapped = List.of(Step.of(HOME, 0), Step.of("network1", 0));
        List<Step> other = List.of(Step.of("network1", 0), Step.of(HOME, 0));

        assertThat(divergence(swapped, other))
                .hasValueSatisfying(found -> assertThat(found.phase()).isEqualTo(Phase.NETWORK));
    }
}
