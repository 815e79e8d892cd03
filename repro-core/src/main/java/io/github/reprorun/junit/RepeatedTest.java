package io.github.reprorun.junit;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.agent.place.DerivedSeeds;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.run.LaunchRequest;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.seed.Seed;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A test, and the runs that are asked of it. Immutable, hence safe to share between threads.
 *
 * @param type the test's class
 * @param method the test
 * @param uniqueId the platform's name for it
 */
record RepeatedTest(Class<?> type, Method method, String uniqueId) {
    private static final int LONGEST_NAME = 100;

    /** The generators of a JVM serve one run at a time. */
    private static final Object GENERATORS = new Object();

    /**
     * Runs it as {@code asked} and compares each run with the first.
     *
     * @throws AssertionFailedError if a run failed, or gave different results
     * @throws UsageException if the annotation's values are invalid, or a run recorded nothing to compare
     */
    void compareRuns(Reproducible asked) {
        Seed seed = new Seed(asked.seed());
        if (asked.runs() < 2) {
            throw new UsageException(
                    "@Reproducible on " + method.getName(),
                    "at least 2 runs are needed to compare, not " + asked.runs());
        }
        TestClassPath.requireLauncher(type.getClassLoader());
        RunsFolder folder = RunsFolder.make(Path.of("").toAbsolutePath(), runName());
        int threads = asked.threads() == 0 ? Runtime.getRuntime().availableProcessors() : asked.threads();
        LaunchRequest request =
                new LaunchRequest(runName(), Optional.of(seed), threads, NumericsProfile.PORTABLE, false);
        RunResult first = run(asked, request, folder);
        for (int number = 2; number <= asked.runs(); number++) {
            RunResult run = run(asked, request, folder);
            RunsDiffer.between(first, run).ifPresent(divergence -> {
                throw divergence.failure();
            });
        }
        folder.delete();
    }

    private RunResult run(Reproducible asked, LaunchRequest request, RunsFolder folder) {
        RunResult result = switch (asked.isolation()) {
            case FRESH_JVM -> runInFreshJvm(request, folder);
            case IN_PROCESS -> runInProcess(request, folder, asked.seed());
        };
        requireComparable(result);
        return result;
    }

    private RunResult runInProcess(LaunchRequest request, RunsFolder folder, long seed) {
        synchronized (GENERATORS) {
            DerivedSeeds.root(seed);
            return ReproducibleRun.of(request.name())
                    .seed(seed)
                    .threads(request.threads())
                    .runsDirectory(folder.path())
                    .execute(new SelectedTest(uniqueId)::train);
        }
    }

    private RunResult runInFreshJvm(LaunchRequest request, RunsFolder folder) {
        EntryPoint entryPoint = new EntryPoint(
                Evidence.observed(SelectedTest.class.getName()), TestClassPath.entries(type.getClassLoader()));
        PinnedJvm jvm =
                request.jvm(entryPoint, type.getName(), List.of(folder.path().toString(), uniqueId));
        int status = jvm.runWithOutputThroughSystemErr();
        Path directory = folder.path()
                .resolve(jvm.plan().run().name())
                .resolve(jvm.plan().run().id());
        if (!Files.exists(directory.resolve(Manifest.FILE_NAME))) {
            throw new AssertionFailedError("the pinned JVM ended with status " + status
                    + " and left no manifest; what it said is on standard error, what it left is in " + directory);
        }
        RunResult result = new RunResult(directory, ManifestJson.read(directory));
        requireSucceeded(result);
        return result;
    }

    private static void requireSucceeded(RunResult run) {
        if (run.manifest().details().status() == RunStatus.SUCCEEDED) {
            return;
        }
        String cause = run.manifest().details().cause().orElseThrow();
        String aborted = TestAbortedException.class.getName();
        if (cause.startsWith(aborted)) {
            throw new TestAbortedException(cause.substring(aborted.length()).replaceFirst("^: ", ""));
        }
        throw new AssertionFailedError(
                "a run " + run.manifest().details().status() + ": " + cause + "\nrun directory " + run.directory());
    }

    private void requireComparable(RunResult run) {
        if (!Comparison.Scope.isLeftBy(run.manifest())) {
            throw new UsageException(
                    "@Reproducible on " + method.getName(),
                    "a run recorded no output, no metric and no network, so there is nothing to compare; take a"
                            + " RunContext parameter and record what has to be equal; run directory "
                            + run.directory());
        }
    }

    /** The test's name as far as a run can have it. */
    private String runName() {
        String name = (type.getSimpleName() + "." + method.getName()).replaceAll("[^A-Za-z0-9._-]", "_");
        String begun = Character.isLetterOrDigit(name.charAt(0)) ? name : "test" + name;
        return begun.substring(0, Math.min(begun.length(), LONGEST_NAME));
    }
}
