package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.study.Study;
import io.github.reprorun.study.StudyDesign;
import io.github.reprorun.study.StudyResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "study",
        description = {
            "Runs a program over seeds and parameters, each run in a pinned JVM of its own, and states what became of each.",
            "A study that was stopped goes on when the same command is given again."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 every cell has a result; 1 some failed; 2 usage or unreadable input; 129, 130, 138, 140, 143 stopped"
                    + " by HUP, INT, USR1, USR2, TERM."
        })
final class StudyCommand implements Callable<Integer> {
    private static final String MISSING =
            "repro-spark and Spark are not on the class path of this command; start it as java -cp"
                    + " 'repro-core-VERSION-cli.jar:repro-spark-VERSION.jar:SPARK/jars/*' io.github.reprorun.cli.Main study …";

    /** The numbers of POSIX; those of USR1 and USR2 are Linux's, which POSIX leaves open. */
    private static final SortedMap<String, Integer> SIGNALS = new TreeMap<>();

    private static final int STOPPED = 128;

    static {
        SIGNALS.put("HUP", 1);
        SIGNALS.put("INT", 2);
        SIGNALS.put("USR1", 10);
        SIGNALS.put("USR2", 12);
        SIGNALS.put("TERM", 15);
    }

    @Option(names = "--name", required = true, paramLabel = "N", description = "What the study is called.")
    private String name = "";

    @Option(
            names = "--seeds",
            paramLabel = "SEEDS",
            description = "The root seeds, such as 1..5 or 1,2,10..12; each setting is run with each.")
    private @Nullable String seeds;

    @Option(
            names = "--grid",
            paramLabel = "P=A,B",
            description = "A parameter and the values to try; may be repeated, and all combinations are tried.")
    private List<String> grid = new ArrayList<>();

    @Option(
            names = "--random",
            paramLabel = "K",
            description = "Try only K settings of the grid, drawn by the first seed without replacement.")
    private @Nullable Integer random;

    @Option(
            names = "--exclude",
            paramLabel = "P=A:WHY",
            description = "Do not try the settings with these values (P=A,Q=B), for the reason behind the colon.")
    private List<String> exclusions = new ArrayList<>();

    @Option(
            names = "--independent",
            description = "Give each cell a root seed of its own; by default cells of one seed share it, so that their"
                    + " named streams draw the same.")
    private boolean independent;

    @Option(
            names = "--share-streams",
            paramLabel = "A,B",
            split = ",",
            description = "With --independent: the named streams that cells of one seed share all the same.")
    private List<String> shared = new ArrayList<>();

    @Option(
            names = "--parent",
            paramLabel = "STUDY",
            description = "The study that this one is a part of: its directory, or study:NAME:SHA256.")
    private @Nullable String parent;

    @Option(
            names = "--primary",
            paramLabel = "METRIC",
            description =
                    "A metric that the study is judged by, declared before the first run; may be repeated. All others"
                            + " are exploratory.")
    private List<String> primary = new ArrayList<>();

    @Option(names = "--design", paramLabel = "FILE", description = "All of these in a JSON file, in their place.")
    private @Nullable Path design;

    @Option(
            names = "--parallel",
            paramLabel = "K",
            defaultValue = "1",
            description = "How many runs to make at the same time; by default ${DEFAULT-VALUE}.")
    private int parallel = 1;

    @Option(
            names = "--spark",
            paramLabel = "URL",
            description = "Make the runs on the workers of the Spark cluster whose master is at URL, such as"
                    + " spark://host:7077; needs repro-spark and Spark on the class path.")
    private @Nullable String spark;

    @Option(names = "--sign", paramLabel = "KEY", description = "The private key that signs each run and the study.")
    private @Nullable Path key;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where runs and study lie; by default ${DEFAULT-VALUE}.")
    private Path runs = Path.of("runs");

    @Option(names = "--class-path", paramLabel = "CP", defaultValue = ".", description = "The program's class path.")
    private String classPath = ".";

