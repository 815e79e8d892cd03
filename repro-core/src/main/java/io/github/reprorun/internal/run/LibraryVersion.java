package io.github.reprorun.internal.run;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The version of this library, for manifests. Stateless. */
public final class LibraryVersion {
    private static final String TITLE = "Reprorun Core";
    private static final String COORDINATES = "/META-INF/maven/io.github.reprorun/repro-core/pom.properties";

    private LibraryVersion() {}

    public static SortedMap<String, String> versions() {
        Package ours = LibraryVersion.class.getPackage();
        String version = TITLE.equals(ours.getImplementationTitle()) ? ours.getImplementationVersion() : merged();
        SortedMap<String, String> versions = new TreeMap<>();
        versions.put("repro-core", version == null ? "unpackaged" : version);
        return versions;
    }

    /** That in a jar into which this library was merged, whose manifest speaks of the whole program. */
    private static @Nullable String merged() {
        try (InputStream in = LibraryVersion.class.getResourceAsStream(COORDINATES)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableException(COORDINATES, "cannot be read (" + e + ")", e);
        }
    }
}
