package io.github.reprorun.internal.follow;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FileStamp;
import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.agent.hook.FileEvents;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.spi.RunScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A program from its first instruction to the run's ending. The files that it reads become the run's inputs. If it is
 * wrapped, the files that it leaves are copied to the run's outputs; they are copied, not linked, since the program or a
 * re-run may overwrite its files. A program that knows the library says itself what its outputs are, so other files that
 * it leaves are only named. Safe for use by several threads.
 */
public final class FollowedProgram {
    private static final String FILES = "files of the program";

    private final RunScope run;
    private final boolean wrapped;
    private final OutputPlaces places;
    private final Contacts contacts = new Contacts();
    private final ProgramFiles files;
    private final Map<Path, FileStamp> before;

    private FollowedProgram(RunScope run, boolean wrapped, OutputPlaces places, List<String> classPath, Clock clock) {
        this.run = run;
        this.wrapped = wrapped;
        this.files = new ProgramFiles(
                new IgnoredFiles(places.workingDirectory(), places.runsDirectory(), classPath),
                new TimedFiles(Libraries.ofThisJvm()),
                contacts,
                clock);
        this.places = places;
        this.before = places.stamps();
    }

    /** Begins to follow the wrapped program that the calling thread is about to start. */
    public static FollowedProgram begin(RunScope run, OutputPlaces places, List<String> classPath, Clock clock) {
        return begin(new FollowedProgram(run, true, places, classPath, clock));
    }

    /** Begins to follow a training that the calling thread is about to start, and that declares its outputs itself. */
    public static FollowedProgram beginTraining(RunScope run, Path runsDirectory, List<String> classPath, Clock clock) {
        OutputPlaces places = new OutputPlaces(Path.of("").toAbsolutePath(), runsDirectory, List.of());
        return begin(new FollowedProgram(run, false, places, classPath, clock));
    }

    private static FollowedProgram begin(FollowedProgram program) {
        if (!FileEvents.begin(program.files)) {
            program.run.unpinned(
                    FILES,
                    "what the program opened, which variables it asked for, and which processes and connections it started"
                            + " was not seen: the JVM runs without the agent, or another run of it at the same time");
        }
        return program;
    }

    /**
     * Stops following: later file operations are this library's own.
     *
     * @param recorded names of environment variables whose values the run records
     */
    public void end(Set<String> recorded) {
        FileEvents.end(files);
        files.unrecorded().forEach((file, reason) -> run.unpinned("file " + file, reason));
        contacts.unpinned(recorded, System.getenv()).forEach(run::unpinned);
        contacts.hazards(recorded, System.getenv()).forEach(run::hazard);
    }

    /** From now on the file or folder at {@code path} is an input that the training declared. */
    public void declare(Path path) {
        files.declare(path);
    }

    /** Whether the program is wrapped, and asked the JVM to end. */
    public boolean hasExited() {
        return wrapped && files.exitStatus().isPresent();
    }

    /** Whether the program is wrapped, and asked the JVM to end with a status of success. */
    public boolean hasExitedWell() {
        return wrapped && files.exitStatus().orElse(-1) == 0;
    }

    /**
     * The files that the program read, as inputs of the run.
     *
     * @param code the entries of the class path, including those that a jar's manifest names
     * @param declared the names of inputs that the training declared
     */
    public List<InputResource> inputs(Set<Path> code, Set<String> declared, RunDirectory directory) {
        SortedMap<Path, FileDigest> inputs = files.inputs();
        inputs.keySet().removeIf(code::contains);
        return ProgramInputs.state(inputs, places.workingDirectory(), declared, directory::inputListing);
    }

    /**
     * Digests again the files that may have changed since the program read them.
     *
     * @throws io.github.reprorun.failure.InputChangedException if something other than the program changed a file that
     *     it read
     */
    public void requireInputsUnchanged() {
        files.requireInputsUnchanged();
    }

    /**
     * Copies the files that a wrapped program left to the run's outputs, and names those of another.
     *
     * @return the problems; all other files were copied
     */
    public List<ReproException> collectOutputs(RunDirectory directory) {
        if (!wrapped) {
            nameOutputs();
            return List.of();
        }
        List<ReproException> problems = new ArrayList<>();
        SortedSet<Path> outputs = files.outputs();
        try {
            outputs.addAll(places.changedSince(before));
            outputs.removeIf(files::isTemporary);
            places.requireMet(outputs);
        } catch (ReproException e) {
            problems.add(e);
        }
        Map<String, Path> named = new TreeMap<>();
        for (Path file : outputs) {
            try {
                places.name(file).ifPresent(name -> copy(file, name, named, directory));
            } catch (ReproException e) {
                problems.add(e);
            }
        }
        return problems;
    }

    private void nameOutputs() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        for (Path file : files.outputs()) {
            if (!file.startsWith(temporary) || file.startsWith(places.workingDirectory())) {
                String name = places.name(file).orElse(file.toString());
                run.unpinned(
                        "file " + name,
                        "the program wrote it without asking for it by run.output, so it is neither kept nor compared");
            }
        }
    }

    /** The outputs into which a library writes the time, by name as a subject, each with the class that does. */
    public SortedMap<String, String> timedOutputs(Path runDirectory) {
        SortedMap<String, String> outputs = new TreeMap<>();
        files.timed().forEach((file, writer) -> {
            if (file.startsWith(runDirectory.resolve(Manifest.OUTPUTS))) {
                outputs.put(runDirectory.relativize(file).toString().replace('\\', '/'), writer);
            } else if (wrapped) {
                places.name(file).ifPresent(name -> outputs.put(Manifest.OUTPUTS + name, writer));
            }
        });
        return outputs;
    }

    private static void copy(Path file, String name, Map<String, Path> named, RunDirectory directory) {
        Path other = named.putIfAbsent(name, file);
        if (other != null) {
            throw new UsageException("output \"" + name + "\"", "would be the name of both " + other + " and " + file);
        }
        Path copy = directory.output(name);
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException goneMeanwhile) {
            named.remove(name);
        } catch (IOException e) {
            throw new UnwritableException(copy.toString(), file + " cannot be copied there (" + e + ")", e);
        }
    }
}
