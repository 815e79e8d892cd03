package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** No byte of a run can be changed, added or removed unnoticed. */
class TamperedRunTests {
    private static Path folder;
    private static TrainedRun run;
    private static TrustPolicy policy;
    private static List<Path> files;

    @BeforeContainer
    static void train() throws IOException {
        folder = Files.createTempDirectory("reprorun-tampered");
        run = TrainedRun.in(folder);
        policy = TrustPolicy.of(List.of(run.publicKey()), 1);
        try (Stream<Path> all = Files.walk(run.directory())) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @AfterContainer
    static void remove() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Example
    void thereIsMoreThanOneKindOfFile() {
        assertThat(files)
                .extracting(file -> run.directory().relativize(file).toString().replace('\\', '/'))
                .contains("manifest.json", "manifest.dsse.json", "outputs/weights.txt", "journal.jsonl");
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void isRefusedByTheCommandLineInOneLine(
            @ForAll @IntRange(max = 99) int file,
            @ForAll @IntRange(max = 1_000_000) int place,
            @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        Path tampered = files.get(file % files.size());
        byte[] bytes = Files.readAllBytes(tampered);
        if (bytes.length == 0) {
            return;
        }
        byte[] mutant = bytes.clone();
        mutant[place % bytes.length] ^= (byte) change;
        assertRefused(tampered, bytes, mutant);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void isRefusedIfAFileIsCutShortOrGrows(
            @ForAll @IntRange(max = 99) int file, @ForAll @IntRange(max = 1_000_000) int length) throws IOException {
        Path tampered = files.get(file % files.size());
        byte[] bytes = Files.readAllBytes(tampered);
        if (bytes.length > 0) {
            assertRefused(tampered, bytes, Arrays.copyOf(bytes, length % bytes.length));
        }
        assertRefused(tampered, bytes, Arrays.copyOf(bytes, bytes.length + 1));
    }

    @Example
    void isRefusedIfAnyFileIsMissing() throws IOException {
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Verb verb = Verb.run("verify", run.directory(), "--trusted-key", run.publicKey());
            Files.write(file, bytes);
            verb.assertStatus(1);
            assertThat(verb.err().lines()).hasSize(1);
        }
    }

    /** Every byte of the output, and every bit of the signature that the envelope ends with. */
    @Example
    void everyByteOfASmallFileCounts() throws IOException {
        Path output = run.file("outputs/weights.txt");
        byte[] bytes = Files.readAllBytes(output);
        for (int i = 0; i < bytes.length; i++) {
            byte[] mutant = bytes.clone();
            mutant[i] ^= 1;
            Files.write(output, mutant);
            assertThat(isRefused()).as("byte %d of %s", i, output).isTrue();
        }
        Files.write(output, bytes);
        Path envelope = run.file("manifest.dsse.json");
        bytes = Files.readAllBytes(envelope);
        for (int i = bytes.length - 250; i < bytes.length; i++) {
            byte[] mutant = bytes.clone();
            mutant[i] ^= (byte) (1 << i % Byte.SIZE);
            Files.write(envelope, mutant);
            assertThat(isRefused()).as("byte %d of %s", i, envelope).isTrue();
        }
        Files.write(envelope, bytes);
        assertThat(isRefused()).isFalse();
    }

    private static boolean isRefused() {
        try {
            VerifiedRun.verify(run.directory(), policy);
            return false;
        } catch (RefusedException refused) {
            return true;
        }
    }

    private static void assertRefused(Path file, byte[] bytes, byte[] mutant) throws IOException {
        Files.write(file, mutant);
        Verb verb;
        try {
            verb = Verb.run("verify", run.directory(), "--trusted-key", run.publicKey());
        } finally {
            Files.write(file, bytes);
        }
        verb.assertStatus(1);
        assertThat(verb.out()).isEmpty();
        assertThat(verb.err()).startsWith("reprorun: ").contains(": expected ", ", found ");
        assertThat(verb.err().lines()).hasSize(1);
    }
}
