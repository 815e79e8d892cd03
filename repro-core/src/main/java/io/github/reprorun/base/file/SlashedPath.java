package io.github.reprorun.base.file;

import java.nio.file.Path;

/**
 * A path as records spell it: its parts with slashes between them. Where the separator is a slash, a backslash belongs to the
 * name of a file, and stays. Stateless.
 */
public final class SlashedPath {
    private SlashedPath() {}

    public static String of(Path path) {
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? path.toString() : path.toString().replace(separator, "/");
    }
}
