package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TraceValuesTests {
    @Nested
    class Columns {
        @Test
        void areDueAtTheMultiplesOfTheirCadence() {
            Column column = Column.whole(Quantity.PARAMETERS, 3);

            assertThat(List.of(0, 1, 2, 3, 6, 7)).filteredOn(column::due).containsExactly(0, 3, 6);
        }

        @Test
        void haveACadence() {
            assertThatThrownBy(() -> Column.perLayer(Quantity.GRADIENT, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a cadence is at least 1 iteration, not 0");
        }
    }

    @Nested
    class Headers {
        @Test
        void holdTheirColumnsInCausalOrderLayersFirst() {
            Column parameters = Column.whole(Quantity.PARAMETERS, 5);
            Column layers = Column.perLayer(Quantity.PARAMETERS, 1);
            Column gradient = Column.whole(Quantity.GRADIENT, 1);
            Column batch = Column.whole(Quantity.BATCH, 1);

            assertThat(TraceHeader.of(parameters, layers, gradient, batch).columns())
                    .containsExactly(batch, gradient, layers, parameters);
        }

        @Test
        void holdEachColumnOnce() {
            assertThatThrownBy(() -> TraceHeader.of(Column.whole(Quantity.BATCH, 1), Column.whole(Quantity.BATCH, 2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("two columns of a trace are of Column[quantity=BATCH, layered=false, every=2]");
        }

        @Test
        void holdAColumn() {
            assertThatThrownBy(TraceHeader::of)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a trace has 1 to 16 columns, not 0");
        }

        @Test
        void limitTheSizeOfABlock() {
            List<Column> columns = List.of(Column.whole(Quantity.BATCH, 1));

            assertThatThrownBy(() -> new TraceHeader(columns, 63))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a block is 64 to 1048576 bytes, not 63");
            assertThatThrownBy(() -> new TraceHeader(columns, 1_048_577)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Networks {
        @Test
        void areLimitedInNumberAndDepth() {
            assertThatThrownBy(() -> new TracedNetwork(65_535, "n", List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a trace holds at most 65535 networks");
            assertThatThrownBy(() -> new TracedNetwork(0, "n", Collections.nCopies(65_536, "")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a traced network has at most 65535 layers, not 65536");
        }
    }

    @Nested
    class Records {
        private final TraceRecord step =
                new TraceRecord(Example.HEADER, new TracedNetwork(0, "n", List.of("a", "b", "c")));

        @Test
        void beginWithoutValues() {
            step.at(1, 2, 3).set(Quantity.BATCH, 4).set(Quantity.PARAMETERS, new long[] {5, 6, 7});
            assertThat(step.value(Quantity.BATCH)).isEqualTo(4);
            assertThat(step.value(Quantity.PARAMETERS, 2)).isEqualTo(7);
            assertThat(step.hasLayers(Quantity.PARAMETERS)).isTrue();
            assertThat(step.has(Quantity.PARAMETERS)).isFalse();

            step.at(2, 2, 3);

            assertThat(step.has(Quantity.BATCH)).isFalse();
            assertThat(step.hasLayers(Quantity.PARAMETERS)).isFalse();
        }

        @Test
        void holdOnlyWhatTheTraceHasAColumnFor() {
            assertThatThrownBy(() -> step.set(Quantity.UPDATE, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the trace has no column for update");
            assertThatThrownBy(() -> step.set(Quantity.GRADIENT, new long[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the trace has no column for gradient per layer");
            assertThat(step.hasLayers(Quantity.UPDATE)).isFalse();
        }

        @Test
        void holdAValueForEachLayer() {
            assertThatThrownBy(() -> step.set(Quantity.PARAMETERS, new long[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("network \"n\" has 3 layers, and parameters was given for 2");
        }

        @Test
        void areAtNoNegativePlace() {
            assertThatThrownBy(() -> step.at(0, -1, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("iteration 0, epoch -1, sub-step 0: none of them can be negative");
        }
    }
}
