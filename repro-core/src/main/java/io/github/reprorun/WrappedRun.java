package io.github.reprorun;

import io.github.reprorun.environment.Evidence;
import io.github.reprorun.launch.EntryPoint;
import io.github.reprorun.launch.LaunchPlan;
import io.github.reprorun.launch.NumericsProfile;
import io.github.reprorun.launch.PinnedJvm;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.seed.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A run around a program that has never heard of this library, in a pinned JVM. Immutable, hence safe to share between
 * threads.
 *
 * @param name the run's name
 * @param seed the root seed, or empty to draw one
 * @param signingKey the private key that signs the manifest, or empty for none
 * @param runsDirectory where the run directory is made
 * @param threads the number of native threads
 * @param numerics which kernels native numerics use
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param outputs files and folders that are outputs of the program, beside what it writes below the working directory
 * @param jvmOptions further options of the JVM
 * @param classPath the program's, as absolute paths
 * @param mainClass binary name of the class whose {@code main} is wrapped
 * @param arguments of that {@code main}
 */
public record WrappedRun(
        String name,
        Optional<Seed> seed,
        Optional<Path> signingKey,
        Path runsDirectory,
        int threads,
        NumericsProfile numerics,
        boolean strict,
        List<Path> outputs,
        List<String> jvmOptions,
        List<String> classPath,
        String mainClass,
        List<String> arguments) {
    /**
     * @throws io.github.reprorun.failure.UsageException if {@code name} is no name of a run, if there is no thread, or if
     *     {@code outputs} would have one name or lie in the runs directory
     */
    public WrappedRun {
        RunSettings.requireName("run name", name);
        RunSettings.requireThreads(threads);
        outputs = new OutputPlaces(Path.of("").toAbsolutePath(), runsDirectory.toAbsolutePath(), outputs).named();
        jvmOptions = List.copyOf(jvmOptions);
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
    }

    /**
     * Runs the program with this JVM's standard streams.
     *
     * @return its exit status
     */
    public int run() {
        Path library = PinnedJvm.library();
        List<String> entries = new ArrayList<>(classPath);
        Dl4jExtensionJar.missingFrom(classPath, library).ifPresent(jar -> entries.add(jar.toString()));
        entries.add(library.toString());
        EntryPoint entryPoint = new EntryPoint(Evidence.observed(WrappedMain.class.getName()), entries);
        PinnedProfile profile = new PinnedProfile(
                numerics.label(),
                threads,
                numerics.environment(threads, System.getProperty("os.arch"), entryPoint.hasCuda()),
                PinnedJvm.pinned(jvmOptions, threads),
                entries,
                Path.of("").toAbsolutePath().toString());
        LaunchPlan plan = new LaunchPlan(
                name,
                RunId.draw(ReproducibleRun.CLOCK.instant(), new SplittableRandom()),
                seed.orElseGet(() -> Seed.draw(new SecureRandom())),
                seed.isEmpty(),
                profile,
                false,
                strict,
                Optional.of(runsDirectory.toAbsolutePath()),
                LaunchPlan.Signing.with(signingKey.map(Path::toAbsolutePath)),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>());
        WrappedProgram program =
                new WrappedProgram(outputs.stream().map(WrappedRun::relative).toList(), mainClass, arguments);
        return new PinnedJvm(
                        PinnedJvm.java(System.getenv()),
                        library,
                        WrappedMain.class.getName(),
                        mainClass,
                        program.asArguments(),
                        plan)
                .run();
    }

    private static String relative(Path output) {
        Path here = Path.of("").toAbsolutePath();
        return output.equals(here) ? "." : (output.startsWith(here) ? here.relativize(output) : output).toString();
    }

    /** Finds the jar of repro-dl4j for a program that uses ND4J and has it not on its class path. */
    private static final class Dl4jExtensionJar {
        static Optional<Path> missingFrom(List<String> classPath, Path library) {
            boolean needed = classPath.stream().anyMatch(entry -> entry.contains("nd4j-api"))
                    && classPath.stream().noneMatch(entry -> entry.contains("repro-dl4j"));
            if (!needed || Files.isDirectory(library)) {
                return Optional.empty();
            }
            String name = library.getFileName().toString().replace("-cli", "").replace("repro-core", "repro-dl4j");
            String version = name.replace("repro-dl4j-", "").replace(".jar", "");
            return List.of(
                            library.resolveSibling(name),
                            library.resolve("../../../repro-dl4j/target").resolve(name),
                            library.resolve("../../../repro-dl4j")
                                    .resolve(version)
                                    .resolve(name))
                    .stream()
                    .map(Path::normalize)
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }
}
