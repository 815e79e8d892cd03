package io.github.reprorun.base.library;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The numerical libraries that this library knows even without their extensions, so that it does not run a program
 * without the extension it needs. They are copies of descriptors, which the build of the command line packs into its
 * jar. Stateless.
 */
public final class KnownLibraries {
    private static final String FILE = "/META-INF/reprorun/known.properties";

    private KnownLibraries() {}

    /**
     * Their descriptors; none if this library is not in the jar of the command line.
     *
     * @throws UnreadableException if a packed file is not a valid descriptor
     */
    public static List<LibraryDescriptor> descriptors() {
        try (InputStream in = KnownLibraries.class.getResourceAsStream(FILE)) {
            return in == null ? List.of() : List.of(LibraryDescriptorFile.read(FILE, in));
        } catch (IOException e) {
            throw new UnreadableException(FILE, "cannot be read (" + e + ")", e);
        }
    }
}
