package io.github.reprorun.examples;

import io.github.reprorun.compare.Verdict;
import io.github.reprorun.examples.fraud.FraudDetection;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.rerun.Rerun;
import io.github.reprorun.rerun.RerunResult;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The whole path in one program: makes a key, trains the fraud example as its own program would be started, verifies the run
 * with the public key, runs it again from its manifest, and says whether it reproduced. Immutable, hence safe to share between
 * threads.
 *
 * @param folder the folder for keys and runs
 * @param jvmOptions of the JVM that trains
 * @param screen receives the description of each step
 */
public record Quickstart(Path folder, List<String> jvmOptions, PrintStream screen) {
    /** Copies what it is given. */
    public Quickstart {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Exits with 0 if the run reproduced, with 1 if it did not, with 2 if it did not get that far. */
    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of("target", "quickstart");
        try {
            Verdict verdict = new Quickstart(folder, List.of(), System.out).take();
            System.exit(verdict == Verdict.REPRODUCED ? 0 : 1);
        } catch (IOException | ReproException e) {
            System.err.println("quickstart: " + e.getMessage());
            System.exit(2);
        }
    }

    Verdict take() throws IOException, InterruptedException {
        say("1. A key to sign with, in " + keys());
        if (!Files.exists(signingKey())) {
            SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys());
        }

        say("2. Training in a pinned JVM, and signing");
        Path run = trained();

        say("3. Verifying with the public key");
        VerifiedRun verified = VerifiedRun.verify(run, TrustPolicy.of(List.of(publicKey()), 1));
        say("   " + verified.manifest().subjects().size() + " files, each as signed by "
                + String.join(", ", verified.keyids()));

        say("4. Training again from the manifest, in a fresh JVM");
        RerunResult rerun = Rerun.of(verified).signedBy(signingKey()).run();

        say("");
        say("run directory  " + verified.directory());
        say("result digest  sha256:" + verified.manifest().resultDigest());
        say("recall         " + recall(verified));
        if (rerun.verdict() != Verdict.REPRODUCED) {
            rerun.comparison().differences().forEach(difference -> say("differs        " + difference));
            rerun.reason().ifPresent(reason -> say("reason         " + reason));
        }
        say(rerun.comparison().verdictLine());
        return rerun.verdict();
    }

    private Path trained() throws IOException, InterruptedException {
        List<Path> before = runs();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FraudDetection.class.getName()));
        command.addAll(List.of(signingKey().toString(), folder.resolve("runs").toString()));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("the training ended with status " + status);
        }
        List<Path> added = new ArrayList<>(runs());
        added.removeAll(before);
        return added.get(0);
    }

    private List<Path> runs() throws IOException {
        Path runs = folder.resolve("runs").resolve(FraudDetection.NAME);
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(runs)) {
            return directories.sorted().toList();
        }
    }

    private static double recall(VerifiedRun run) {
        return run.manifest().metrics().stream()
                .filter(metric -> metric.name().equals("recall"))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElseThrow();
    }

    private Path keys() {
        return folder.resolve("keys");
    }

    private Path signingKey() {
        return keys().resolve(SigningKey.PRIVATE_FILE);
    }

    private Path publicKey() {
        return keys().resolve(SigningKey.PUBLIC_FILE);
    }

    private void say(String line) {
        screen.println(line);
    }
}
