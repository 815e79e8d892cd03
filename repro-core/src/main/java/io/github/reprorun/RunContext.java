package io.github.reprorun;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.record.RunLedger;
import io.github.reprorun.internal.run.ExtensionSessions;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.spi.ExtensionSession;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * A training's interface to its run. Safe for use by several threads, though a named stream draws a repeatable sequence
 * only for one thread at a time.
 */
public final class RunContext {
    private final RunLedger record;
    private final ExtensionSessions sessions;

    RunContext(RunLedger record, ExtensionSessions sessions) {
        this.record = record;
        this.sessions = sessions;
    }

    /** The run directory, absolute. */
    public Path directory() {
        return record.directory();
    }

    /**
     * The file or folder at {@code path}, digested now and checked again when the run ends. A re-run may be given a
     * different place for the same name, so use the path returned.
     *
     * @param name what the input is called in the manifest
     * @return {@code path}, or the place the re-run was given
     * @throws io.github.reprorun.failure.UnreadableException if it cannot be read, or a name in it cannot be decoded
     * @throws io.github.reprorun.failure.UsageException if {@code name} already stands for a different path
     */
    public Path input(String name, Path path) {
        return record.input(name, path);
    }

    /**
     * The parameter called {@code name}: {@code defaultValue}, unless it was overridden. Recorded.
     *
     * @throws io.github.reprorun.failure.UsageException if it was recorded or given with a different type
     */
    public int parameter(String name, int defaultValue) {
        return (Integer) record.parameter(name, ParameterValue.of(defaultValue)).value();
    }

    /** As {@link #parameter(String, int)}. */
    public long parameter(String name, long defaultValue) {
        return (Long) record.parameter(name, ParameterValue.of(defaultValue)).value();
    }

    /** As {@link #parameter(String, int)}. */
    public double parameter(String name, double defaultValue) {
        return (Double) record.parameter(name, ParameterValue.of(defaultValue)).value();
    }

    /** As {@link #parameter(String, int)}. */
    public boolean parameter(String name, boolean defaultValue) {
        return (Boolean) record.parameter(name, ParameterValue.of(defaultValue)).value();
    }

    /** As {@link #parameter(String, int)}. */
    public String parameter(String name, String defaultValue) {
        return (String) record.parameter(name, ParameterValue.of(defaultValue)).value();
    }

    /**
     * The value of the environment variable called {@code name}. It is recorded, masked if it looks like a secret, and a
     * re-run gets the recorded value.
     *
     * @throws io.github.reprorun.failure.UsageException if it is not set
     */
    public String variable(String name) {
        return record.variable(name)
                .orElseThrow(() -> new UsageException("environment variable " + name, "is not set"));
    }

    /** As {@link #variable(String)}, or {@code defaultValue} if it is not set, which is recorded too. */
    public String variable(String name, String defaultValue) {
        return record.variable(name).orElse(defaultValue);
    }

    /** The seed of the stream called {@code name}: it depends on the root seed and the name alone, and is never 0. */
    public long seed(String name) {
        return record.streams().seed(name);
    }

    /**
     * The stream called {@code name}, one for each name and run. It draws what {@code new Random(seed(name))} would.
     */
    public Random random(String name) {
        return record.streams().stream(name);
    }

    /** The same stream as {@link #random}, as a generator of Apache Commons Math. */
    public RandomGenerator randomGenerator(String name) {
        return record.streams().stream(name);
    }

    /**
     * A path under {@code outputs/}, whose folders this call creates; the run digests the files there when it ends.
     *
     * @param name relative, with {@code /} between folders
     * @throws io.github.reprorun.failure.UsageException if {@code name} is absolute or escapes the folder
     */
    public Path output(String name) {
        return record.output(name);
    }

    /**
     * Begins to declare what is expected of the metric {@code name}: how far a re-run may be off, and what the run has to
     * reach. Call this before the metric is recorded; a metric that is never recorded breaks its expectations.
     */
    public ExpectedMetric expect(String name) {
        RunLedger.requireName("metric name", name);
        return new ExpectedMetric(record.expectations(), name);
    }

    /**
     * Begins to declare what is expected of the output {@code name}, before {@link #output} is asked for it.
     *
     * @param name as for {@link #output}, or a folder of outputs
     */
    public ExpectedOutput expectOutput(String name) {
        return new ExpectedOutput(record.expectations(), record.outputSubject(name));
    }

    /**
     * Records {@code value} as the run's {@code name}; the last value recorded under a name stands.
     *
     * @throws io.github.reprorun.failure.UsageException if {@code name} is blank, cannot be encoded, or is longer than 64 KiB
     */
    public void metric(String name, double value) {
        record.metric(name, OptionalLong.empty(), value);
    }

    /**
     * Records {@code value} as the {@code name} of {@code step}, an epoch or an iteration. Every call is a row of
     * {@code metrics.csv} in the run directory, in the order of the calls, even if a step is recorded twice: readers
     * that want one value per step take the later one. Threads that record under one name leave an order that a re-run
     * may not repeat.
     *
     * @throws io.github.reprorun.failure.UsageException as above
     * @throws io.github.reprorun.failure.UnwritableException if values cannot be written
     */
    public void metric(String name, long step, double value) {
        record.metric(name, OptionalLong.of(step), value);
    }

    /**
     * The session that an extension opened for this run.
     *
     * @throws io.github.reprorun.failure.UsageException if no extension on the class path opens such a session
     */
    public <S extends ExtensionSession> S extension(Class<S> type) {
        return sessions.session(type);
    }
}
