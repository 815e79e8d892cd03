package io.github.reprorun.signing;

import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The two files of a new key: both or neither. Immutable, hence safe to share between threads.
 *
 * @param directory where they go
 */
record KeyPairFiles(Path directory) {
    void write(String privateKey, String publicKey) {
        Path privateFile = directory.resolve(SigningKey.PRIVATE_FILE);
        try {
            Files.createDirectories(directory);
            AtomicFile.create(privateFile, privateKey.getBytes(StandardCharsets.US_ASCII), ownerOnly());
            try {
                Path publicFile = directory.resolve(SigningKey.PUBLIC_FILE);
                AtomicFile.create(publicFile, publicKey.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw AtomicFile.discarded(privateFile, e);
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

    private FileAttribute<?>[] ownerOnly() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
