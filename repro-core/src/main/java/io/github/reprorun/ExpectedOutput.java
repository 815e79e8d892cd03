package io.github.reprorun;

import io.github.reprorun.internal.record.ExpectationLedger;
import io.github.reprorun.manifest.Expectation;

/**
 * Declares what is expected of an output, before the run asks where to write it. The declaration is in the manifest and
 * therefore signed. Safe for use by several threads.
 */
public final class ExpectedOutput {
    private final ExpectationLedger ledger;
    private final String name;

    ExpectedOutput(ExpectationLedger ledger, String name) {
        this.ledger = ledger;
        this.name = name;
    }

    /**
     * A re-run may write different bytes, but it must write the output. A name with {@code *} or
     * {@code ?} is a pattern: a re-run must write one of the outputs that it describes. A saved model does not need this: it may differ
     * wherever a metric has a tolerance. For a folder, the declaration holds for everything in it.
     *
     * @throws io.github.reprorun.failure.UsageException if the run has asked for the output already
     */
    public ExpectedOutput mayDiffer() {
        ledger.declare(Expectation.mayDiffer(name));
        return this;
    }
}
