package io.github.reprorun.internal.follow;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FileStamp;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.agent.hook.FileEvents;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.manifest.InputResource;
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
 * A wrapped program from its first instruction to the run's ending: the files it reads become the run's inputs, and the
 * files it leaves are copied to the run's outputs. They are copied, not linked, since the program or a re-run may
 * overwrite its files. Safe for use by several threads.
 */
public final class FollowedProgram {
    private final RunScope run;
    private final OutputPlaces places;
    private final ProgramFiles files;
    private final Map<Path, FileStamp> before;

    private FollowedProgram(RunScope run, OutputPlaces places, ProgramFiles files) {
        this.run = run;
        this.places = places;
        this.files = files;
        this.before = places.stamps();
    }

    /** Begins to follow the program that the calling thread is about to start. */
    public static FollowedProgram begin(RunScope run, OutputPlaces places, List<String> classPath, Clock clock) {
        ProgramFiles files =
                new ProgramFiles(new IgnoredFiles(places.workingDirectory(), places.runsDirectory(), classPath), clock);
        FollowedProgram program = new FollowedProgram(run, places, files);
        if (!FileEvents.observe(files)) {
            run.unpinned("files of the program", "the JVM runs without the agent, so none was seen being opened");
        }
        return program;
    }

    /** Stops following: later file operations are this library's own. */
    public void end() {
        boolean unused = FileEvents.observe(null);
        files.unrecorded().forEach((file, reason) -> run.unpinned("file " + file, reason));
    }

    /** Whether the program itself asked the JVM to end, with a status of success. */
    public boolean hasExitedWell() {
        return files.exitStatus().orElse(-1) == 0;
    }

    /**
     * The files that the program read, as inputs of the run.
     *
     * @param code the entries of the class path, including those that a jar's manifest names
     */
    public List<InputResource> inputs(Set<Path> code, RunDirectory directory) {
        SortedMap<Path, FileDigest> inputs = files.inputs();
        inputs.keySet().removeIf(code::contains);
        return ProgramInputs.state(inputs, places.workingDirectory(), directory::inputListing);
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
     * Copies the files that the program left to the run's outputs.
     *
     * @return the problems; all other files were copied
     */
    public List<ReproException> collectOutputs(RunDirectory directory) {
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
