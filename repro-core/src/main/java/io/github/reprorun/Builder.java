package io.github.reprorun;

import java.util.SortedMap;
import java.util.TreeMap;

/** Which version of this library makes manifests. Stateless. */
final class Builder {
    private Builder() {}

    static SortedMap<String, String> versions() {
        String version = Builder.class.getPackage().getImplementationVersion();
        SortedMap<String, String> versions = new TreeMap<>();
        versions.put("repro-core", version == null ? "unpackaged" : version);
        return versions;
    }
}
