package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracketTests {
    private static final List<Column> SPARSE = columns(8, 16);
    private static final List<Column> DENSE = columns(1, 1);

    private static List<Column> columns(int parameters, int state) {
        return columns(parameters, state, state);
    }

    private static List<Column> columns(int parameters, int state, int gradient) {
        return List.of(
                Column.whole(Quantity.BATCH, 1),
                Column.perLayer(Quantity.PARAMETERS_IN, parameters),
                Column.whole(Quantity.SCORE, 1),
                Column.perLayer(Quantity.GRADIENT, gradient),
                Column.perLayer(Quantity.UPDATE, gradient),
                Column.whole(Quantity.UPDATER_STATE, state));
    }

    private static Bracket at(int iteration, Phase phase, String quantity, List<Column> compared) {
        return Bracket.of(new Divergence("network", iteration, 0, 0, phase, quantity, List.of(), "a", "b"), compared);
    }

    @ParameterizedTest
    @CsvSource({
        "45,BATCH,batch,45",
        "45,GENERATOR,generator,45",
        "48,PARAMETERS,parameters-in,40",
        "0,PARAMETERS,parameters-in,0",
        "45,FORWARD,score,40",
        "48,FORWARD,score,48",
        "48,GRADIENT,gradient,48",
        "48,UPDATE,update,33",
        "48,UPDATE,updater-state,33",
        "45,SEQUENCE,step,40"
    })
    void reachesBackToWhereTheStateWasLastCompared(int iteration, Phase phase, String quantity, int from) {
        assertThat(at(iteration, phase, quantity, SPARSE)).isEqualTo(new Bracket(from, iteration));
    }

    @ParameterizedTest
    @CsvSource({
        "PARAMETERS,parameters-in",
        "FORWARD,score",
        "GRADIENT,gradient",
        "UPDATE,update",
        "UPDATE,updater-state"
    })
    void isOneIterationWhereEachIsCompared(Phase phase, String quantity) {
        assertThat(at(45, phase, quantity, DENSE)).isEqualTo(new Bracket(45, 45));
        assertThat(at(45, phase, quantity, DENSE).isExact()).isTrue();
    }

    @Test
    void ofParametersHasTheStepBeforeUnlessItsUpdateWasCompared() {
        assertThat(at(45, Phase.PARAMETERS, "parameters-in", columns(1, 2))).isEqualTo(new Bracket(45, 45));
        assertThat(at(46, Phase.PARAMETERS, "parameters-in", columns(1, 2))).isEqualTo(new Bracket(45, 46));
    }

    @Test
    void ofTheUpdaterIsOneIterationWhereItsStateIsComparedAtEach() {
        assertThat(at(45, Phase.UPDATE, "updater-state", columns(1, 1, 4)).isExact())
                .isTrue();
        assertThat(at(44, Phase.UPDATE, "update", columns(1, 1, 4)).isExact()).isTrue();
        assertThat(at(47, Phase.PARAMETERS, "parameters-in", columns(1, 1, 4))).isEqualTo(new Bracket(46, 47));
    }

    @Test
    void reachesBackToTheBeginningWhereTheStateIsNeverCompared() {
        assertThat(at(45, Phase.FORWARD, "score", List.of(Column.whole(Quantity.SCORE, 1))))
                .isEqualTo(new Bracket(0, 45));
    }

    @Test
    void cannotEndBeforeItBegins() {
        assertThatThrownBy(() -> new Bracket(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bracket(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
