package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.environment.OwnAgent;
import io.github.reprorun.internal.launch.Conditions;
import io.github.reprorun.internal.launch.DirectStart;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.Overrides;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.internal.launch.RunTurn;
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.internal.run.LibraryVersion;
import io.github.reprorun.internal.run.RunOrigin;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.numerics.NumericsProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one program on this machine. A program that launches its run is first started as it is: its JVM finds out how to
 * pin another, and starts that. When one such run has succeeded, this knows all of that too, and starts the pinned JVM of
 * each further run itself, if what it would have done for the first is, option by option, what the first says. A pinned
 * JVM in which the program asks for something else makes no run ({@link DirectStart}); then the program is started as it
 * is, in this run and all that follow. Safe for use by several threads.
 */
final class LocalCells implements CellExecutor {
    /** Options by which a program's JVM chooses something for the pinned one that this JVM would choose by its own. */
    private static final List<String> READ_BY_LAUNCHER =
            List.of("-Djava.io.tmpdir=", "-Duser.home=", "-Duser.timezone=");

    /** Above it are the statuses of processes that a signal has ended. */
    private static final int LARGEST_OF_PROGRAMS = 128;

    private final ProgramCells cells;
    private final Clock clock;
    private final StartParts parts = new StartParts();
    private volatile @Nullable Known known;
    private volatile boolean isToBeStartedAsItIs;

    LocalCells(ProgramCells cells, Clock clock) {
        this.cells = cells;
        this.clock = clock;
        this.isToBeStartedAsItIs = cells.program().wrapped()
                || cells.jvmOptions().stream()
                        .anyMatch(option -> READ_BY_LAUNCHER.stream().anyMatch(option::startsWith));
    }

    /**
     * What the first run has told of all.
     *
     * @param name of the runs
     * @param threads of the first
     * @param numerics of the first
     * @param environment the variables that pin
     * @param agent the jar or folder with this library's agent, which the program has on its class path
     * @param arguments of the first
     */
    private record Known(
            String name,
            int threads,
            NumericsProfile numerics,
            SortedMap<String, String> environment,
            Path agent,
            List<String> arguments) {}

    @Override
    public int start(CellOrder order) {
        long started = clock.millis();
        OptionalInt direct = startDirectly(order);
        if (direct.isPresent()) {
            parts.add(started, told(order), clock.millis(), true);
            return direct.getAsInt();
        }
        started = clock.millis();
        int status = cells.start(order);
        JsonNode told = told(order);
        parts.add(started, told, clock.millis(), cells.program().wrapped());
        learn(order, told);
        return status;
    }

    @Override
    public int resume(Path directory, CellOrder order) {
        return cells.resume(directory, order);
    }

    @Override
    public Optional<String> parts() {
        return parts.text();
    }

    @Override
    public SortedMap<String, String> machine() {
        return EarlierCells.machine();
    }

    @Override
    public Optional<String> changedCode() {
        return cells.changedCode();
    }

    /** Empty if the program has to be started as it is. */
    private OptionalInt startDirectly(CellOrder order) {
        Known first = known;
        List<String> arguments = StudyArguments.of(cells.arguments(), order.cell());
        if (isToBeStartedAsItIs || first == null || !seesTheSame(first, arguments)) {
            return OptionalInt.empty();
        }
        try {
            PinnedJvm.Ended ended = jvm(first, order, arguments).runInProgramWithOutputTo(order.output());
            if (ended.began() || ended.status() > LARGEST_OF_PROGRAMS) {
                return OptionalInt.of(status(first, order, ended.status()));
            }
        } catch (UsageException | UnwritableException refused) {
            StudyMessages.notDirectly(System.err, order.id(), refused);
        }
        isToBeStartedAsItIs = true;
        return OptionalInt.empty();
    }

    /**
     * Whether the program, which may compute what it asks for from the number of processors, sees the same number in the pinned
     * JVM as in one of its own, or has nothing to compute it from that the first run had not.
     */
    private boolean seesTheSame(Known first, List<String> arguments) {
        return first.arguments().equals(arguments)
                || cells.program().threads().isPresent()
                || first.threads() == Runtime.getRuntime().availableProcessors()
                || cells.jvmOptions().stream().anyMatch(option -> option.startsWith("-XX:ActiveProcessorCount="));
    }

