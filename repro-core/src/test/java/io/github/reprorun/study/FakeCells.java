package io.github.reprorun.study;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.internal.environment.Fingerprint;
import io.github.reprorun.internal.environment.Host;
import io.github.reprorun.internal.record.InputLedger;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.NewerFields;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.ResultDigest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs of a program called "cell" that are made without a process: what each leaves depends on its parameters and seed
 * alone. It can be killed at each of its steps.
 */
class FakeCells implements CellExecutor {
    static final String NAME = "cell";

    private static final SortedMap<String, Evidence<String>> ENVIRONMENT =
            Fingerprint.observe(Host.current(), Libraries.ofThisJvm());

    final List<String> started = Collections.synchronizedList(new ArrayList<>());
    final List<String> resumed = Collections.synchronizedList(new ArrayList<>());
    final Set<String> failing = new HashSet<>();
    final Set<String> ignored = new HashSet<>();
    final List<Resource> code = new ArrayList<>();
    final List<Hazard> hazards = new ArrayList<>();
    final List<String> classPath = new ArrayList<>();
    final List<String> arguments = new ArrayList<>();
    Optional<Path> input = Optional.empty();
    Optional<String> otherCode = Optional.empty();
    SortedMap<String, String> machine = new TreeMap<>();
    SortedMap<String, String> streams = new TreeMap<>();
    int stepsUntilKilled = Integer.MAX_VALUE;

    /** What a kill of the study is in these tests. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public int start(CellOrder order) {
        started.add(order.cell().toString());
        step();
        Path directory = order.runsDirectory().resolve(NAME).resolve(order.id());
        make(directory.resolve(Manifest.OUTPUTS));
        step();
        return end(directory, order);
    }

    @Override
    public int resume(Path directory, CellOrder order) {
        resumed.add(order.cell().toString());
        return end(directory, order);
    }

    @Override
    public Optional<String> otherCode(Manifest run) {
        return otherCode;
    }

    @Override
    public SortedMap<String, String> machine() {
        return machine;
    }

    private int end(Path directory, CellOrder order) {
        boolean fails = failing.contains(order.cell().toString());
        write(directory, order, fails ? RunStatus.FAILED : RunStatus.SUCCEEDED);
        step();
        return fails ? 1 : 0;
    }

    private synchronized void step() {
        if (stepsUntilKilled-- == 0) {
            throw new Killed();
        }
    }

    /** Leaves what a run that ended with {@code status} leaves. */
    void write(Path directory, CellOrder order, RunStatus status) {
        try {
            make(directory.resolve(Manifest.OUTPUTS));
            Path output = directory.resolve("outputs/what.txt");
            Files.writeString(
                    output, order.cell().parameters() + " " + order.cell().rootSeed());
            SortedMap<String, Sha256> subjects = new TreeMap<>();
            subjects.put("outputs/what.txt", FileDigest.of(output).sha256());
            SortedMap<String, ParameterValue> parameters = new TreeMap<>();
            order.cell().parameters().forEach((name, value) -> {
                if (!ignored.contains(name)) {
                    parameters.put(name, ParameterValue.of(value));
                }
            });
            List<Resource> dependencies = new ArrayList<>(code);
            input.ifPresent(
                    path -> dependencies.add(InputLedger.observe("claims", path).resource()));
            long seed = order.cell().seed().value();
            double rate = Double.parseDouble(order.cell().parameters().getOrDefault("rate", "0"));
            List<Metric> metrics = List.of(new Metric("score", seed + 10 * rate), new Metric("seed", seed));
            Files.write(
                    directory.resolve(Manifest.FILE_NAME),
                    ManifestJson.write(manifest(order, status, subjects, parameters, dependencies, metrics)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Manifest manifest(
            CellOrder order,
            RunStatus status,
            SortedMap<String, Sha256> subjects,
            SortedMap<String, ParameterValue> parameters,
            List<Resource> dependencies,
            List<Metric> metrics) {
        RunDefinition definition = new RunDefinition(
                NAME,
                Evidence.observed("com.example.Cell"),
                arguments,
                parameters,
                order.cell().rootSeed(),
                streams,
                new PinnedProfile(
                        "portable",
                        1,
                        new TreeMap<>(),
                        List.of(),
                        classPath,
                        Path.of("").toAbsolutePath().toString()),
                new TreeMap<>(),
                ENVIRONMENT,
                dependencies);
        RunDetails details = new RunDetails(
                new TreeMap<>(),
                order.id(),
                Instant.EPOCH,
                Instant.EPOCH,
                status,
                status == RunStatus.SUCCEEDED ? Optional.empty() : Optional.of("told to"),
                List.of(),
                List.of());
        return new Manifest(
                subjects,
                definition,
                details,
                metrics,
                List.of(),
                List.of(),
                hazards,
                new TreeMap<>(),
                ResultDigest.of(
                        definition.dependencies(RunDefinition.KIND_INPUT),
                        parameters,
                        order.cell().rootSeed(),
                        subjects,
                        metrics,
                        List.of(),
                        List.of()),
                Optional.of(order.parent()),
                Labels.NONE,
                NewerFields.NONE);
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
