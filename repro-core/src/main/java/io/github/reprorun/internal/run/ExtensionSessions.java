package io.github.reprorun.internal.run;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.base.library.NumericFacts;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.RunExtension;
import io.github.reprorun.spi.RunScope;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The extensions' sessions of one run. Safe for use by several threads. */
public final class ExtensionSessions implements AutoCloseable {
    private final List<ExtensionSession> open = new ArrayList<>();

    /** Opens a session of every extension on the class path. */
    synchronized void open(RunScope run) {
        for (RunExtension extension : ServiceLoader.load(RunExtension.class)) {
            open.add(extension.open(run));
        }
        for (LibraryDescriptor library : Libraries.ofThisJvm().descriptors()) {
            tellUnknown(library, run);
        }
    }

    private static void tellUnknown(LibraryDescriptor library, RunScope run) {
        if (!library.unknownKeys().isEmpty()) {
            run.unpinned(
                    "library " + library.name(),
                    "keys of its descriptor are not understood by this version, which ignores them: "
                            + String.join(", ", library.unknownKeys()));
        }
    }

    public synchronized <S extends ExtensionSession> S session(Class<S> type) {
        return open.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        type.getName(),
                        "no extension of this run opened such a session; is its jar on the class path?"));
    }

    synchronized SortedMap<String, Evidence<String>> environment() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        for (ExtensionSession session : open) {
            facts.putAll(session.environment());
        }
        facts.putAll(NumericFacts.declarations(Libraries.ofThisJvm().descriptors(), facts));
        return facts;
    }

    synchronized List<Resource> dependencies() {
        List<Resource> dependencies = new ArrayList<>();
        for (ExtensionSession session : open) {
            dependencies.addAll(session.dependencies());
        }
        return dependencies;
    }

    /** @throws io.github.reprorun.failure.ReproException if an extension knows that the run did not succeed */
    synchronized void finish() {
        for (ExtensionSession session : open) {
            session.finish();
        }
    }

    /** Closes each session once, the last opened first. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            open.remove(open.size() - 1).close();
        }
    }
}
