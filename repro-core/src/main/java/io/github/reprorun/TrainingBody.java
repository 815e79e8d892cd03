package io.github.reprorun;

import io.github.reprorun.internal.record.RunLedger;
import io.github.reprorun.internal.run.ExtensionSessions;
import io.github.reprorun.internal.run.RunBody;

/**
 * A training as the body of its run. A class instead of a lambda, for which a starting JVM would first have to make a
 * class.
 */
record TrainingBody(Training training) implements RunBody {
    @Override
    public void run(RunLedger record, ExtensionSessions sessions) throws Exception {
        training.train(new RunContext(record, sessions));
    }
}
