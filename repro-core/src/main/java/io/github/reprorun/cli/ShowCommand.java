package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.internal.words.InterruptedText;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.ManifestText;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.runs.InterruptedRun;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
        description = "Shows what a run states of itself. Believes the manifest: it verifies nothing.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run directory, or its manifest.")
    private Path run;

    @Option(names = "--json", description = "Prints the manifest on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<InterruptedRun> interrupted = InterruptedRun.in(run);
        if (interrupted.isPresent()) {
            show(out, interrupted.get());
        } else {
            show(out, ManifestJson.readToShow(run));
        }
        return ExitStatus.OK;
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
