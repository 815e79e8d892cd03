package io.github.reprorun.cli;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.study.StudyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lineage",
        description =
                "Says which runs a file or the inputs of a run come from, and which runs read them or the outputs of"
                        + " the run: by digest, whatever they are called. Believes the manifests: it verifies nothing.",
        mixinStandardHelpOptions = true)
final class LineageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file, or the directory of a run or a study.")
    private Path file;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where runs lie; by default ${DEFAULT-VALUE}.")
    private Path runs = Path.of("runs");

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path path = file.toAbsolutePath().normalize();
        if (Files.isDirectory(path) && StudyResult.isStudy(path)) {
            lineage().printStudy(out, path);
        } else if (Files.isDirectory(path)) {
            Manifest manifest = ManifestJson.read(path);
            lineage().printRun(out, path, manifest);
        } else {
            String digest = digest();
            lineage().printContent(out, file.toString(), digest);
        }
        return ExitStatus.OK;
    }

    private Lineage lineage() {
        return Lineage.of(runs, spec.commandLine().getErr());
    }

    private String digest() {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableException(file.toString(), "is neither a file nor a run directory");
        }
        try {
            return FileDigest.of(file).sha256().hex();
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }
}
