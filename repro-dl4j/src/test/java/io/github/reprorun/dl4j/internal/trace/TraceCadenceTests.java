package io.github.reprorun.dl4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.dl4j.internal.network.LayerSlice;
import io.github.reprorun.dl4j.internal.network.NetworkSize;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceHeader;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.nd4j.linalg.factory.Nd4j;

class TraceCadenceTests {
    private static final NetworkSize LENET =
            new NetworkSize(431_080, 4, 405_510 * 64.0, 520 * 36_864.0 + 25_050 * 4096.0);
    private static final NetworkSize LENET_OF_HALF_THE_BATCH =
            new NetworkSize(431_080, 4, 405_510 * 32.0, 520 * 18_432.0 + 25_050 * 2048.0);
    private static final NetworkSize LENET_OF_THREE_QUARTERS_OF_IT =
            new NetworkSize(431_080, 4, 405_510 * 48.0, 520 * 27_648.0 + 25_050 * 3072.0);
    private static final NetworkSize LSTM = new NetworkSize(55_434, 3, 0, 55_434 * 320.0);
    private static final NetworkSize DENSE = new NetworkSize(795_010, 2, 795_010 * 32.0, 0);

    @Example
    void convolutionalAndRecurrentNetworksAreTracedWholeAtEachIteration() {
        assertThat(TraceCadence.of(LENET)).isEqualTo(new TraceCadence(1, 1, 1, false));
        assertThat(TraceCadence.of(LSTM)).isEqualTo(new TraceCadence(1, 1, 1, false));
    }

    @Example
    void theFullStateComesBeforeTheGradientWhereNotAllCanBeTracedAtEachIteration() {
        assertThat(TraceCadence.of(LENET_OF_THREE_QUARTERS_OF_IT)).isEqualTo(new TraceCadence(1, 1, 4, false));
    }

    @Example
    void theParametersComeBeforeTheRestWhereNotTheFullStateCanBeTracedAtEachIteration() {
        assertThat(TraceCadence.of(LENET_OF_HALF_THE_BATCH)).isEqualTo(new TraceCadence(1, 4, 4, false));
    }

    @Example
    void aHeaderStatesItsCadenceAndOnlyItsOwn() {
        for (TraceCadence cadence :
                List.of(TraceCadence.FULL, TraceCadence.every(3), new TraceCadence(2, 4, 8, false))) {
            assertThat(TraceCadence.of(cadence.header())).contains(cadence);
        }
        assertThat(TraceCadence.of(TraceHeader.of(Column.whole(Quantity.BATCH, 1))))
                .isEmpty();
        assertThat(TraceCadence.of(TraceHeader.of(
                        Column.perLayer(Quantity.PARAMETERS_IN, 2),
                        Column.whole(Quantity.UPDATER_STATE, 3),
                        Column.perLayer(Quantity.GRADIENT, 3))))
                .isEmpty();
        assertThat(TraceCadence.of(TraceHeader.of(
                        Column.perLayer(Quantity.PARAMETERS_IN, 1),
                        Column.whole(Quantity.UPDATER_STATE, 1),
                        Column.perLayer(Quantity.GRADIENT, 1))))
                .isEmpty();
    }

    @Example
    void denseNetworksAreTracedMoreRarely() {
        assertThat(TraceCadence.of(DENSE)).isEqualTo(new TraceCadence(16, 128, 128, false));
    }

    @Property
    void theEstimatedCostIsBelowOnePercentUnlessNoCadenceIsRareEnough(
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long parameters,
            @ForAll @IntRange(min = 1, max = 200) int layers,
            @ForAll @DoubleRange(min = 1, max = 1e4) double uses) {
        NetworkSize size = new NetworkSize(parameters, layers, parameters * uses, 0);
        TraceCadence cadence = TraceCadence.of(size);
        double cost = NetworkSize.STEP_NANOS
                + size.digestNanos(1) / cadence.parameters()
                + size.digestNanos(2) / cadence.state()
                + size.digestNanos(2) / cadence.gradient();

        assertThat(cost).isLessThanOrEqualTo(0.01 * size.iterationNanos());
        assertThat(cadence.state() % cadence.parameters()).isZero();
    }

    @Example
    void theSizeIsThatOfTheLayersAndTheirOutputs() {
        List<LayerSlice> layers =
                List.of(new LayerSlice("conv", 0, 10), new LayerSlice("dense", 1, 100), new LayerSlice("out", 2, 1000));
        NetworkSize size = NetworkSize.of(
                layers,
                layer -> switch (layer.name()) {
                    case "conv" -> Nd4j.create(2, 3, 4, 5);
                    case "dense" -> Nd4j.create(2, 7);
                    default -> null;
                },
                2);

        assertThat(size).isEqualTo(new NetworkSize(1110, 3, 100 * 2 + 1000 * 2, 10 * 2 * 4 * 5));
    }

    @Example
    void theHeaderStatesTheCadence() {
        assertThat(new TraceCadence(8, 16, 32, false).header().columns())
                .containsExactlyInAnyOrder(
                        Column.whole(Quantity.BATCH, 1),
                        Column.whole(Quantity.GENERATOR, 1),
                        Column.perLayer(Quantity.PARAMETERS_IN, 8),
                        Column.whole(Quantity.SCORE, 1),
                        Column.perLayer(Quantity.GRADIENT, 32),
                        Column.perLayer(Quantity.UPDATE, 32),
                        Column.whole(Quantity.UPDATER_STATE, 16));
        assertThat(TraceCadence.FULL.header().columns())
                .contains(Column.perLayer(Quantity.ACTIVATIONS, 1), Column.perLayer(Quantity.PARAMETERS, 1))
                .allMatch(column -> column.every() == 1);
    }

    @Example
    void aCadenceOfNothingIsRefused() {
        assertThatThrownBy(() -> TraceCadence.every(0))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "trace: a cadence is at least 1, that of the state a multiple of that of the parameters, and that"
                                + " of the gradient one of that of the state: not 0, 0 and 0");
        assertThatThrownBy(() -> new TraceCadence(2, 3, 6, false)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new TraceCadence(2, 4, 6, false)).isInstanceOf(UsageException.class);
    }

    @Example
    void thePropertyIsOffFullOrANumber() {
        assertThatThrownBy(() -> new RunTrace(
                        Path.of("unused"),
                        () -> {
                            throw new AssertionError();
                        },
                        "often"))
                .isInstanceOf(UsageException.class)
                .hasMessage("property reprorun.trace: is off, full or a number of iterations, not \"often\"");
    }
}
