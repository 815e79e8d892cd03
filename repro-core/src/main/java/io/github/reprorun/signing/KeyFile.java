package io.github.reprorun.signing;

import io.github.reprorun.base.text.Shell;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Reads small files that a user names, and says in one line why one cannot be read. Stateless. */
final class KeyFile {
    /** The largest file that is read, in bytes; a P-256 key takes 241. */
    static final int LIMIT = 64 * 1024;

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private KeyFile() {}

    /**
     * The content of {@code file}, which only its owner may be able to read, where the file system has such
     * permissions.
     *
     * @throws UsageException if group or others have any access
     * @throws UnreadableException if it cannot be read, is empty, or is larger than {@link #LIMIT}
     */
    static byte[] secret(Path file) {
        requireRegular(file);
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null) {
                Set<PosixFilePermission> granted = view.readAttributes().permissions();
                if (!OWNERS.containsAll(granted)) {
                    throw new UsageException(
                            file.toString(),
                            "is a private key that others can get at (" + PosixFilePermissions.toString(granted)
                                    + "); run chmod 600 " + Shell.word(file));
                }
            }
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "has permissions that cannot be read: " + reason(e), e);
        }
        return open(file);
    }

    /**
     * The content of {@code file}.
     *
     * @throws UnreadableException if it cannot be read, is empty, or is larger than {@link #LIMIT}
     */
    static byte[] shared(Path file) {
        requireRegular(file);
        return open(file);
    }

    private static void requireRegular(Path file) {
        if (Files.isDirectory(file)) {
            throw new UnreadableException(file.toString(), "is a directory; a file is read");
        }
        if (!Files.exists(file)) {
            throw new UnreadableException(file.toString(), "no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnreadableException(file.toString(), "is not a regular file");
        }
    }

    private static byte[] open(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LIMIT + 1);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read: " + reason(e), e);
        }
        if (content.length == 0) {
            throw new UnreadableException(file.toString(), "is empty");
        }
        if (content.length > LIMIT) {
            throw new UnreadableException(file.toString(), "is larger than 64 KiB");
        }
        return content;
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName();
    }
}