    private PinnedJvm jvm(Known first, CellOrder order, List<String> arguments) {
        String main = cells.program().mainClass();
        LaunchPlan plan = new LaunchPlan(
                new RunIdentity(first.name(), order.id()),
                SeedChoice.of(Optional.of(order.cell().rootSeed())),
                profile(first, order),
                Conditions.NONE,
                Overrides.NONE);
        SortedMap<String, String> properties = new TreeMap<>(DirectStart.property(arguments));
        properties.put(GivenChoices.RESULT, order.result().toAbsolutePath().toString());
        properties.put(KnownDigests.PROPERTY, order.digests());
        return new PinnedJvm(PinnedJvm.java(System.getenv()), first.agent(), main, main, arguments, plan)
                .with(properties);
    }

    /** As the program's own JVM would have made it. */
    private PinnedProfile profile(Known first, CellOrder order) {
        List<String> options = cells.options(order, Optional.of(order.result()), Optional.of(order.digests()));
        return new PinnedProfile(
                first.numerics().label(),
                first.threads(),
                first.environment(),
                PinnedJvm.pinned(new RunTurn(first.name(), 1).among(options), first.threads()),
                ClassPath.parse(cells.classPath()).entries(),
                cells.program().workingDirectory());
    }

    private static int status(Known first, CellOrder order, int status) {
        Path run = order.runsDirectory().resolve(first.name()).resolve(order.id());
        boolean hasNoManifest = Files.isDirectory(run) && !Files.exists(run.resolve(Manifest.FILE_NAME));
        return status == ExitStatus.OK && hasNoManifest ? ExitStatus.FAILED : status;
    }

    private synchronized void learn(CellOrder order, JsonNode told) {
        if (isToBeStartedAsItIs || known != null) {
            return;
        }
        List<Path> made = StudyDirectory.runs(new RunsDirectory(order.runsDirectory()), order.id());
        if (made.size() != 1 || !Files.exists(made.get(0).resolve(Manifest.FILE_NAME))) {
            return;
        }
        Manifest manifest = ManifestJson.read(made.get(0));
        if (manifest.details().status() != RunStatus.SUCCEEDED) {
            return;
        }
        Optional<Known> first = known(order, manifest);
        if (first.isPresent() && !told.path("start").path("acted").asBoolean(true)) {
            known = first.get();
        } else {
            isToBeStartedAsItIs = true;
        }
    }

    /** Empty if this study would not have started the run of {@code manifest} in the way in which its program did. */
    private Optional<Known> known(CellOrder order, Manifest manifest) {
        RunDefinition definition = manifest.definition();
        PinnedProfile recorded = definition.profile();
        List<String> arguments = StudyArguments.of(cells.arguments(), order.cell());
        ClassPath classPath = ClassPath.parse(cells.classPath());
        Optional<Path> agent = classPath.holderOf(OwnAgent.CLASS);
        if (recorded.name().equals(PinnedProfile.NONE)
                || agent.isEmpty()
                || !manifest.details().builderVersions().equals(LibraryVersion.versions())
                || !definition
                        .mainClass()
                        .equals(Evidence.observed(cells.program().mainClass()))
                || !definition.arguments().equals(Redaction.ofArguments(arguments))) {
            return Optional.empty();
        }
        NumericsProfile numerics = NumericsProfile.labelled(recorded.name());
        Known first = new Known(
                definition.name(),
                recorded.threads(),
                numerics,
                numerics.environment(recorded.threads(), System.getProperty("os.arch"), classPath.libraries()),
                agent.get(),
                arguments);
        return RunOrigin.redacted(profile(first, order)).equals(recorded) ? Optional.of(first) : Optional.empty();
    }

    /** What the run said last of itself, or nothing. */
    private static JsonNode told(CellOrder order) {
        try {
            List<String> lines = Files.exists(order.result())
                    ? Files.readAllLines(order.result(), StandardCharsets.US_ASCII)
                    : List.of();
            return JsonTree.parse(lines.isEmpty() ? "{}" : lines.get(lines.size() - 1));
        } catch (IOException torn) {
            return MissingNode.getInstance(); // Killed while it wrote.
        }
    }
}
