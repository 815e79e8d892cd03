package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceHeader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import io.github.reprorun.trace.TracedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A trace that is not what was signed: refused by who verifies, and no verb makes more of it than one line. */
class TamperedTraceTests {
    private static final TraceHeader HEADER = new TraceHeader(
            List.of(
                    Column.whole(Quantity.BATCH, 1),
                    Column.perLayer(Quantity.PARAMETERS_IN, 1),
                    Column.whole(Quantity.SCORE, 1)),
            256);

    private static Path folder;
    private static Path original;
    private static Path tampered;
    private static Path publicKey;
    private static SigningKey key;
    private static byte[] trace;

    @BeforeContainer
    static void makeRuns() throws IOException {
        folder = Files.createTempDirectory("reprorun-trace");
        key = SigningKey.generate(Algorithm.ED25519, new SecureRandom());
        key.writeTo(folder.resolve("keys"));
        publicKey = folder.resolve("keys").resolve(SigningKey.PUBLIC_FILE);
        original = run("original");
        tampered = run("tampered");
        trace = Files.readAllBytes(tampered.resolve(TraceWriter.FILE_NAME));
    }

    @AfterContainer
    static void remove() throws IOException {
        for (Path run : List.of(original, tampered, folder.resolve("keys"))) {
            try (var files = Files.list(run)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(run);
        }
        Files.delete(folder);
    }

    /** A signed run whose only file is a trace of 40 steps. */
    private static Path run(String name) throws IOException {
        Path run = Files.createDirectory(folder.resolve(name));
        try (TraceWriter writer = TraceWriter.open(run.resolve(TraceWriter.FILE_NAME), HEADER)) {
            TracedNetwork network = writer.network("network0", List.of("dense", "output"));
            for (int i = 0; i < 40; i++) {
                writer.append(new TraceRecord(HEADER, network)
                        .at(i, i / 10, 0)
                        .set(Quantity.BATCH, i)
                        .set(Quantity.PARAMETERS_IN, new long[] {i, -i})
                        .score(i));
            }
            writer.seal();
        }
        state(run);
        return run;
    }

    /** Writes the manifest that the files of {@code run} have, and signs it. */
    private static void state(Path run) throws IOException {
        String digest =
                FileDigest.of(run.resolve(TraceWriter.FILE_NAME)).sha256().hex();
        byte[] json = ManifestJson.write(Manifests.changed("", tree -> {
            ObjectNode metadata = (ObjectNode) tree.at("/predicate/runDetails/metadata");
            metadata.put("status", "SUCCEEDED");
            metadata.remove("cause");
            ((ObjectNode) tree.at("/predicate")).putArray("series");
            ArrayNode subjects = ((ObjectNode) tree).putArray("subject");
            subjects.addObject()
                    .put("name", TraceWriter.FILE_NAME)
                    .putObject("digest")
                    .put("sha256", digest);
            return tree;
        }));
        Files.write(run.resolve(Manifest.FILE_NAME), json);
        Files.write(
                run.resolve(Manifest.ENVELOPE_FILE_NAME),
                Envelope.sign(json, key).bytes());
    }

    @Example
    void isAcceptedAsItWasSigned() {
        Verb.run("verify", tampered, "--trusted-key", publicKey).assertStatus(0);
        Verb.run("bisect", original, tampered).assertStatus(0);
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void isRefusedWithABitFlipped(@ForAll @IntRange(max = 1_000_000) int place) throws IOException {
        byte[] flipped = trace.clone();
        flipped[place % trace.length] ^= (byte) (1 << place % Byte.SIZE);

        assertNoVerbMakesMoreOfItThanOneLine(flipped);
    }

    @Property(tries = 15, edgeCases = EdgeCasesMode.NONE)
    void isRefusedCutShortAtAnyByte(@ForAll @IntRange(max = 1_000_000) int length) throws IOException {
        assertNoVerbMakesMoreOfItThanOneLine(Arrays.copyOf(trace, length % trace.length));
    }

    @Example
    void isRefusedWithMoreAtItsEnd() throws IOException {
        assertNoVerbMakesMoreOfItThanOneLine(Arrays.copyOf(trace, trace.length + 1));
    }

    @Example
    void isRefusedWithBlocksOrBytesInAnotherOrder() throws IOException {
        for (int swapped : new int[] {256, 40, 8}) {
            for (int from = 0; from + 2 * swapped <= trace.length; from += Math.max(swapped, 80)) {
                byte[] reordered = trace.clone();
                System.arraycopy(trace, from, reordered, from + swapped, swapped);
                System.arraycopy(trace, from + swapped, reordered, from, swapped);
                if (!Arrays.equals(reordered, trace)) {
                    assertNoVerbMakesMoreOfItThanOneLine(reordered);
                }
            }
        }
    }

    private static void assertNoVerbMakesMoreOfItThanOneLine(byte[] bytes) throws IOException {
        Path file = tampered.resolve(TraceWriter.FILE_NAME);
        Files.write(file, bytes);
        try {
            for (Object[] verifying : new Object[][] {
                {"verify", tampered, "--trusted-key", publicKey},
                {"rerun", tampered, "--trusted-key", publicKey},
                {"rerun", tampered, "--allow-unsigned", "--stop-at-divergence"}
            }) {
                assertOneLine(Verb.run(verifying), 1, TraceWriter.FILE_NAME + ": expected sha256 ");
            }
            assertOneLine(Verb.run("bisect", original, tampered), 2, TraceWriter.FILE_NAME);
            assertOneLine(Verb.run("bisect", tampered, original), 2, TraceWriter.FILE_NAME);
            Verb compared = Verb.run("diff", original, tampered)
                    .assertStatus(ExitStatus.NOT_RERUNNABLE)
                    .assertSilent();
            assertThat(compared.out())
                    .contains(
                            "UNVERIFIABLE: a trace cannot be compared: ", TraceWriter.FILE_NAME + ": expected sha256 ");
            Verb.run("show", tampered).assertStatus(0).assertSilent();
            assertUnreadableThoughItWasSignedSo();
        } finally {
            Files.write(file, trace);
            state(tampered);
        }
    }

    /** Whoever holds a key can sign a damaged trace. */
    private static void assertUnreadableThoughItWasSignedSo() throws IOException {
        state(tampered);
        Verb.run("verify", tampered, "--trusted-key", publicKey).assertStatus(0);
        assertOneLine(
                Verb.run("rerun", tampered, "--trusted-key", publicKey, "--stop-at-divergence"),
                2,
                TraceWriter.FILE_NAME);
        assertOneLine(Verb.run("bisect", original, tampered), 2, TraceWriter.FILE_NAME);
        Verb.run("show", tampered).assertStatus(0).assertSilent();
    }

    private static void assertOneLine(Verb verb, int status, String problem) {
        verb.assertStatus(status);
        assertThat(verb.out()).isEmpty();
        assertThat(verb.err()).startsWith("reprorun: ").contains(problem).hasLineCount(1);
    }
}
