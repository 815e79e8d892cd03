package io.github.reprorun.study;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.internal.launch.ForwardedSignals;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.launch.RunTurn;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.rerun.Resume;
import io.github.reprorun.wrap.WrappedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs of one program on this machine, each in a JVM of its own. A program that launches its run is started as it is,
 * with the study's choices as system properties; any other is wrapped.
 *
 * @param program what to run
 * @param jvmOptions of its JVM, with the secrets that {@code program} does not have
 * @param arguments of its {@code main}, with theirs
 * @param classPath the program's, as {@code java -cp} reads it
 * @param outputs what a wrapped program writes elsewhere
 * @param runs the runs directory
 * @param design what the study tries
 */
record ProgramCells(
        StudyManifest.Program program,
        List<String> jvmOptions,
        List<String> arguments,
        String classPath,
        List<Path> outputs,
        Path runs,
        StudyDesign design)
        implements CellExecutor {
    @Override
    public int start(CellOrder order) {
        return program.wrapped() ? wrap(order) : launch(order);
    }

    @Override
    public int resume(Path directory, CellOrder order) {
        Resume resume = Resume.of(directory).outputTo(order.output()).secretOptions(jvmOptions);
        StudyArguments.secrets(StudyArguments.of(arguments, order.cell())).forEach(resume::secret);
        order.signingKey().ifPresent(resume::signedBy);
        return resume.run();
    }

    @Override
    public Optional<String> otherCode(Manifest run) {
        return StudyCode.changed(
                program.code(), ClassPath.parse(classPath).entries(), runs, Path.of(program.workingDirectory()));
    }

    /** The options by which a program that launches its run makes that of {@code order}. */
    List<String> options(CellOrder order, Optional<Path> result, Optional<String> digests) {
        GivenChoices given = new GivenChoices(
                Optional.of(order.cell().rootSeed()),
                program.threads(),
                profile(),
                Optional.of(order.runsDirectory()),
                order.signingKey(),
                Optional.of(order.id()),
                result,
                digests,
                Optional.empty(),
                Optional.empty(),
                Optional.of(order.parent()),
                StudyArguments.unused(arguments, order.cell().parameters()),
                new TreeMap<>(),
                design.sharedStreams(order.cell()));
        List<String> options = new ArrayList<>(jvmOptions);
        for (Map.Entry<String, String> property : given.asProperties().entrySet()) {
            options.add("-D" + property.getKey() + "=" + property.getValue());
        }
        options.add("-D" + RunTurn.PROPERTY + "=1"); // A cell is one run, the first of a program that makes several.
        return options;
    }

    /** What follows the options of {@code java}. */
    List<String> start(StudyDesign.Cell cell) {
        List<String> start = new ArrayList<>(List.of("-cp", classPath, program.mainClass()));
        start.addAll(StudyArguments.of(arguments, cell));
        return start;
    }

    private int launch(CellOrder order) {
        List<String> command = new ArrayList<>();
        command.add(PinnedJvm.java(System.getenv()).toString());
        command.addAll(options(order, Optional.of(order.result()), Optional.of(order.digests())));
        command.addAll(start(order.cell()));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(order.output().toFile()));
        try {
            return ForwardedSignals.run(process, unused -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableException(command.get(0), "interrupted while waiting for " + order.cell(), e);
        } catch (IOException e) {
            throw new UnreadableException(command.get(0), "cannot be started (" + e.getMessage() + ")", e);
        }
    }

    private int wrap(CellOrder order) {
        return new WrappedRun(
                        order.parent().name(),
                        Optional.of(order.cell().rootSeed()),
                        order.signingKey(),
                        order.runsDirectory(),
                        program.threads(),
                        profile().orElse(NumericsProfile.PORTABLE),
                        false,
                        outputs,
                        List.of(),
                        List.of(),
                        jvmOptions,
                        classPath,
                        program.mainClass(),
                        StudyArguments.of(arguments, order.cell()),
                        Labels.NONE)
                .run(order.id(), order.parent(), order.output(), order.result(), order.digests());
    }

    private Optional<NumericsProfile> profile() {
        return program.profile().map(NumericsProfile::labelled);
    }
}
