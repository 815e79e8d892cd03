package io.github.reprorun;

import io.github.reprorun.concurrent.Ahead;
import io.github.reprorun.digest.PlainName;
import io.github.reprorun.environment.ClassPath;
import io.github.reprorun.environment.Evidence;
import io.github.reprorun.environment.Redaction;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.launch.Conditions;
import io.github.reprorun.launch.EntryPoint;
import io.github.reprorun.launch.LaunchPlan;
import io.github.reprorun.launch.NumericsProfile;
import io.github.reprorun.launch.Overrides;
import io.github.reprorun.launch.PinnedJvm;
import io.github.reprorun.launch.SeedChoice;
import io.github.reprorun.launch.Signing;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunIdentity;
import io.github.reprorun.seed.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

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
 * @param classPath the program's, as {@code java -cp} reads it
 * @param mainClass binary name of the class whose {@code main} is wrapped
 * @param arguments of that {@code main}
 * @param labels what people call the run by; secrets that they show are masked
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
        String classPath,
        String mainClass,
        List<String> arguments,
        Labels labels) {
    /**
     * @throws io.github.reprorun.failure.UsageException if {@code name} is no name of a run, if there is no thread, or if
     *     {@code outputs} would have one name or lie in the runs directory
     */
    public WrappedRun {
        PlainName.require("run name", name);
        RunSettings.requireThreads(threads);
        outputs = new OutputPlaces(Path.of("").toAbsolutePath(), runsDirectory.toAbsolutePath(), outputs).named();
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
        labels = new Labels(Redaction.ofValues(labels.texts()));
    }

    /**
     * Runs the program with this JVM's standard streams.
     *
     * @return its exit status
     * @throws UsageException if ND4J is on the class path, and repro-dl4j neither there nor beside this library
     */
    public int run() {
        ClassPath programs = ClassPath.parse(classPath);
        EntryPoint program = new EntryPoint(Evidence.observed(mainClass), programs.entries());
        Ahead<Boolean> cuda = Ahead.begin("reprorun-class-path", program::hasCuda);
        Path library = PinnedJvm.library();
        List<String> entries = withLibrary(programs, library, program.hasNd4j());
        PinnedProfile profile = new PinnedProfile(
                numerics.label(),
                threads,
                numerics.environment(threads, System.getProperty("os.arch"), cuda.result()),
                PinnedJvm.pinned(jvmOptions, threads),
                entries,
                Path.of("").toAbsolutePath().toString());
        LaunchPlan plan = new LaunchPlan(
                new RunIdentity(name, RunId.draw(MachineClock.UTC.instant(), new SplittableRandom())),
                SeedChoice.of(seed),
                profile,
                new Conditions(false, strict, Collections.emptySortedMap()),
                new Overrides(
                        Optional.of(runsDirectory.toAbsolutePath()),
                        Signing.with(signingKey.map(Path::toAbsolutePath)),
                        Collections.emptySortedMap(),
                        Collections.emptySortedMap(),
                        labels));
        WrappedProgram wrapped =
                new WrappedProgram(outputs.stream().map(WrappedRun::relative).toList(), mainClass, arguments);
        return new PinnedJvm(
                        PinnedJvm.java(System.getenv()),
                        library,
                        WrappedProgram.MAIN_CLASS,
                        mainClass,
                        wrapped.asArguments(),
                        plan)
                .run();
    }

    private static String relative(Path output) {
        Path here = Path.of("").toAbsolutePath();
        return output.equals(here) ? "." : (output.startsWith(here) ? here.relativize(output) : output).toString();
    }

    /**
     * The program's class path, then this library's jars.
     *
     * @throws UsageException if ND4J is there and repro-dl4j, which holds its generators, is nowhere to be found
     */
    private static List<String> withLibrary(ClassPath programs, Path library, boolean hasNd4j) {
        List<String> entries = new ArrayList<>(programs.entries());
        if (hasNd4j && !programs.hasJarOf("repro-dl4j")) {
            Optional<Path> extension = Dl4jExtensionJar.beside(library);
            if (extension.isEmpty() && !programs.hasClass("io.github.reprorun.dl4j.Nd4jExtension")) {
                throw new UsageException(
                        "class path",
                        "ND4J is on it, but not repro-dl4j, without which ND4J's generators are not seeded and networks"
                                + " not traced, and there is no jar of repro-dl4j beside " + library
                                + "; add it to --class-path");
            }
            extension.ifPresent(jar -> entries.add(jar.toString()));
        }
        entries.add(library.toString());
        return entries;
    }

    /** Finds the jar of repro-dl4j that belongs to a jar of repro-core. */
    private static final class Dl4jExtensionJar {
        static Optional<Path> beside(Path library) {
            String name = library.getFileName().toString().replace("-cli", "").replace("repro-core", "repro-dl4j");
            String version = name.replace("repro-dl4j-", "").replace(".jar", "");
            return Stream.of(
                            library.resolveSibling(name),
                            library.resolve("../../../repro-dl4j/target").resolve(name),
                            library.resolve("../../../repro-dl4j")
                                    .resolve(version)
                                    .resolve(name))
                    .map(Path::normalize)
                    .filter(jar ->
                            !jar.equals(library) && Files.isRegularFile(jar)) // A renamed jar is none of repro-dl4j.
                    .findFirst();
        }
    }
}
