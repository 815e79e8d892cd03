package io.github.reprorun.internal.follow;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.internal.agent.place.Caller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The files into which libraries write the time, known by the class that writes them, as a {@link LibraryDescriptor} names
 * them. Immutable, hence safe to share between threads.
 */
final class TimedFiles {
    private static final String ANY = "*";

    private final List<String> writers = new ArrayList<>();

    TimedFiles(Libraries libraries) {
        for (LibraryDescriptor library : libraries.descriptors()) {
            writers.addAll(library.code().timedFiles());
        }
    }

    /** The class on the stack that writes {@code file} with the time in it, if there is one. */
    Optional<String> writerOf(Path file) {
        List<String> candidates = new ArrayList<>();
        for (String writer : writers) {
            String name = writer.substring(writer.indexOf('/') + 1);
            if (name.equals(ANY) || name.equals(String.valueOf(file.getFileName()))) {
                candidates.add(writer.substring(0, writer.indexOf('/')));
            }
        }
        return candidates.isEmpty() ? Optional.empty() : Caller.read(frames -> onStack(candidates, frames.iterator()));
    }

    private static Optional<String> onStack(List<String> classes, Iterator<StackWalker.StackFrame> frames) {
        while (frames.hasNext()) {
            String name = frames.next().getClassName();
            int nested = name.indexOf('$');
            String outer = nested < 0 ? name : name.substring(0, nested);
            if (classes.contains(outer)) {
                return Optional.of(outer);
            }
        }
        return Optional.empty();
    }
}
