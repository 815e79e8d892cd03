package io.github.reprorun.signing;

import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.UUID;

/** Files that are whole or not there. Stateless. */
final class AtomicFile {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private AtomicFile() {}

    /** Writes beside {@code file}, forces the bytes to the disk, and renames. */
    static void write(Path file, byte[] content) {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            create(temporary, content);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw discarded(temporary, e);
            }
        } catch (IOException e) {
            throw new UnwritableException(
                    file.toString(), "cannot be written: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Makes {@code file}, which must not exist, with {@code attributes} from the first moment; or leaves nothing. */
    static void create(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        FileChannel channel = FileChannel.open(file, NEW, attributes);
        try (channel) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw discarded(file, e);
        }
    }

    /** Removes {@code file}; returns {@code reason}, which also tells if that failed. */
    static IOException discarded(Path file, IOException reason) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }
}
