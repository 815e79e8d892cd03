package io.github.reprorun.signing;

import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The two files of a new key: both or neither. Immutable, hence safe to share between threads.
 *
 * @param directory where they go
 */
record KeyPairFiles(Path directory) {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    void write(String privateKey, String publicKey) {
        Path privateFile = directory.resolve(SigningKey.PRIVATE_FILE);
        try {
            Files.createDirectories(directory);
            create(privateFile, privateKey, ownerOnly());
            try {
                create(directory.resolve(SigningKey.PUBLIC_FILE), publicKey);
            } catch (IOException e) {
                throw discarded(privateFile, e);
            }
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(
                    String.valueOf(e.getFile()), "exists, and is never overwritten; choose another directory", e);
        } catch (IOException e) {
            throw new UnwritableException(
                    directory.toString(),
                    "a key cannot be written here: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    /** Makes {@code file}, with {@code attributes} from the first moment. */
    private static void create(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        FileChannel channel = FileChannel.open(file, NEW, attributes);
        try (channel) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw discarded(file, e);
        }
    }

    /** Removes {@code file}, which this object made; returns {@code reason}, which also tells if that failed. */
    private static IOException discarded(Path file, IOException reason) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    private FileAttribute<?>[] ownerOnly() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
