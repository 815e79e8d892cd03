package io.github.reprorun.internal.launch;

import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.manifest.Parent;
import java.util.Optional;

/**
 * The identity of a run, and its place among others. Immutable, hence safe to share between threads.
 *
 * @param name the name that all runs of the same training share
 * @param id distinguishes it from those
 * @param parent the parent of the run, if it has one
 */
public record RunIdentity(String name, String id, Optional<Parent> parent) {
    /** @throws io.github.reprorun.failure.UsageException if one is not a plain name */
    public RunIdentity {
        PlainName.require("run name", name);
        PlainName.require("run id", id);
    }

    /** A run without a parent; fails as the constructor does. */
    public RunIdentity(String name, String id) {
        this(name, id, Optional.empty());
    }
}
