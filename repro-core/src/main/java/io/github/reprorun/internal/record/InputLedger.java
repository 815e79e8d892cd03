package io.github.reprorun.internal.record;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.base.file.InputStamp;
import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.InputChangedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.manifest.InputResource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a run: digested before use, checked again at its end. The run directory keeps the listing from which a
 * folder's digest is computed as {@code inputs/<name>.sha256}. Safe for use by several threads.
 */
public final class InputLedger {
    private record Input(Path given, InputStamp stamp, InputResource stated) {}

    private final RunDirectory directory;
    private final Clock clock;
    private final SortedMap<String, Input> inputs = new TreeMap<>();

    public InputLedger(RunDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    synchronized Path add(String name, Path path) {
        PlainName.require("input name", name);
        Input known = inputs.get(name);
        if (known == null) {
            requireThere(name, path);
            InputStamp stamp = InputStamp.of(path, clock);
            inputs.put(name, new Input(path, stamp, digested(name, path, directory.inputListing(name))));
        } else if (!known.given().equals(path)) {
            throw new UsageException("input \"" + name + "\"", "already stands for " + known.given() + ", not " + path);
        }
        return path;
    }

    public synchronized List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        for (Input input : inputs.values()) {
            resources.add(input.stated().resource());
        }
        return resources;
    }

    /**
     * Digests again the inputs that may have changed since they were digested.
     *
     * @throws InputChangedException if the content of an input has changed since it was digested
     */
    public synchronized void requireUnchanged() {
        List<InputChangedException> changes = new ArrayList<>();
        for (Map.Entry<String, Input> input : inputs.entrySet()) {
            InputChangedException change = change(input.getKey(), input.getValue());
            if (change != null) {
                changes.add(change);
            }
        }
        if (!changes.isEmpty()) {
            InputChangedException first = changes.get(0);
            changes.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private @Nullable InputChangedException change(String name, Input input) {
        String subject = "input \"" + name + "\" (" + input.given() + ")";
        try {
            if (input.stamp().isCertainlyThatOf(input.given(), clock)) {
                return null;
            }
            InputResource now = observe(name, input.given());
            return now.hasContentOf(input.stated())
                    ? null
                    : new InputChangedException(
                            subject,
                            "was " + input.stated().digests() + " when the training asked for it, is " + now.digests()
                                    + " at the end of the run");
        } catch (UnreadableException e) {
            return new InputChangedException(subject, "is gone at the end of the run: " + e.getMessage(), e);
        }
    }

    /**
     * The record that the input would get now.
     *
     * @throws UnreadableException if it is not there or cannot be read
     */
    public static InputResource observe(String name, Path path) {
        return digested(name, path, null);
    }

    private static InputResource digested(String name, Path path, @Nullable Path listing) {
        requireThere(name, path);
        try {
            return Files.isDirectory(path)
                    ? InputResource.folder(name, path.toString(), InputResource.Origin.DECLARED, folder(path, listing))
                    : InputResource.file(name, path.toString(), InputResource.Origin.DECLARED, FileDigest.of(path));
        } catch (IOException e) {
            throw unreadable(name, path, "cannot be read (" + e + ")", e);
        }
    }

    private static void requireThere(String name, Path path) {
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw unreadable(name, path, Files.exists(path) ? "is neither a file nor a folder" : "is not there", null);
        }
    }

    private static FolderDigest folder(Path path, @Nullable Path listing) throws IOException {
        if (listing == null) {
            return FolderDigest.of(path);
        }
        Files.createDirectories(listing.toAbsolutePath().getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(listing))) {
            return FolderDigest.of(path, out);
        }
    }

    private static UnreadableException unreadable(String name, Path path, String problem, @Nullable IOException cause) {
        return new UnreadableException(String.format(Locale.ROOT, "input \"%s\" (%s)", name, path), problem, cause);
    }
}
