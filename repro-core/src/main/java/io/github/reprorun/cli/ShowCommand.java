package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.words.InterruptedText;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.ManifestText;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.internal.words.StudyText;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.runs.InterruptedRun;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows what a run or a study states of itself. Believes the manifest: it verifies nothing.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The directory of a run or a study, or its manifest.")
    private Path run;

    @Option(names = "--json", description = "Prints the manifest on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (StudyResult.isStudy(run)) {
            showStudy(out);
            return ExitStatus.OK;
        }
        Optional<InterruptedRun> interrupted = InterruptedRun.in(run);
        if (interrupted.isPresent()) {
            show(out, interrupted.get());
        } else {
            show(out, ManifestJson.readToShow(run));
        }
        return ExitStatus.OK;
    }

    private void showStudy(PrintWriter out) {
        boolean hasEnded = StudyResult.hasEnded(run);
        StudyManifest study = hasEnded ? StudyResult.read(run) : StudyResult.soFar(run);
        if (!json) {
            StudyText.print(out, study);
        } else if (hasEnded) {
            printStatement(out);
        } else {
            throw new UnreadableException(run.toString(), "has not ended, so there is no " + StudyManifest.FILE_NAME);
        }
    }

    /** The document is the statement itself, byte for byte. */
    private void printStatement(PrintWriter out) {
        Path statement = Files.isDirectory(run) ? run.resolve(StudyManifest.FILE_NAME) : run;
        try {
            out.print(Files.readString(statement, StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new UnreadableException(statement.toString(), "cannot be read (" + e + ")", e);
        }
    }

    private void show(PrintWriter out, InterruptedRun interrupted) {
        if (json) {
            Json.print(out, InterruptedText.json(interrupted));
        } else {
            InterruptedText.print(out, interrupted);
        }
    }

    private void show(PrintWriter out, Manifest manifest) {
        if (json) {
            out.print(new String(ManifestJson.write(manifest), StandardCharsets.US_ASCII));
            out.flush();
            PrintWriter err = spec.commandLine().getErr(); // the document is the manifest itself, byte for byte
            NewerText.unknown(manifest.newer().places()).ifPresent(line -> err.println("reprorun: " + line));
            NewerText.critical(manifest.newer()).ifPresent(line -> err.println("reprorun: " + line));
        } else {
            ManifestText.print(out, manifest, InterruptedRun.resumable(run, manifest));
        }
    }
}
