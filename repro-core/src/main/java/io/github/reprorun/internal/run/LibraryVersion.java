package io.github.reprorun.internal.run;

import java.util.SortedMap;
import java.util.TreeMap;

/** The version of this library, for manifests. Stateless. */
final class LibraryVersion {
    private LibraryVersion() {}

    static SortedMap<String, String> versions() {
        String version = LibraryVersion.class.getPackage().getImplementationVersion();
        SortedMap<String, String> versions = new TreeMap<>();
        versions.put("repro-core", version == null ? "unpackaged" : version);
        return versions;
    }
}
