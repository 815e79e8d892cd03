package io.github.reprorun.manifest;

import io.github.reprorun.digest.PlainName;

/**
 * Which run it is; also where it lies among others. Immutable, hence safe to share between threads.
 *
 * @param name what the run is called, as other runs of the same training are
 * @param id tells it from those
 */
public record RunIdentity(String name, String id) {
    /** @throws io.github.reprorun.failure.UsageException if one is no plain name */
    public RunIdentity {
        PlainName.require("run name", name);
        PlainName.require("run id", id);
    }
}
