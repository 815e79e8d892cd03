package io.github.reprorun.base.library;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The libraries of numerics that this library knows of though their extensions are not there, so that a program which needs
 * one is not run without. They are data that the build of the command line packs into its jar: copies of descriptors.
 * Stateless.
 */
public final class KnownLibraries {
    private static final String FILE = "/META-INF/reprorun/known.properties";

    private KnownLibraries() {}

    /**
     * Their descriptors; none where this library is no jar of the command line.
     *
     * @throws UnreadableException if what was packed is no descriptor
     */
    public static List<LibraryDescriptor> descriptors() {
        try (InputStream in = KnownLibraries.class.getResourceAsStream(FILE)) {
            return in == null ? List.of() : List.of(LibraryDescriptorFile.read(FILE, in));
        } catch (IOException e) {
            throw new UnreadableException(FILE, "cannot be read (" + e + ")", e);
        }
    }
}
