package io.github.reprorun.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.launch.CurrentPlan;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.RunStart;
import io.github.reprorun.manifest.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The file that {@code -Dreprorun.result} names: whoever started a program reads there how its run ended. The JVM that
 * trains appends one line of JSON when the manifest is on the disk, so the line comes even if the starter, or a JVM
 * between the two, is gone by then. A run that was refused before it began gives a line too; a JVM that is killed gives
 * none. Safe for use by several threads.
 *
 * <pre>{"status":"SUCCEEDED","name":"fraud","id":"…","run":"/absolute/run/directory","manifest":"sha256 of
 * manifest.json","resultDigest":"sha256","start":{…}}
 * {"status":"REFUSED","id":"…","cause":"seed: 0 is refused, …","exitStatus":2}</pre>
 *
 * {@code cause} is there unless the run succeeded, {@code resultDigest} if the run has a result, {@code id} of a run that was
 * refused if somebody gave it one. {@code start} has the steps of
 * {@link RunStart}, and when this line was written.
 */
public final class ResultFile {
    /** Whether the last run of this JVM has said how it ended: what is thrown afterwards has been told. */
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private ResultFile() {}

    /**
     * Requires, before a run begins, that the file can be written.
     *
     * @throws UnwritableException if it cannot
     */
    public static void requireWritable(GivenChoices given) {
        TOLD.set(false);
        if (given.result().isPresent()) {
            Path file = given.result().get();
            try {
                append(file, "");
            } catch (IOException e) {
                throw new UnwritableException(
                        file.toString(),
                        "how the run ends is to be written there and cannot be (" + e + "); no training was started",
                        e);
            }
        }
    }

    /** Says how the run in {@code directory} ended, which has left {@code manifest} there. */
    static void ended(Path directory, Manifest manifest) {
        Optional<Path> file = file();
        if (file.isEmpty()) {
            return;
        }
        TOLD.set(true);
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("status", manifest.details().status().name());
        line.put("name", manifest.definition().name());
        line.put("id", manifest.details().invocationId());
        line.put("run", directory.toString());
        try {
            line.put(
                    "manifest",
                    FileDigest.of(directory.resolve(Manifest.FILE_NAME))
                            .sha256()
                            .hex());
            if (manifest.result().isPresent()) {
                line.put("resultDigest", manifest.result().get().hex());
            }
            if (manifest.details().cause().isPresent()) {
                line.put("cause", manifest.details().cause().get());
            }
            line.set("start", start());
            append(file.get(), JsonText.compact(line) + "\n");
        } catch (IOException e) {
            ConsoleMessages.printUntold(System.err, file.get(), e);
        }
    }

    private static ObjectNode start() {
        RunStart start = RunStart.ofThisJvm(MachineClock.UTC);
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("jvm", start.jvm());
        told.put("agent", start.agent());
        told.put("launch", start.launch());
        told.put("training", start.training());
        told.put("end", start.end());
        told.put("told", MachineClock.UTC.millis());
        return told;
    }

    /** Says that there is no run, and why, unless a run has said more. */
    public static void refused(ReproException failure) {
        Optional<Path> file = file();
        if (file.isEmpty() || TOLD.getAndSet(true)) {
            return;
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("status", "REFUSED");
        Optional<String> id = CurrentPlan.runId().or(() -> Optional.ofNullable(System.getProperty(GivenChoices.ID)));
        if (id.isPresent()) {
            line.put("id", id.get());
        }
        line.put("cause", failure.getMessage());
        line.put("exitStatus", failure.exitStatus());
        try {
            append(file.get(), JsonText.compact(line) + "\n");
        } catch (IOException e) {
            ConsoleMessages.printUntold(System.err, file.get(), e);
        }
    }

    /** None if what was given is no path, which has been said then. */
    private static Optional<Path> file() {
        try {
            return GivenChoices.result(System.getProperties());
        } catch (UsageException flawed) {
            return Optional.empty();
        }
    }

    private static void append(Path file, String line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
