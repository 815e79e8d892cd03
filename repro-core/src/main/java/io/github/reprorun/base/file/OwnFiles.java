package io.github.reprorun.base.file;

import io.github.reprorun.base.text.Shell;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files and folders that belong to the user of this process, and that no other user can change. Where the file system has
 * no POSIX permissions, only the owner counts. Immutable, hence safe to share between threads.
 *
 * @param user the user of this process
 */
public record OwnFiles(UserPrincipal user) {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** Finds the user by a new file, because a user who has only a number has no name to look up. */
    public static OwnFiles ofThisProcess() throws IOException {
        Path own = Files.createTempFile("reprorun-owner", null);
        try {
            return new OwnFiles(Files.getOwner(own));
        } finally {
            Files.delete(own);
        }
    }

    /**
     * Requires that only this user can change {@code path}, which is looked at as it is: a link is not followed. A group
     * that has the user's name counts as the user alone, as systems set it up that give each user a group.
     *
     * @param purpose what cannot be done otherwise, for the message
     * @throws UsageException if it belongs to another user, or others may write it
     */
    public void require(Path path, String purpose) throws IOException {
        UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(user)) {
            throw new UsageException(path.toString(), "belongs to " + owner.getName() + "; " + purpose);
        }
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null && !Files.isSymbolicLink(path)) {
            PosixFileAttributes attributes = view.readAttributes();
            Set<PosixFilePermission> granted = attributes.permissions();
            boolean byGroup = granted.contains(PosixFilePermission.GROUP_WRITE)
                    && !attributes.group().getName().equals(owner.getName());
            if (byGroup || granted.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new UsageException(
                        path.toString(),
                        "can be written by others (" + PosixFilePermissions.toString(granted) + "); " + purpose
                                + ". If nobody has changed it, run chmod go-w " + Shell.word(path));
            }
        }
    }

    /**
     * Takes the right to write {@code path} from everybody except its owner, unless the file system decides on permissions
     * itself.
     */
    public static void keepToOwner(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            Set<PosixFilePermission> granted = view.readAttributes().permissions();
            if (granted.removeAll(OTHERS)) {
                try {
                    view.setPermissions(granted);
                } catch (FileSystemException mounted) {
                    // Its permissions are those of the mount; then require says that others can write it.
                }
            }
        }
    }
}
