package io.github.reprorun.cli;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.wrap.WrappedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Described without annotations, unlike the other verbs: to read them takes picocli some 30 ms, by which every wrapped
 * program would start later.
 */
final class RunCommand implements Callable<Integer> {
    private final OptionSpec name = OptionSpec.builder("--name")
            .required(true)
            .type(String.class)
            .paramLabel("N")
            .description("What the run is called.")
            .build();

    private final OptionSpec seed = OptionSpec.builder("--seed")
            .type(String.class)
            .paramLabel("S")
            .description("The root seed; absent, one is drawn and recorded.")
            .build();

    private final OptionSpec key = OptionSpec.builder("--sign")
            .type(Path.class)
            .paramLabel("KEY")
            .description("The private key that signs the manifest.")
            .build();

    private final OptionSpec runs = OptionSpec.builder("--runs")
            .type(Path.class)
            .paramLabel("DIR")
            .defaultValue("runs")
            .description("Where the run directory is made; by default ${DEFAULT-VALUE}.")
            .build();

    private final OptionSpec classPath = OptionSpec.builder("--class-path")
            .type(String.class)
            .paramLabel("CP")
            .defaultValue(".")
            .description("The program's class path.")
            .build();

    private final OptionSpec threads = OptionSpec.builder("--threads")
            .type(Integer.class)
            .paramLabel("N")
            .description("Native threads, of which another number gives other bits; by default as many as this"
                    + " machine has processors.")
            .build();

    private final OptionSpec profile = OptionSpec.builder("--profile")
            .type(String.class)
            .paramLabel("NAME")
            .defaultValue("portable")
            .description("portable, the same bits on any machine; baseline, also on those without AVX2; or host, this"
                    + " one's fastest kernels.")
            .build();

    private final OptionSpec strict = OptionSpec.builder("--strict")
            .type(boolean.class)
            .initialValue(false)
            .description("Refuse the run, with status 1, if it met a source of chance that cannot be held.")
            .build();

    private final OptionSpec outputs = OptionSpec.builder("--output")
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .paramLabel("PATH")
            .initialValue(List.of())
            .description(
                    "A file or folder that the program writes; may be repeated. For what lies elsewhere, or is written"
                            + " by native code or another process.")
            .build();

    private final OptionSpec mayDiffer = OptionSpec.builder("--may-differ")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("PATH|GLOB")
            .initialValue(List.of())
            .description(
                    "An output that may have other bytes in a re-run, such as a log with the time in it: a file, a folder or"
                            + " a pattern of *, ** and ?; may be repeated.")
            .build();

    private final OptionSpec variables = OptionSpec.builder("--env")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("NAME")
            .initialValue(List.of())
            .description(
                    "An environment variable that the program reads: its value is recorded and given to a re-run; may be"
                            + " repeated.")
            .build();

    private final OptionSpec labels = OptionSpec.builder("--label")
            .type(Map.class)
            .auxiliaryTypes(String.class, String.class)
            .paramLabel("NAME=VALUE")
            .initialValue(Map.of())
            .description("What people call the run by, such as team=fraud; may be repeated.")
            .build();

    private final OptionSpec jvmOptions = OptionSpec.builder("--jvm-option")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("OPTION")
            .initialValue(List.of())
            .description("A further option of the JVM; may be repeated.")
            .build();

    private final PositionalParamSpec program = PositionalParamSpec.builder()
            .index("0..*")
            .arity("1..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("MAIN [ARGS]")
            .description("The class whose main is run, and its arguments.")
            .build();

    private final OptionSpec help = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help message and exit.")
            .build();

    private final OptionSpec version = OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print version information and exit.")
            .build();

    /** This verb as picocli is to parse, explain and execute it. */
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("run");
        for (ArgSpec each : List.of(
                name,
                seed,
                key,
                runs,
                classPath,
                threads,
                profile,
                strict,
                outputs,
                mayDiffer,
                variables,
                labels,
                jvmOptions,
                program,
                help,
                version)) {
            spec.add(each);
        }
        spec.usageMessage()
                .description(
                        "Runs a program that has never heard of us in a pinned JVM, and leaves a manifest.",
                        "The files that it reads are the run's inputs, those that it leaves in the working directory its"
                                + " outputs.")
                .footer(
                        "",
                        "Exit status: the program's; 1 refused by --strict; 2 usage or unreadable input; 3 this machine"
                                + " cannot give the profile's numerics.");
        return spec;
    }

    @Override
    public Integer call() {
        List<String> mainAndArguments = program.getValue();
        return new WrappedRun(
                        name.getValue(),
                        Optional.<@Nullable String>ofNullable(seed.getValue()).map(Seed::parse),
                        Optional.ofNullable(key.getValue()),
                        runs.getValue(),
                        chosenThreads(),
                        profile(),
                        strict.<Boolean>getValue(),
                        outputs.getValue(),
                        mayDiffer.getValue(),
                        variables.getValue(),
                        jvmOptions.getValue(),
                        classPath.getValue(),
                        mainAndArguments.get(0),
                        mainAndArguments.subList(1, mainAndArguments.size()),
                        new Labels(new TreeMap<>(labels.<Map<String, String>>getValue())))
                .run();
    }

    private OptionalInt chosenThreads() {
        @Nullable Integer chosen = threads.getValue();
        return chosen == null ? OptionalInt.empty() : OptionalInt.of(chosen);
    }

    private NumericsProfile profile() {
        try {
            return NumericsProfile.labelled(profile.getValue());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--profile", String.valueOf(e.getMessage()), e);
        }
    }
}
