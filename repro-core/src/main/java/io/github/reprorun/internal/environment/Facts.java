package io.github.reprorun.internal.environment;

import java.io.IOException;
import java.util.List;

/** Facts of one kind, by name. Confined to one thread. */
interface Facts {
    /** Which there are here; each may yet turn out not to be observable. */
    List<String> names();

    /**
     * Looks at one of them.
     *
     * @return what was seen; blank if that is nothing
     * @throws IOException whose message says why nothing was seen
     */
    String observe(String name) throws IOException;
}
