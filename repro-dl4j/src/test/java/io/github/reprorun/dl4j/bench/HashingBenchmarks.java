package io.github.reprorun.dl4j.bench;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FolderDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Digests of one large file and of many small ones against other programs', warm and with the files in memory. */
final class HashingBenchmarks implements Section {
    private static final int ROUNDS = 7;
    private static final int BUFFER = 64 << 10;
    private static final int SMALL_FILES = 20_000;

    private final Path folder;

    /** @param folder for the files that are digested */
    HashingBenchmarks(Path folder) {
        this.folder = folder;
    }

    @Override
    public String title() {
        return "Hashing";
    }

    @Override
    public String explanation() {
        return "Files that lie in memory, in a JVM that has done it before. Time divided by time.";
    }

    @Override
    public void measure(Report report) throws Exception {
        oneFile(report);
        manyFiles(report);
    }

    private void oneFile(Report report) throws Exception {
        Path file = folder.resolve("large.bin");
        byte[] content = new byte[256 << 20];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        Rounds rounds = new Contest(
                        Timed.of(() -> FileDigest.of(file)),
                        Timed.of(() -> plainSha256(file)),
                        new Child(List.of("openssl", "dgst", "-sha256", file.toString())))
                .run(ROUNDS);
        report.ratio(
                "SHA-256 of a 256 MiB file: ours / the JDK's over 64 KiB reads", rounds.ratio(0, 1), Report.NO_BUDGET);
        report.ratio("SHA-256 of a 256 MiB file: ours / a process of openssl dgst", rounds.ratio(0, 2), "at most 1.11");
        Files.delete(file);
    }

    private void manyFiles(Report report) throws Exception {
        Path many = folder.resolve("many");
        byte[] content = new byte[4096];
        Random random = new Random(1);
        for (int i = 0; i < SMALL_FILES; i++) {
            random.nextBytes(content);
            Path file = many.resolve("d" + i / 1000).resolve("f" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }
        Rounds rounds = new Contest(Timed.of(() -> FolderDigest.of(many)), Timed.of(() -> readAll(many))).run(ROUNDS);
        report.ratio(
                "digest of " + SMALL_FILES + " files of 4 KiB: ours / one thread that only reads",
                rounds.ratio(0, 1),
                "at most 1.3");
    }

    private static void plainSha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        sha256.digest();
    }

    private static void readAll(Path folder) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        // Reading is all that is measured.
                    }
                }
            }
        }
    }
}
