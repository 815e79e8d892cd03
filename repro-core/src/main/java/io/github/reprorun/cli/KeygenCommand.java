package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "keygen",
        description = "Makes a key pair: one file for you alone, one to give away.",
        mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where they are made: signing.pem and signing.pub.pem.")
    private Path directory;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            defaultValue = "ed25519",
            description = "ed25519 or p256; by default ${DEFAULT-VALUE}.")
    private String algorithm;

    @Override
    public Integer call() {
        SigningKey key = SigningKey.generate(algorithm(), new SecureRandom());
        key.writeTo(directory);
        spec.commandLine().getOut().println(key.keyid());
        return ExitStatus.OK;
    }

    private Algorithm algorithm() {
        return switch (algorithm) {
            case "ed25519" -> Algorithm.ED25519;
            case "p256" -> Algorithm.P256;
            default -> throw new UsageException("--algorithm", "\"" + algorithm + "\" is neither ed25519 nor p256");
        };
    }
}
