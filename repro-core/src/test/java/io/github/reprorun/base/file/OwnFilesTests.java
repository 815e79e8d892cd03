package io.github.reprorun.base.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such permissions there")
class OwnFilesTests {
    /** The user of another machine, or one who was removed. */
    private record Stranger(String getName) implements UserPrincipal {}

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void make() throws IOException {
        file = Files.createFile(folder.resolve("a file"));
    }

    private Path with(String permissions) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void areThoseOfTheUserThatNobodyElseCanWrite() throws IOException {
        OwnFiles own = OwnFiles.ofThisProcess();
        with("rw-r--r--");

        assertThat(own.user()).isEqualTo(attributes(file).owner());
        assertThatCode(() -> own.require(file, "so there")).doesNotThrowAnyException();
    }

    @Test
    void areNotThoseOfAnother() throws IOException {
        String owner = attributes(file).owner().getName();

        assertThatThrownBy(() -> new OwnFiles(new Stranger("somebody")).require(file, "so there"))
                .isInstanceOf(UsageException.class)
                .hasMessage(file + ": belongs to " + owner + "; so there");
    }

    @Test
    void areNotThoseThatEverybodyCanWrite() throws IOException {
        with("rw-r--rw-");

        assertThatThrownBy(() -> OwnFiles.ofThisProcess().require(file, "so there"))
                .isInstanceOf(UsageException.class)
                .hasMessage(file + ": can be written by others (rw-r--rw-); so there. If nobody has changed it, run"
                        + " chmod go-w '" + file + "'");
    }

    /** Many systems give each user a group of that name, and let it write. */
    @Test
    void mayBeWrittenByTheUsersOwnGroupAlone() throws IOException {
        OwnFiles own = OwnFiles.ofThisProcess();
        with("rw-rw-r--");
        if (attributes(file).group().getName().equals(own.user().getName())) {
            assertThatCode(() -> own.require(file, "so there")).doesNotThrowAnyException();
        }

        assumeThat(changesGroup("daemon")).as("another group can be chosen").isTrue();

        assertThatThrownBy(() -> own.require(file, "so there"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(file + ": can be written by others (rw-rw-r--); so there.");
    }

    private boolean changesGroup(String name) {
        try {
            GroupPrincipal group =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(group);
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    @Test
    void canBeKeptFromOthers() throws IOException {
        OwnFiles.keepToOwner(with("rwxrwxrwx"));
        assertThat(PosixFilePermissions.toString(attributes(file).permissions()))
                .isEqualTo("rwxr-xr-x");

        OwnFiles.keepToOwner(with("r--rw----"));
        assertThat(PosixFilePermissions.toString(attributes(file).permissions()))
                .isEqualTo("r--r-----");
    }
}
