package io.github.reprorun.base.file;

import io.github.reprorun.failure.UnreadableException;
import java.nio.file.Path;

/** Prints the digest of a folder, for a JVM whose locale a test chooses. */
final class PrintedFolderDigest {
    private PrintedFolderDigest() {}

    public static void main(String[] args) {
        try {
            System.out.println(FolderDigest.of(Path.of(args[0])).dirHash());
        } catch (UnreadableException e) {
            System.out.println("UnreadableException " + e.getMessage());
        }
    }
}
