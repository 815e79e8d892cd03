package io.github.reprorun.base.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The whole content of a small file whose sender is not trusted: a pipe in its place would be waited for, and a device would
 * fill the memory. Stateless, hence safe for use by several threads.
 */
public final class BoundedFile {
    private BoundedFile() {}

    /**
     * Reads {@code file}, of which {@code limit} bytes are allowed.
     *
     * @return its content; one byte more than {@code limit} if the file is larger
     * @throws NoSuchFileException if there is none
     * @throws IOException if it is not a regular file, or cannot be read
     */
    public static byte[] read(Path file, int limit) throws IOException {
        if (!Files.isRegularFile(file)) {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(limit + 1);
        }
    }
}
