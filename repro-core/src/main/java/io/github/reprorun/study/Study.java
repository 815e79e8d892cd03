package io.github.reprorun.study;

import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.internal.run.MachineClock;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program many times, over seeds and parameters, and states what became of each run.
 *
 * <pre>{@code
 * StudyResult study = Study.of("fraud")
 *         .program("com.example.FraudTraining")
 *         .seeds(1, 5)
 *         .grid("learningRate", 0.001, 0.005)
 *         .signedBy(Path.of("signing.pem"))
 *         .run();
 * }</pre>
 *
 * <p>Each run is a process of its own, with a directory, a manifest and a signature of its own, and the study as its
 * parent. A study that is killed goes on when it is described and run again: no cell is run twice. A mutable builder, to
 * be used by one thread.
 */
public final class Study {
    /** Far longer than a run takes between making its directory and naming it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final List<Seed> seeds = new ArrayList<>();
    private final SortedMap<String, List<String>> grid = new TreeMap<>();
    private final List<StudyDesign.Exclusion> exclusions = new ArrayList<>();
    private final SortedSet<String> primary = new TreeSet<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<Path> outputs = new ArrayList<>();
    private List<String> arguments = List.of();
    private String classPath = System.getProperty("java.class.path", ".");
    private Path runsDirectory = Path.of("runs");
    private int parallel = 1;
    private boolean paired = true;
    private final SortedSet<String> shared = new TreeSet<>();
    private @Nullable Parent within;
    private boolean wrapped;
    private @Nullable StudyDesign design;
    private @Nullable Integer random;
    private @Nullable Integer threads;
    private @Nullable NumericsProfile profile;
    private @Nullable Path signingKey;
    private @Nullable String mainClass;
    private @Nullable Executor executor;

    /**
     * Makes the runs of a study elsewhere, on machines that see the runs directory, the working directory and the class path
     * under the same paths as this one. Safe for use by several threads.
     */
    public interface Executor extends AutoCloseable {
        /**
         * Starts a program and waits for its end. If a machine is lost, it may start it again, and of several attempts it names
         * one that came to its end. An attempt that it does not name has no process left soon after.
         *
         * @throws io.github.reprorun.failure.ReproException if it can start nothing any more; the study stops then
         */
        Ended run(Start start);

        /** Ends what runs now, and what would be started later. */
        void stop();

        /** Gives back what the executor holds; what is running ends. */
        @Override
        void close();
    }

