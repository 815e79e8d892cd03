package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.failure.UnwritableException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;

/**
 * Writes a network as {@link ModelSerializer} does, with the same entries in the same order and readable by it, but the same
 * bytes for the same network: entries are stored, since compressors differ between versions, and bear one fixed time.
 * Stateless.
 */
public final class ModelFile {
    /** Not the earliest time of the format, because for that the JDK adds a field that depends on the time zone. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private ModelFile() {}

    /** Writes beside {@code file}, forces the bytes to the disk and renames; leaves nothing behind on failure. */
    public static void write(Path file, NetworkState network, Optional<Normalizer<?>> normalizer) {
        try {
            DurableFile.write(file, out -> write(out, network, true, normalizer));
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the model cannot be written (" + e + ")", e);
        }
    }

    /** Writes to {@code out}, which stays open. */
    public static void write(
            OutputStream out, NetworkState network, boolean withUpdater, Optional<Normalizer<?>> normalizer)
            throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, 256 * 1024);
        ZipOutputStream zip = new ZipOutputStream(buffered);
        writeEntries(zip, network, withUpdater, normalizer);
        zip.finish();
        buffered.flush();
    }

    private static void writeEntries(
            ZipOutputStream zip, NetworkState network, boolean withUpdater, Optional<Normalizer<?>> normalizer)
            throws IOException {
        byte[] json = network.configurationJson().getBytes(StandardCharsets.UTF_8);
        store(zip, ModelSerializer.CONFIGURATION_JSON, out -> out.write(json));
        Optional<INDArray> parameters = network.parameters();
        store(zip, ModelSerializer.COEFFICIENTS_BIN, out -> {
            if (parameters.isPresent()) {
                ArrayBytes.writeAsNd4j(parameters.get(), out);
            }
        });
        if (parameters.isEmpty()) {
            store(zip, ModelSerializer.NO_PARAMS_MARKER, out -> {});
        }
        Optional<INDArray> updaterState = withUpdater ? network.updaterState() : Optional.empty();
        if (updaterState.isPresent()) {
            store(zip, ModelSerializer.UPDATER_BIN, out -> ArrayBytes.writeAsNd4j(updaterState.get(), out));
        }
        if (normalizer.isPresent()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            NormalizerSerializer.getDefault().write(normalizer.get(), bytes);
            store(zip, ModelSerializer.NORMALIZER_BIN, bytes::writeTo);
        }
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Goes over {@code content} twice, because a stored entry begins with its length and CRC-32. */
    private static void store(ZipOutputStream zip, String name, Content content) throws IOException {
        LengthCounter counter = new LengthCounter();
        CRC32 crc = new CRC32();
        content.writeTo(new CheckedOutputStream(counter, crc));
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(counter.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    private static final class LengthCounter extends OutputStream {
        private long length;

        @Override
        public void write(int b) {
            length++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            length += count;
        }
    }
}
