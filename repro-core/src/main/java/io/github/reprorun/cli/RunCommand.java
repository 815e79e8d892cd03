package io.github.reprorun.cli;

import io.github.reprorun.WrappedRun;
import io.github.reprorun.environment.ClassPath;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.launch.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Runs a program that has never heard of us in a pinned JVM, and leaves a manifest.",
            "The files that it reads are the run's inputs, those that it leaves in the working directory its outputs."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: the program's; 1 refused by --strict; 2 usage or unreadable input; 3 this machine cannot give the"
                    + " profile's numerics."
        })
final class RunCommand implements Callable<Integer> {
    @Option(names = "--name", required = true, paramLabel = "N", description = "What the run is called.")
    private String name;

    @Option(names = "--seed", paramLabel = "S", description = "The root seed; absent, one is drawn and recorded.")
    private @Nullable String seed;

    @Option(names = "--sign", paramLabel = "KEY", description = "The private key that signs the manifest.")
    private @Nullable Path key;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where the run directory is made; by default ${DEFAULT-VALUE}.")
    private Path runs;

    @Option(names = "--class-path", paramLabel = "CP", defaultValue = ".", description = "The program's class path.")
    private String classPath;

    @Option(names = "--threads", paramLabel = "N", description = "Native threads; by default this machine's.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "portable",
            description = "portable, the same bits on any machine; baseline, also on those without AVX2; or host, this"
                    + " one's fastest kernels.")
    private String profile;

    @Option(
            names = "--strict",
            description = "Refuse the run, with status 1, if it met a source of chance that cannot be held.")
    private boolean strict;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description =
                    "A file or folder that the program writes; may be repeated. For what lies elsewhere, or is written"
                            + " by native code or another process.")
    private List<Path> outputs = new ArrayList<>();

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "A further option of the JVM; may be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Parameters(
            arity = "1..*",
            paramLabel = "MAIN [ARGS]",
            description = "The class whose main is run, and its arguments.")
    private List<String> program;

    @Override
    public Integer call() {
        return new WrappedRun(
                        name,
                        Optional.ofNullable(seed).map(Seed::parse),
                        Optional.ofNullable(key),
                        runs,
                        threads,
                        profile(),
                        strict,
                        outputs,
                        jvmOptions,
                        ClassPath.parse(classPath),
                        program.get(0),
                        program.subList(1, program.size()))
                .run();
    }

    private NumericsProfile profile() {
        for (NumericsProfile candidate : NumericsProfile.values()) {
            if (candidate.label().equals(profile)) {
                return candidate;
            }
        }
        throw new UsageException("--profile", "\"" + profile + "\" is none of portable, baseline and host");
    }
}
