package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.TrainingRunSchema;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/** Runs in this JVM, in a folder of their own; whatever they leave is a manifest by the schema and verifies. */
public final class ExecutedRun {
    private final Path runs;
    private final String name;

    public ExecutedRun(Path folder) {
        this(folder, "test");
    }

    public ExecutedRun(Path folder, String name) {
        this.runs = folder.resolve("runs");
        this.name = name;
    }

    public ReproducibleRun unsigned() {
        return ReproducibleRun.of(name).seed(42).threads(1).runsDirectory(runs);
    }

    /** A run that is signed with a key of its own. */
    public ReproducibleRun signed() {
        return unsigned().signedBy(keys().resolve(SigningKey.PRIVATE_FILE));
    }

    /** What {@code training} leaves when it returns. */
    public Manifest of(Training training) {
        RunResult result = unsigned().execute(training);
        assertThat(left()).isEqualTo(result.manifest());
        return result.manifest();
    }

    /** The folder of the only run there was. */
    public Path directory() {
        try (Stream<Path> runDirectories = Files.list(runs.resolve(name))) {
            List<Path> all = runDirectories.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the only run there was left, checked against the files it lies beside. */
    public Manifest left() {
        try {
            TrainingRunSchema.assertValid(Files.readAllBytes(directory().resolve(Manifest.FILE_NAME)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return VerifiedRun.unsigned(directory()).manifest();
    }

    /** As {@link #left}, signature included. */
    public Manifest leftSigned() {
        TrustPolicy policy = TrustPolicy.of(List.of(keys().resolve(SigningKey.PUBLIC_FILE)), 1);
        assertThat(VerifiedRun.verify(directory(), policy).manifest()).isEqualTo(left());
        return left();
    }

    private Path keys() {
        Path folder = runs.resolveSibling("keys");
        if (!Files.exists(folder)) {
            SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(folder);
        }
        return folder;
    }
}
