package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A signed run of a small program, made by launching it.
 *
 * @param directory the run directory
 * @param work where the program started: its input lies there
 * @param key the private key that signed
 * @param publicKey what to trust
 */
record TrainedRun(Path directory, Path work, Path key, Path publicKey) {
    static TrainedRun in(Path folder, String... options) {
        try {
            Path work = Files.createDirectories(folder.resolve("work")).toRealPath();
            Files.writeString(work.resolve("claims.csv"), "1,2\n");
            Path keys = folder.resolve("keys");
            if (!Files.exists(keys)) {
                SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);
            }
            Path key = keys.resolve(SigningKey.PRIVATE_FILE);
            List<Path> before = runs(work);
            StartedProgram program = StartedProgram.of(work, Probe.class, "work")
                    .option("-Dprobe.quiet=true")
                    .option("-Dprobe.key=" + key);
            Stream.of(options).forEach(program::option);
            program.run().assertStatus(0);
            List<Path> after = runs(work);
            after.removeAll(before);
            assertThat(after).hasSize(1);
            return new TrainedRun(after.get(0), work, key, keys.resolve(SigningKey.PUBLIC_FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> runs(Path work) throws IOException {
        Path runs = work.resolve("runs/probe");
        if (!Files.exists(runs)) {
            return new ArrayList<>();
        }
        try (Stream<Path> all = Files.list(runs)) {
            return new ArrayList<>(all.toList());
        }
    }

    Manifest manifest() {
        return ManifestJson.read(directory);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** The same run in another directory, to be tampered with. */
    TrainedRun copyTo(Path other) {
        copy(directory, other);
        return new TrainedRun(other, work, key, publicKey);
    }

    TrainedRun withoutEnvelope() throws IOException {
        Files.delete(file(Manifest.ENVELOPE_FILE_NAME));
        return this;
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
