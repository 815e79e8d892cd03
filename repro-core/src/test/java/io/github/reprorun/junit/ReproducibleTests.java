package io.github.reprorun.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.programs.RepeatedTrainings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ReproducibleTests {
    private static final Path RUNS = Path.of("target", "reproducible").toAbsolutePath();

    @Nested
    class InFreshJvms {
        @Test
        void runsAreAlikeBecauseTheyArePinnedAndTheirGeneratorsHeld() throws IOException {
            assertThat(outcome("InFreshJvms", "seePinnedSettings").getStatus()).isEqualTo(Status.SUCCESSFUL);

            assertThat(kept("InFreshJvms.seePinnedSettings")).isEmpty();
        }

        @Test
        void differentRunsFailAndAreKept() throws IOException {
            Throwable failure = failure("InFreshJvms", "differ");

            assertThat(failure)
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageStartingWith("the runs differ, likely because of ")
                    .hasMessageContaining("METRIC predicate.metrics[process");
            List<Path> named = directories(failure);
            assertThat(named).hasSize(2);
            Manifest first = ManifestJson.read(named.get(0));
            Manifest second = ManifestJson.read(named.get(1));
            assertThat(first.definition().profile().name()).isEqualTo("portable");
            assertThat(first.metrics()).isNotEqualTo(second.metrics());
            delete("InFreshJvms.differ");
        }

        @Test
        void anExceptionIsSaid() throws IOException {
            assertThat(failure("InFreshJvms", "fail"))
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageStartingWith("a run FAILED: java.lang.IllegalStateException: no convergence\n"
                            + "run directory " + RUNS.resolve("InFreshJvms.fail-"));
            delete("InFreshJvms.fail");
        }

        @Test
        void whatARunPrintsReachesTheStreamOfTheTest() throws IOException {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            PrintStream before = System.err;
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                failure("InFreshJvms", "fail");
            } finally {
                System.setErr(before);
            }

            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("reprorun: InFreshJvms.fail FAILED: java.lang.IllegalStateException: no convergence")
                    .contains("Exception in thread \"main\" java.lang.IllegalStateException: no convergence");
            delete("InFreshJvms.fail");
        }

        @Test
        void aFailedAssumptionAborts() throws IOException {
            TestExecutionResult outcome = outcome("InFreshJvms", "assume");

            assertThat(outcome.getStatus()).isEqualTo(Status.ABORTED);
            assertThat(outcome.getThrowable().orElseThrow())
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessage("Assumption failed: needs a GPU");
            delete("InFreshJvms.assume");
        }

        @Test
        void aJvmThatLeavesNoManifestFails() throws IOException {
            assertThat(failure("InFreshJvms", "halt"))
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageStartingWith("the pinned JVM ended with status 7 and left no manifest");
            delete("InFreshJvms.halt");
        }
    }

    @Nested
    class InThisProcess {
        @BeforeEach
        @AfterEach
        void forget() {
            RepeatedTrainings.EVENTS.clear();
        }

        @Test
        void eachRunHasTheLifeCycleOfItsOwn() throws IOException {
            assertThat(outcome("InThisProcess", "areEqual").getStatus()).isEqualTo(Status.SUCCESSFUL);

            assertThat(RepeatedTrainings.EVENTS)
                    .containsExactly(
                            "before true",
                            "test",
                            "after",
                            "before true",
                            "test",
                            "after",
                            "before true",
                            "test",
                            "after");
            assertThat(kept("InThisProcess.areEqual")).isEmpty();
        }

        @Test
        void oneBitOfAMetricIsADifference() throws IOException {
            Throwable failure = failure("InThisProcess", "differByOneBit");

            List<Path> named = directories(failure);
            assertThat(failure)
                    .hasMessageStartingWith("the runs differ, likely because of NONDETERMINISM:\n")
                    .hasMessageContaining("METRIC predicate.metrics[loss].value: expected 0.1 (bits 3fb999999999999a),"
                            + " actual 0.10000000000000002 (bits 3fb999999999999b)")
                    .hasMessageNotContaining("accuracy")
                    .hasMessageNotContaining("RESOURCE")
                    .hasMessageContaining("expected: " + named.get(0))
                    .hasMessageContaining("actual:   " + named.get(1));
            AssertionFailedError compared = (AssertionFailedError) failure;
            assertThat(compared.getExpected().getStringRepresentation())
                    .isEqualTo(ManifestJson.read(named.get(0)).resultDigest().toString());
            assertThat(compared.getActual().getStringRepresentation())
                    .isEqualTo(ManifestJson.read(named.get(1)).resultDigest().toString());
            delete("InThisProcess.differByOneBit");
        }

        @Test
        void aDifferenceThatWasDeclaredIsNone() throws IOException {
            assertThat(outcome("InThisProcess", "differWithinTolerance").getStatus())
                    .isEqualTo(Status.SUCCESSFUL);
            assertThat(kept("InThisProcess.differWithinTolerance")).isEmpty();
        }

        @Test
        void aDifferenceBeyondWhatWasDeclaredSaysByHowMuch() throws IOException {
            assertThat(failure("InThisProcess", "differBeyondTolerance"))
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageContaining("METRIC predicate.metrics[loss].value: expected 0.1")
                    .hasMessageContaining("(off by 0.011, not within 0.01)");
            delete("InThisProcess.differBeyondTolerance");
        }

        @Test
        void aBrokenExpectationComesThrough() throws IOException {
            assertThat(failure("InThisProcess", "breakAnExpectation"))
                    .isExactlyInstanceOf(BrokenExpectationException.class)
                    .hasMessage("loss: expected at most 0.05, actual 0.1");
            delete("InThisProcess.breakAnExpectation");
        }

        @Test
        void anExceptionComesThroughAsItIs() throws IOException {
            assertThat(failure("InThisProcess", "throwAnException"))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("disk full");
            assertThat(kept("InThisProcess.throwAnException")).hasSize(1);
            delete("InThisProcess.throwAnException");
        }
    }

    @Nested
    class Refused {
        @Test
        void aRunThatRecordsNothing() throws IOException {
            assertThat(failure("InThisProcess", "recordNothing"))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("@Reproducible on recordNothing: a run recorded no output, no metric and no"
                            + " network, so there is nothing to compare; take a RunContext parameter and record what"
                            + " has to be equal; run directory ");
            delete("InThisProcess.recordNothing");
        }

        @Test
        void aSingleRun() {
            assertThat(failure("InThisProcess", "areOne"))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("@Reproducible on areOne: at least 2 runs are needed to compare, not 1");
        }

        @Test
        void seedZero() {
            assertThat(failure("InThisProcess", "haveNoSeed"))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("seed: 0 is refused");
        }

        @Test
        void lessThanOneThread() throws IOException {
            assertThat(failure("InThisProcess", "haveLessThanNoThread"))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("threads: at least 1 is needed, not -1");
            delete("InThisProcess.haveLessThanNoThread");
        }

        @Test
        void aClassPathWithoutLauncher() throws IOException {
            try (URLClassLoader jdkOnly = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
                Assertions.assertThatThrownBy(() -> TestClassPath.requireLauncher(jdkOnly))
                        .isInstanceOf(UsageException.class)
                        .hasMessageStartingWith("@Reproducible: junit-platform-launcher is not on the class path")
                        .hasMessageEndingWith(
                                "org.junit.platform:junit-platform-launcher to the dependencies of the tests");
            }
        }
    }

    @Nested
    class TheDocumentation {
        @Test
        void showsATestThatSucceeds() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "testing.md"), StandardCharsets.UTF_8);
            String fixture = Files.readString(
                    Path.of("src/test/java/io/github/reprorun/programs/RepeatedTrainings.java"),
                    StandardCharsets.UTF_8);
            String example = Pattern.compile("```java\n(@Reproducible.*?)```", Pattern.DOTALL)
                    .matcher(page)
                    .results()
                    .map(match -> match.group(1))
                    .findFirst()
                    .orElseThrow();

            assertThat(fixture).contains(example.indent(8));
            assertThat(outcome("Documented", "trainsTheSameEachTime").getStatus())
                    .isEqualTo(Status.SUCCESSFUL);
        }
    }

    @Nested
    class Folders {
        @TempDir
        private Path work;

        @Test
        void areInTheBuildFolderThatIsThere() throws IOException {
            Path build = Files.createDirectory(work.resolve("build"));

            RunsFolder folder = RunsFolder.make(work, "Some.test");

            assertThat(folder.path().getParent()).isEqualTo(build.resolve("reproducible"));
            assertThat(folder.path()).isEmptyDirectory();
            folder.delete();
            assertThat(folder.path()).doesNotExist();
        }

        @Test
        void areAmongTemporaryFilesWithoutOne() {
            RunsFolder folder = RunsFolder.make(work, "Some.test");

            assertThat(folder.path()).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
            folder.delete();
        }
    }

    private static Throwable failure(String type, String method) {
        TestExecutionResult outcome = outcome(type, method);
        assertThat(outcome.getStatus()).isEqualTo(Status.FAILED);
        return outcome.getThrowable().orElseThrow();
    }

    /** What a build would be told of the one test. */
    private static TestExecutionResult outcome(String type, String method) {
        String name = RepeatedTrainings.class.getName() + "$" + type;
        String parameters = method.equals("recordNothing") ? "" : "io.github.reprorun.RunContext";
        List<TestExecutionResult> results = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectMethod(name, method, parameters))
                                .filters(includeEngines("junit-jupiter"))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) {
                                    results.add(result);
                                }
                            }
                        });
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static List<Path> directories(Throwable failure) {
        return Pattern.compile("^(?:expected: |actual:   )(.*)$", Pattern.MULTILINE)
                .matcher(failure.getMessage())
                .results()
                .map((MatchResult match) -> Path.of(match.group(1)))
                .toList();
    }

    private static List<Path> kept(String test) throws IOException {
        try (Stream<Path> folders = Files.list(RUNS)) {
            return folders.filter(each -> each.getFileName().toString().startsWith(test + "-"))
                    .toList();
        }
    }

    private static void delete(String test) throws IOException {
        for (Path folder : kept(test)) {
            new RunsFolder(folder).delete();
        }
    }
}
