package io.github.reprorun.dl4j.bench;

import io.github.reprorun.digest.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Prints every benchmark's ratios and fails on none: {@code ./mvnw -q -Pbench verify}. */
final class Benchmarks {
    private static final int ROUNDS = 15;

    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("reprorun-bench", ".bin");
        try {
            byte[] content = new byte[64 << 20];
            new Random(1).nextBytes(content);
            Files.write(file, content);

            System.out.printf("%-60s %7s %7s %7s %7s%n", "our time / the peer's", "min", "median", "max", "rounds");
            for (Comparison each : comparisons(file)) {
                System.out.println(each.measure(ROUNDS, System::nanoTime).line());
            }
            Path runs = Files.createTempDirectory("reprorun-bench");
            try {
                new TrainingBenchmarks(runs).print();
            } finally {
                deleteAll(runs);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static List<Comparison> comparisons(Path file) {
        return List.of(new Comparison(
                "digest of a 64 MiB file / the JDK's SHA-256 over 64 KiB reads",
                () -> FileDigest.of(file),
                () -> plainSha256(file)));
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void plainSha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        sha256.digest();
    }

    private Benchmarks() {}
}
