package io.github.reprorun;

import io.github.reprorun.concurrent.Ahead;
import io.github.reprorun.environment.ClassPath;
import io.github.reprorun.environment.LibraryDescriptor;
import io.github.reprorun.launch.LaunchPlan;
import io.github.reprorun.launch.NumericsProfile;
import io.github.reprorun.launch.PinnedJvm;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
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
 * @param classPath the program's
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
        ClassPath classPath,
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
        arguments = List.copyOf(arguments);
    }

    /**
     * Runs the program with this JVM's standard streams.
     *
     * @return its exit status
     * @throws io.github.reprorun.failure.UsageException if a library is on the class path whose extension, known to this
     *     one, is neither there nor beside it
     */
    public int run() {
        Path library = PinnedJvm.library();
        Ahead<ExtensionJars> extensions = Ahead.begin("reprorun-extensions", () -> ExtensionJars.beside(library));
        List<LibraryDescriptor> descriptors =
                new ArrayList<>(classPath.libraries().descriptors());
        SortedMap<Path, LibraryDescriptor> added = extensions.result().missingFrom(classPath, descriptors);
        descriptors.addAll(added.values());
        List<String> entries = new ArrayList<>(classPath.entries());
        added.keySet().forEach(jar -> entries.add(jar.toString()));
        entries.add(library.toString());
        PinnedProfile profile = new PinnedProfile(
                numerics.label(),
                threads,
                numerics.environment(threads, System.getProperty("os.arch"), classPath.with(descriptors)),
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
        WrappedProgram wrapped =
                new WrappedProgram(outputs.stream().map(WrappedRun::relative).toList(), mainClass, arguments);
        return new PinnedJvm(
                        PinnedJvm.java(System.getenv()),
                        library,
                        WrappedMain.class.getName(),
                        mainClass,
                        wrapped.asArguments(),
                        plan)
                .run();
    }

    private static String relative(Path output) {
        Path here = Path.of("").toAbsolutePath();
        return output.equals(here) ? "." : (output.startsWith(here) ? here.relativize(output) : output).toString();
    }
}
