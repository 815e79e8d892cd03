package io.github.reprorun.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.launch.CurrentPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/**
 * One test, started on its own through the JUnit platform; also the program of a pinned JVM that does so. Immutable, hence
 * safe to share between threads.
 *
 * @param uniqueId the platform's name for it
 */
record SelectedTest(String uniqueId) {
    /** Runs the test that the second argument names; the first is the runs directory. */
    public static void main(String[] arguments) {
        String name = CurrentPlan.get()
                .orElseThrow(() -> new UsageException("test", "is started by @Reproducible, in a pinned JVM"))
                .run()
                .name();
        ReproducibleRun.of(name)
                .runsDirectory(Path.of(arguments[0]))
                .launch(arguments, run -> new SelectedTest(arguments[1]).train(run));
    }

    /**
     * Runs it inside {@code run}.
     *
     * @throws Exception what the test, or the life cycle around it, throws
     */
    void train(RunContext run) throws Exception {
        Outcome outcome = new Outcome();
        try (EnclosingRun enclosing = EnclosingRun.of(run)) {
            LauncherFactory.create(withoutListeners()).execute(request(enclosing), outcome);
        }
        outcome.require(uniqueId);
    }

    private LauncherDiscoveryRequest request(EnclosingRun enclosing) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectUniqueId(uniqueId))
                .filters(includeEngines(UniqueId.parse(uniqueId).getEngineId().orElseThrow()))
                .configurationParameter(EnclosingRun.PARAMETER, enclosing.key())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
    }

    /** Those of the build would count the test again for each run. */
    private static LauncherConfig withoutListeners() {
        return LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
    }

    private static final class Outcome implements TestExecutionListener {
        private boolean ran;
        private @Nullable Throwable failure;

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            add(new TestAbortedException("skipped inside its run: " + reason));
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            ran |= test.isTest();
            result.getThrowable().ifPresent(this::add);
        }

        private void add(Throwable another) {
            if (failure == null) {
                failure = another;
            } else if (failure != another) {
                failure.addSuppressed(another);
            }
        }

        void require(String uniqueId) throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
            if (failure != null || !ran) {
                throw new UsageException(uniqueId, "the JUnit platform found no such test to run", failure);
            }
        }
    }
}
