package io.github.reprorun.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Hazard;
import org.junit.jupiter.api.Test;

class HazardLedgerTests {
    private final HazardLedger ledger = new HazardLedger(AgentHazards.fromNow());

    private static Hazard hazard(int line, long count) {
        return new Hazard("clock", "com.example.A", line, count, Hazard.Treatment.UNCONTROLLED, "use a seed");
    }

    @Test
    void countsWhatIsReportedAtOneSiteTogether() {
        ledger.add(hazard(2, 1));
        ledger.add(hazard(1, 3));
        ledger.add(hazard(2, 4));

        assertThat(ledger.hazards()).containsExactly(hazard(1, 3), hazard(2, 5));
    }

    @Test
    void countsWhatAnEarlierProcessMetOnlyAsFarAsThisOneDidNotMeetIt() {
        ledger.add(hazard(1, 2));
        ledger.countAtLeast(hazard(1, 5));
        ledger.countAtLeast(hazard(1, 4));
        ledger.countAtLeast(hazard(2, 1));

        assertThat(ledger.hazards()).containsExactly(hazard(1, 5), hazard(2, 1));
    }
}
