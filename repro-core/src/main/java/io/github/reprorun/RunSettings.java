package io.github.reprorun;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.launch.LaunchPlan;
import io.github.reprorun.log.RunLog;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.PlainName;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is decided before a run starts.
 *
 * @param signing who was told to sign
 * @param programsKey the key that the program itself names, if it does
 * @param resumed whether the run goes on where an earlier process left it
 * @param recorded parameters that a re-run takes from a manifest
 * @param given parameters that somebody gave as text, of whatever type the training asks for
 * @param inputs places of inputs that are not where the training says
 * @param numerics facts of native numerics that a re-run was to have again
 * @param labels what people call the run by
 * @param parent what the run belongs to, if to anything
 */
record RunSettings(
        String name,
        String id,
        Seed seed,
        boolean seedWasDrawn,
        Path runsDirectory,
        LaunchPlan.Signing signing,
        Optional<Path> programsKey,
        int threads,
        boolean strict,
        RunLog.Format logFormat,
        boolean resumed,
        SortedMap<String, ParameterValue> recorded,
        SortedMap<String, String> given,
        SortedMap<String, Path> inputs,
        SortedMap<String, String> numerics,
        Labels labels,
        Optional<Parent> parent) {
    RunSettings {
        requireName("run name", name);
        requireName("run id", id);
        requireThreads(threads);
        recorded = Collections.unmodifiableSortedMap(new TreeMap<>(recorded));
        given = Collections.unmodifiableSortedMap(new TreeMap<>(given));
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        numerics = Collections.unmodifiableSortedMap(new TreeMap<>(numerics));
    }

    /** The private key that signs, or empty for none. */
    Optional<Path> signingKey() {
        return signing.replaces() ? signing.key() : programsKey;
    }

    /** What is to be known of the start by whoever resumes the run. */
    StartFacts start() {
        return new StartFacts(seedWasDrawn, strict, signing, inputs, labels, parent);
    }

    /** The value that replaces {@code defaultValue}, or {@code defaultValue} itself. */
    ParameterValue parameter(String name, ParameterValue defaultValue) {
        if (recorded.containsKey(name)) {
            return recorded.get(name);
        }
        String text = given.get(name);
        return text == null ? defaultValue : ParameterValue.parse("parameter " + name, defaultValue.type(), text);
    }

    static void requireThreads(int threads) {
        if (threads < 1) {
            throw new UsageException("threads", "at least 1 is needed, not " + threads);
        }
    }

    static void requireName(String subject, String name) {
        PlainName.require(subject, name);
    }
}
