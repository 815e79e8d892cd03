package io.github.reprorun;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.record.ExpectationLedger;
import io.github.reprorun.manifest.Expectation;

/**
 * Declares what is expected of a metric, before it is recorded. Each declaration is in the manifest and therefore signed.
 * Several can stand together, as in {@code run.expect("recall").within(0.005).atLeast(0.80)}.
 *
 * <p>A tolerance for re-runs holds for every value of the metric, including that of each step. A bound for the run
 * itself is checked when the run ends, against the metric's value for the run or, if there is none, against the last
 * value recorded with a step.
 *
 * <p>Each method throws {@link UsageException} if the metric was recorded already, if the bound is NaN or infinite, or if
 * the same expectation was declared with a different bound. Safe for use by several threads.
 */
public final class ExpectedMetric {
    private final ExpectationLedger ledger;
    private final String name;

    ExpectedMetric(ExpectationLedger ledger, String name) {
        this.ledger = ledger;
        this.name = name;
    }

    /**
     * A re-run may be off by {@code bound}, in the metric's own unit, as its shortest decimals are written.
     *
     * @throws UsageException if {@code bound} is negative, and as above
     */
    public ExpectedMetric within(double bound) {
        return declare(Expectation.Kind.WITHIN, bound);
    }

    /**
     * A re-run may be off by {@code ratio} times the value that was recorded: 0.01 is one part in a hundred.
     *
     * @throws UsageException if {@code ratio} is negative, and as above
     */
    public ExpectedMetric withinRelative(double ratio) {
        return declare(Expectation.Kind.WITHIN_RELATIVE, ratio);
    }

    /** The run fails with a {@link io.github.reprorun.failure.BrokenExpectationException} below {@code bound}. */
    public ExpectedMetric atLeast(double bound) {
        return declare(Expectation.Kind.AT_LEAST, bound);
    }

    /** The run fails with a {@link io.github.reprorun.failure.BrokenExpectationException} above {@code bound}. */
    public ExpectedMetric atMost(double bound) {
        return declare(Expectation.Kind.AT_MOST, bound);
    }

    private ExpectedMetric declare(Expectation.Kind kind, double bound) {
        ledger.declare(Expectation.of(name, kind, bound));
        return this;
    }
}
