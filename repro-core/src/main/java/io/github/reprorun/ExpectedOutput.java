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
     * A re-run may write other bytes, but it must write the output. Needless for a saved model, which may differ wherever a
     * metric has a tolerance. Of a folder, it holds for all that is in it.
     *
     * @throws io.github.reprorun.failure.UsageException if the run has asked for the output already
     */
    public ExpectedOutput mayDiffer() {
        ledger.declare(Expectation.mayDiffer(name));
        return this;
    }
}
