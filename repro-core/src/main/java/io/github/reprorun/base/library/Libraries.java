package io.github.reprorun.base.library;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numerical libraries whose extensions are on one class path, by their descriptors. Of two with one name the first
 * on the class path counts, as with classes. Immutable, hence safe to share between threads.
 *
 * @param descriptors in the order of the class path
 * @param isAccelerated whether the part of one of the libraries that computes on an accelerator is there
 */
public record Libraries(List<LibraryDescriptor> descriptors, boolean isAccelerated) {
    /** No library. */
    public static final Libraries NONE = new Libraries(List.of(), false);

    private static volatile @Nullable Libraries ofThisJvm;

    /** Copies the descriptors, without those that repeat an earlier name. */
    public Libraries {
        List<LibraryDescriptor> first = new ArrayList<>();
        for (LibraryDescriptor descriptor : descriptors) {
            if (!isNamedIn(first, descriptor.name())) {
                first.add(descriptor);
            }
        }
        descriptors = List.copyOf(first);
    }

    private static boolean isNamedIn(List<LibraryDescriptor> descriptors, String name) {
        for (LibraryDescriptor each : descriptors) {
            if (each.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The libraries on the class path of this JVM, read once; this says nothing about accelerators. Opens the jars of
     * the class path, as the first search for a service does.
     *
     * @throws UnreadableException if a descriptor is invalid, or cannot be read
     */
    public static Libraries ofThisJvm() {
        Libraries known = ofThisJvm;
        if (known == null) {
            known = read(ClassLoader.getSystemClassLoader());
            ofThisJvm = known;
        }
        return known;
    }

    private static Libraries read(ClassLoader loader) {
        List<LibraryDescriptor> descriptors = new ArrayList<>();
        try {
            for (Enumeration<URL> files = loader.getResources(LibraryDescriptor.FILE); files.hasMoreElements(); ) {
                descriptors.add(read(files.nextElement()));
            }
        } catch (IOException e) {
            throw new UnreadableException(LibraryDescriptor.FILE, "cannot be read (" + e + ")", e);
        }
        return new Libraries(descriptors, false);
    }

    /** The descriptor at {@code file}. */
    private static LibraryDescriptor read(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false); // Nothing needs the jar to stay open.
        try (InputStream in = connection.getInputStream()) {
            return LibraryDescriptorFile.read(file.toString(), in);
        }
    }
}
