package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.SigningKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sign",
        description =
                "Adds a signature to a run whose files are what its manifest says, for policies with a threshold.",
        mixinStandardHelpOptions = true)
final class SignCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run directory, or its manifest.")
    private Path run;

    @Option(names = "--key", required = true, paramLabel = "KEY", description = "The private key, PKCS#8 in PEM.")
    private Path key;

    @Override
    public Integer call() {
        SigningKey signingKey = SigningKey.read(key);
        VerifiedRun.unsigned(run).sign(signingKey);
        spec.commandLine().getOut().println("signed by " + signingKey.keyid());
        return ExitStatus.OK;
    }
}
