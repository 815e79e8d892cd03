package io.github.reprorun.wrap;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.internal.directory.RunId;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.follow.OutputPlaces;
import io.github.reprorun.internal.follow.WrappedProgram;
import io.github.reprorun.internal.launch.Conditions;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.LaunchPlan;
import io.github.reprorun.internal.launch.Overrides;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.internal.launch.SeedChoice;
import io.github.reprorun.internal.launch.Signing;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.internal.run.LaunchRequest;
import io.github.reprorun.internal.run.MachineClock;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
 * @param chosenThreads the number of native threads, or empty for as many as this machine has processors
 * @param numerics which kernels native numerics use
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param outputs files and folders that are outputs of the program, in addition to what it writes below the working
 *     directory
 * @param mayDiffer files, folders and patterns of outputs that may have other bytes in a re-run, such as {@code logs/} or
 *     {@code logs/*.log}
 * @param variables names of the environment variables whose values are recorded, and given to a re-run
 * @param jvmOptions further options of the JVM
 * @param classPath the program's, as {@code java -cp} reads it
 * @param mainClass binary name of the class whose {@code main} is wrapped
 * @param arguments of that {@code main}
 * @param labels of the run, for people; secrets that they show are masked
 */
public record WrappedRun(
        String name,
        Optional<Seed> seed,
        Optional<Path> signingKey,
        Path runsDirectory,
        OptionalInt chosenThreads,
        NumericsProfile numerics,
        boolean strict,
        List<Path> outputs,
        List<String> mayDiffer,
        List<String> variables,
        List<String> jvmOptions,
        String classPath,
        String mainClass,
        List<String> arguments,
        Labels labels) {
    private static final String PARAMETER = "-Dreprorun.parameter.";

    /** The package of the classes that start an executable jar of Spring Boot. */
    private static final String LOADER_OF_JARS_IN_JARS = "org.springframework.boot.loader.";

    /**
     * @throws UsageException if {@code name} is not a valid run name, if there is no thread, if {@code outputs} would share a
     *     name or lie in the runs directory, if an option gives a parameter, which such a program does not ask for, or if
     *     the class is the one that loads the classes of a jar of jars
     */
    public WrappedRun {
        PlainName.require("run name", name);
        RunSettings.requireThreads(chosenThreads.orElse(1));
        outputs = new OutputPlaces(Path.of("").toAbsolutePath(), runsDirectory.toAbsolutePath(), outputs).named();
        mayDiffer = List.copyOf(mayDiffer);
        variables = List.copyOf(variables);
        jvmOptions = List.copyOf(jvmOptions);
        requireNoParameter(jvmOptions);
        requireNotALoader(mainClass);
        arguments = List.copyOf(arguments);
        labels = new Labels(Redaction.ofValues(labels.texts()));
    }

    private static void requireNoParameter(List<String> jvmOptions) {
        for (String option : jvmOptions) {
            if (option.startsWith(PARAMETER)) {
                throw new UsageException(
                        "--jvm-option " + option,
                        "a wrapped program asks for no parameter of the run; give it as an argument of the program");
            }
        }
    }

    /** What it loads is hidden from everything that looks at the class path. */
    private static void requireNotALoader(String mainClass) {
        if (mainClass.startsWith(LOADER_OF_JARS_IN_JARS)) {
            throw new UsageException(
                    mainClass,
                    "loads its classes from a jar of jars, in which no library is found to be held; unpack that jar by jar xf"
                            + " and run the Start-Class of its manifest with --class-path 'BOOT-INF/classes:BOOT-INF/lib/*'");
        }
    }

    /**
     * Runs the program with this JVM's standard streams.
     *
     * @return its exit status
     * @throws UsageException if a library is on the class path whose extension, known to this
     *     one, is neither there nor beside it
     */
    public int run() {
        PinnedJvm jvm = jvm(new RunIdentity(name, RunId.draw(MachineClock.UTC.instant(), new SplittableRandom())));
        return LaunchRequest.status(
                new RunsDirectory(runsDirectory).run(jvm.plan().run()), jvm.run());
    }

    /**
     * As {@link #run()}, for whoever makes several runs.
     *
     * @param id the id of the run, which no other run of this name has
     * @param parent what the run belongs to
     * @param output the file to which the JVM's output on both streams is appended
     * @param result the file to which the run appends how it ended, as one line of JSON
     * @param digests the list of digests that these runs share, in the form of {@link KnownDigests#PROPERTY}
     */
    public int run(String id, Parent parent, Path output, Path result, String digests) {
        SortedMap<String, String> properties = new TreeMap<>();
        properties.put(GivenChoices.RESULT, result.toAbsolutePath().toString());
        properties.put(KnownDigests.PROPERTY, digests);
        return jvm(new RunIdentity(name, id, Optional.of(parent)))
                .with(properties)
                .runWithOutputTo(output);
    }

    private PinnedJvm jvm(RunIdentity identity) {
        ClassPath programs = ClassPath.parse(classPath);
        Path library = PinnedJvm.library();
        BackgroundResult<ExtensionJars> extensions =
                BackgroundResult.begin("reprorun-extensions", () -> ExtensionJars.beside(library));
        List<LibraryDescriptor> descriptors =
                new ArrayList<>(programs.libraries().descriptors());
        SortedMap<Path, LibraryDescriptor> added = extensions.result().missingFrom(programs, descriptors);
        descriptors.addAll(added.values());
        List<String> entries = new ArrayList<>(programs.entries());
        added.keySet().forEach(jar -> entries.add(jar.toString()));
        entries.add(library.toString());
        int threads = chosenThreads.isPresent()
                ? chosenThreads.getAsInt()
                : Runtime.getRuntime().availableProcessors();
        if (chosenThreads.isEmpty()) {
            LaunchRequest.tellThreads(descriptors, threads);
        }
        PinnedProfile profile = new PinnedProfile(
                numerics.label(),
                threads,
                numerics.environment(threads, System.getProperty("os.arch"), programs.with(descriptors)),
                PinnedJvm.pinned(jvmOptions, threads),
                entries,
                Path.of("").toAbsolutePath().toString());
        LaunchPlan plan = new LaunchPlan(
                identity,
                SeedChoice.of(seed),
                profile,
                new Conditions(false, strict, Collections.emptySortedMap()),
                new Overrides(
                        Optional.of(runsDirectory.toAbsolutePath()),
                        Signing.with(signingKey.map(Path::toAbsolutePath)),
                        Collections.emptySortedMap(),
                        Collections.emptySortedMap(),
                        labels));
        WrappedProgram wrapped = new WrappedProgram(
                outputs.stream().map(WrappedRun::relative).toList(), mayDiffer, variables, mainClass, arguments);
        return new PinnedJvm(
                PinnedJvm.java(System.getenv()),
                library,
                WrappedProgram.MAIN_CLASS,
                mainClass,
                wrapped.asArguments(),
                plan);
    }

    private static String relative(Path output) {
        Path here = Path.of("").toAbsolutePath();
        return output.equals(here) ? "." : (output.startsWith(here) ? here.relativize(output) : output).toString();
    }
}