    /**
     * A program to start by {@code java}. Immutable, hence safe to share between threads.
     *
     * @param id of the run that it makes
     * @param options for {@code java}; more follow, which name the attempt's place
     * @param arguments for {@code java} after all options: class path, main class, its arguments
     * @param workingDirectory of the program, absolute
     * @param places the folder in which each attempt makes a place of its own, absolute
     */
    public record Start(String id, List<String> options, List<String> arguments, Path workingDirectory, Path places) {
        /** Copies what it is given. */
        public Start {
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * How a program ended. Immutable, hence safe to share between threads.
     *
     * @param status the exit status of its process
     * @param place of the attempt that came to its end, or empty if none did
     * @param machine where that was, for people
     * @param refusal why no machine could start it, or empty
     */
    public record Ended(int status, Optional<Path> place, String machine, Optional<String> refusal) {}

    /**
     * Finds an executor for an address. The command line loads implementations by {@link java.util.ServiceLoader}. Stateless.
     */
    public interface Cluster {
        /**
         * Connects to the cluster at {@code address}, such as {@code spark://host:7077}.
         *
         * @param name what the study is called
         * @throws io.github.reprorun.failure.ReproException if that is not possible
         */
        Executor connect(String address, String name);
    }

    private Study(String name) {
        this.name = name;
    }

    /**
     * Begins the description of a study. Invalid settings are reported when it runs.
     *
     * @param name 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit
     */
    public static Study of(String name) {
        return new Study(name);
    }

    /**
     * The program: a class whose {@code main} calls {@code launch}.
     *
     * @param mainClass its binary name
     * @param arguments of its {@code main}, in which <code>{NAME}</code> stands for a parameter of the grid and
     *     <code>{seed}</code> for the run's root seed; a parameter that no argument names is given to {@code
     *     run.parameter(NAME, …)}
     */
    public Study program(String mainClass, String... arguments) {
        this.mainClass = mainClass;
        this.arguments = List.of(arguments);
        return this;
    }

    /**
     * The program does not call this library: the study wraps it. It gets its parameters from its arguments alone, and one run
     * is made at a time, because all of them write into the working directory.
     *
     * @param outputs files and folders that it writes elsewhere
     */
    public Study wrapped(Path... outputs) {
        this.wrapped = true;
        this.outputs.addAll(List.of(outputs));
        return this;
    }

    /** The program's class path, as {@code java -cp} reads it; by default that of this JVM. */
    public Study classPath(String classPath) {
        this.classPath = classPath;
        return this;
    }

    /** A further option of the JVM. */
    public Study jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /**
     * Adds the seeds from {@code first} to {@code last}, both included: each setting is run with each.
     *
     * @throws UsageException if the last is before the first, or 0 is among them
     */
    public Study seeds(long first, long last) {
        seeds.addAll(StudyDesign.range(first, last));
        return this;
    }

    /**
     * Adds a parameter and the values to try: int, long, double, boolean or String. Settings are all combinations of the
     * values of all parameters.
     *
     * @throws UsageException if the parameter was added before
     */
    public Study grid(String parameter, Object... values) {
        List<String> texts =
                Stream.of(values).map(value -> ParameterValue.of(value).text()).toList();
        if (grid.put(parameter, texts) != null) {
            throw new UsageException("grid " + parameter, "is given twice");
        }
        return this;
    }

    /** Tries only so many settings of the grid, drawn without replacement; which ones depends on the first seed alone. */
    public Study random(int settings) {
        this.random = settings;
        return this;
    }

    /**
     * Gives each cell a root seed of its own. By default all cells of one seed share it, so that their named streams draw
     * the same and settings can be compared pair by pair.
     */
    public Study independent() {
        this.paired = false;
        return this;
    }

    /**
     * Has the cells of one seed share these named streams, and nothing else: each cell has a root seed of its own.
     *
     * @param streams as the program names them in {@code run.random} and {@code run.seed}; one that the program never asks for
     *     stops the study
     */
    public Study shareStreams(String... streams) {
        this.paired = false;
        shared.addAll(List.of(streams));
        return this;
    }

    /**
     * The study that this one is a part of. Without it, a study that a run of another study makes is a part of that one.
     *
     * @param parent of the kind {@link Parent#STUDY}
     */
    public Study within(Parent parent) {
        this.within = parent;
        return this;
    }

    /** Does not try the settings with these values, and says why. */
    public Study exclude(Map<String, Object> where, String because) {
        SortedMap<String, String> texts = new TreeMap<>();
        where.forEach((parameter, value) ->
                texts.put(parameter, ParameterValue.of(value).text()));
        exclusions.add(new StudyDesign.Exclusion(texts, because));
        return this;
    }

    /** Declares, before the first run, metrics that the study is judged by; all others are exploratory. */
    public Study primary(String... metrics) {
        primary.addAll(List.of(metrics));
        return this;
    }

    /** What to try, in place of seeds, grid and all else that describes it here. */
    public Study design(StudyDesign design) {
        this.design = design;
        return this;
    }

    /** How many runs to make at the same time; 1 by default. */
    public Study parallel(int runs) {
        this.parallel = runs;
        return this;
    }

    /** Where to make the runs; on this machine by default. The caller closes it. */
    public Study executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /** Where runs and study lie; {@code runs} below the working directory by default. */
    public Study runsDirectory(Path directory) {
        this.runsDirectory = directory;
        return this;
    }

    /** The private key that signs each run and the study; without it the study is unsigned. */
    public Study signedBy(Path key) {
        this.signingKey = key;
        return this;
    }

    /** The number of native threads of each run; the program's choice by default. */
    public Study threads(int threads) {
        this.threads = threads;
        return this;
    }

    /** The numerics to pin; the program's choice by default. */
    public Study profile(NumericsProfile profile) {
        this.profile = profile;
        return this;
    }

    /**
     * Makes the runs, and returns when the last has ended. It prints one line for each cell on standard error. If a study of
     * this name with the same program and design has not come to its end, this goes on with it.
     *
     * @throws UsageException if the description is invalid, another study of this name is running, or the program never asks for
     *     a parameter of the grid
     * @throws io.github.reprorun.failure.UnreadableException if the signing key cannot be read
     * @throws io.github.reprorun.failure.UnwritableException if the study cannot be written; what was made is kept
     */
    public StudyResult run() {
        PlainName.require("study name", name);
        StudyDesign meant = meant();
        String main = mainClass;
        if (main == null || main.isBlank()) {
            throw new UsageException(
                    "study " + name, "names no program; name the class whose main is run by program(…)");
        }
        StudyArguments.require(arguments, meant.grid(), wrapped);
        requireMeant();
        RunsDirectory runs = new RunsDirectory(runsDirectory);
        Path workingDirectory = Path.of("").toAbsolutePath();
        StudyManifest.Program program = new StudyManifest.Program(
                main,
                Redaction.ofArguments(arguments),
                wrapped,
                threads == null ? OptionalInt.empty() : OptionalInt.of(threads),
                Optional.ofNullable(profile).map(NumericsProfile::label),
                Redaction.ofArguments(jvmOptions),
                StudyCode.of(entries(), runs.path(), workingDirectory),
                Redaction.ofArguments(outputs.stream().map(Path::toString).toList()),
                workingDirectory.toString(),
                StudyCode.ofOptions(
                        jvmOptions,
                        executor == null ? System.getenv() : Map.of(), // Workers have variables of their own.
                        runs.path(),
                        workingDirectory));
        ProgramCells started = new ProgramCells(
                program,
                jvmOptions,
                arguments,
                String.join(File.pathSeparator, entries()),
                outputs,
                runs.path(),
                meant);
        Executor elsewhere = executor;
        CellExecutor cells = elsewhere == null
                ? new LocalCells(started, MachineClock.UTC)
                : new StagedCells(started, workingDirectory, runs.path(), elsewhere, PATIENCE);
        try {
            return new StudyRunner(
                            name,
                            program,
                            meant,
                            arguments,
                            runs,
                            parallel,
                            Optional.ofNullable(signingKey),
                            cells,
                            MachineClock.UTC,
                            PATIENCE,
                            parent())
                    .run();
        } finally {
            cells.close();
        }
    }

    /** The study whose run this JVM makes, if nobody said otherwise. */
    private Optional<Parent> parent() {
        Parent said = within;
        if (said != null && !said.kind().equals(Parent.STUDY)) {
            throw new UsageException("parent " + said, "a study is a part of a study, and of nothing else");
        }
        return said == null
                ? GivenChoices.ofThisJvm().parent().filter(given -> given.kind().equals(Parent.STUDY))
                : Optional.of(said);
    }

    private StudyDesign meant() {
        StudyDesign given = design;
        if (given == null) {
            return new StudyDesign(
                    seeds,
                    grid,
                    random == null ? OptionalInt.empty() : OptionalInt.of(random),
                    paired,
                    exclusions,
                    primary,
                    shared);
        }
        if (!seeds.isEmpty()
                || !grid.isEmpty()
                || random != null
                || !paired
                || !exclusions.isEmpty()
                || !primary.isEmpty()) {
            throw new UsageException("design", "stands in place of seeds, grid and all else that says what to try");
        }
        return given;
    }

    private void requireMeant() {
        if (parallel < 1) {
            throw new UsageException("parallel", "at least 1 is needed, not " + parallel);
        }
        if (threads != null && threads < 1) {
            throw new UsageException("threads", "at least 1 is needed, not " + threads);
        }
        if (wrapped && parallel > 1) {
            throw new UsageException(
                    "parallel",
                    "a wrapped program's outputs are what it leaves in the working directory, which runs at the same time"
                            + " would share; at most 1 is possible, not " + parallel);
        }
        if (wrapped && executor != null) {
            throw new UsageException(
                    "executor",
                    "a wrapped program's outputs are what it leaves in one working directory, so that its runs are made on"
                            + " this machine, one at a time");
        }
        if (wrapped && !meant().shared().isEmpty()) {
            throw new UsageException("shared streams", "a wrapped program has no named streams");
        }
        if (!wrapped && !outputs.isEmpty()) {
            throw new UsageException("output", "is for wrapped programs");
        }
    }

    private List<String> entries() {
        return ClassPath.parse(classPath).entries();
    }
}
