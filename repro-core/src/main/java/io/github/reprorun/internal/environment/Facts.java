package io.github.reprorun.internal.environment;

import java.io.IOException;
import java.util.List;

/** Facts of one kind, by name. Confined to one thread. */
interface Facts {
    /** The names of the facts on this machine; each may still turn out not to be observable. */
    List<String> names();

    /**
     * Looks at one of them.
     *
     * @return the value; blank if there is none
     * @throws IOException whose message says why there is no value
     */
    String observe(String name) throws IOException;
}