    @Option(names = "--threads", paramLabel = "N", description = "Native threads; by default the program's choice.")
    private @Nullable Integer threads;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "portable, baseline or host; by default the program's choice.")
    private @Nullable String profile;

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "A further option of the JVM; may be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--wrap",
            description = "MAIN does not call launch: wrap it. Its parameters are those of its arguments.")
    private boolean wrap;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "A file or folder that a wrapped program writes elsewhere; may be repeated.")
    private List<Path> outputs = new ArrayList<>();

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "MAIN [ARGS]",
            description =
                    "The class whose main is run, and its arguments, where {P} stands for a parameter of the grid and"
                            + " {seed} for the root seed. A parameter that no argument names goes to run.parameter(P, …).")
    private List<String> program = new ArrayList<>();

    @Override
    public Integer call() {
        Study study = Study.of(name)
                .program(program.get(0), program.subList(1, program.size()).toArray(String[]::new))
                .design(design())
                .parallel(parallel)
                .runsDirectory(runs)
                .classPath(classPath);
        jvmOptions.forEach(study::jvmOption);
        if (key != null) {
            study.signedBy(key);
        }
        if (threads != null) {
            study.threads(threads);
        }
        if (profile != null) {
            study.profile(profile(profile));
        }
        if (parent != null) {
            study.within(parent(parent));
        }
        if (wrap) {
            study.wrapped(outputs.toArray(Path[]::new));
        } else if (!outputs.isEmpty()) {
            throw new UsageException(
                    "--output", "is for --wrap: a program that launches its run names its outputs itself");
        }
        if (spark == null) {
            return status(study.run());
        }
        if (wrap) {
            throw new UsageException("--spark", "a wrapped program runs on this machine, one run at a time");
        }
        try (Study.Executor workers = executor(spark, name)) {
            return status(study.executor(workers).run());
        }
    }

    private static Study.Executor executor(String url, String name) {
        try {
            return ServiceLoader.load(Study.Cluster.class)
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--spark", MISSING))
                    .connect(url, name);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new UsageException("--spark", MISSING + " (" + e + ")", e);
        }
    }

    static int status(StudyResult result) {
        return result.signal()
                .map(signal -> STOPPED + SIGNALS.getOrDefault(signal, 0))
                .orElse(result.isComplete() ? ExitStatus.OK : ExitStatus.FAILED);
    }

    private StudyDesign design() {
        if (design != null) {
            if (seeds != null
                    || !grid.isEmpty()
                    || random != null
                    || !exclusions.isEmpty()
                    || independent
                    || !shared.isEmpty()
                    || !primary.isEmpty()) {
                throw new UsageException(
                        "--design",
                        "stands in place of --seeds, --grid, --random, --exclude, --independent, --share-streams and --primary");
            }
            return StudyDesign.read(design);
        }
        if (seeds == null) {
            throw new UsageException("--seeds", "say which, such as 1..5, or give a --design");
        }
        SortedMap<String, List<String>> parameters = new TreeMap<>();
        for (String each : grid) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--grid", "expected PARAMETER=VALUE,VALUE…, found \"" + each + "\"");
            }
            String parameter = each.substring(0, equals);
            if (parameters.put(parameter, List.of(each.substring(equals + 1).split(",", -1))) != null) {
                throw new UsageException("--grid", parameter + " is given twice");
            }
        }
        return new StudyDesign(
                StudyDesign.seeds(seeds),
                parameters,
                random == null ? OptionalInt.empty() : OptionalInt.of(random),
                !independent,
                exclusions.stream().map(StudyCommand::exclusion).toList(),
                new TreeSet<>(primary),
                new TreeSet<>(shared));
    }

    private static StudyDesign.Exclusion exclusion(String text) {
        int colon = text.indexOf(':');
        SortedMap<String, String> where = new TreeMap<>();
        for (String each : text.substring(0, Math.max(colon, 0)).split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "--exclude", "expected PARAMETER=VALUE,PARAMETER=VALUE…:REASON, found \"" + text + "\"");
            }
            where.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return new StudyDesign.Exclusion(where, text.substring(colon + 1).strip());
    }

    private static Parent parent(String text) {
        boolean isNamed = text.startsWith(Parent.STUDY + ":"); // Which is no path on every system.
        return !isNamed && StudyResult.isStudy(Path.of(text))
                ? StudyResult.soFar(Path.of(text)).parent()
                : Parent.parse(text);
    }

    private static NumericsProfile profile(String label) {
        try {
            return NumericsProfile.labelled(label);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--profile", String.valueOf(e.getMessage()), e);
        }
    }
}
