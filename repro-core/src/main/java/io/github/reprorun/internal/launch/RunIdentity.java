package io.github.reprorun.internal.launch;

import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.manifest.Parent;
import java.util.Optional;

/**
 * Which run it is; also where it lies among others. Immutable, hence safe to share between threads.
 *
 * @param name what the run is called, as other runs of the same training are
 * @param id tells it from those
 * @param parent what the run belongs to, if to anything
 */
public record RunIdentity(String name, String id, Optional<Parent> parent) {
    /** @throws io.github.reprorun.failure.UsageException if one is no plain name */
    public RunIdentity {
        PlainName.require("run name", name);
        PlainName.require("run id", id);
    }

    /** A run that belongs to nothing; fails as the constructor does. */
    public RunIdentity(String name, String id) {
        this(name, id, Optional.empty());
    }
}
