package io.github.reprorun.manifest;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file or a folder that a run read as data. A manifest has it as a {@link Resource} of the kind {@link
 * RunDefinition#KIND_INPUT}; only this class knows under which keys. Immutable, hence safe to share between threads.
 *
 * @param name what it is called in the manifest, not blank
 * @param path where it lay, as the training gave it or relative to the working directory
 * @param origin how the run came to know of it
 * @param digest of the file's bytes, or of the listing of a folder's files and their digests
 * @param size the number of bytes, of all files together
 * @param files how many files the listing of a folder has; empty for a file
 * @param version the name of this version in a system that keeps versions of data, such as a commit; not blank
 */
public record InputResource(
        String name,
        String path,
        Origin origin,
        Sha256 digest,
        long size,
        OptionalLong files,
        Optional<String> version) {
    /** The annotation that has the path. */
    public static final String PATH = "path";

    /** The annotation that has the version; absent where none is known. */
    public static final String VERSION = "version";

    private static final String ORIGIN = "origin";
    private static final String SIZE = "size";
    private static final String FILES = "files";
    private static final String OF_FILE = "sha256";
    private static final String OF_FOLDER = "dirHash";

    /** How a run came to know of an input. */
    public enum Origin {
        /** The training asked for it by its name, and can be given a different place. */
        DECLARED(Optional.empty()),

        /** The program was seen to open it, and had not declared it. */
        OPENED(Optional.of("opened by the program"));

        private final Optional<String> text;

        Origin(Optional<String> text) {
            this.text = text;
        }
    }

    /** @throws IllegalArgumentException if a name or a version is blank, or a number negative */
    public InputResource {
        if (name.isBlank() || version.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("input \"" + name + "\" has a blank name or version");
        }
        if (size < 0 || files.orElse(0) < 0) {
            throw new IllegalArgumentException("input \"" + name + "\" has a negative size or number of files");
        }
    }

    /** A file that lies at {@code path}. */
    public static InputResource file(String name, String path, Origin origin, FileDigest content) {
        return new InputResource(
                name, path, origin, content.sha256(), content.size(), OptionalLong.empty(), Optional.empty());
    }

    /** A folder that lies at {@code path}, or those of its files that were read. */
    public static InputResource folder(String name, String path, Origin origin, FolderDigest content) {
        return new InputResource(
                name,
                path,
                origin,
                content.dirHash(),
                content.size(),
                OptionalLong.of(content.files()),
                Optional.empty());
    }

    /**
     * Reads {@code resource}, a dependency of a run, as an input; ignores annotations that it does not know.
     *
     * @throws UnreadableException if it does not state an input, or not all the facts of one
     */
    public static InputResource of(Resource resource) {
        String name = resource.name();
        SortedMap<String, String> annotations = resource.annotations();
        if (!RunDefinition.KIND_INPUT.equals(annotations.get(RunDefinition.KIND))) {
            throw flaw(
                    name, "is of the kind \"" + annotations.getOrDefault(RunDefinition.KIND, "") + "\", not an input");
        }
        boolean folder = resource.digest().containsKey(OF_FOLDER);
        try {
            return new InputResource(
                    name,
                    required(resource, PATH),
                    origin(resource),
                    digest(resource, folder ? OF_FOLDER : OF_FILE),
                    number(resource, SIZE),
                    folder ? OptionalLong.of(number(resource, FILES)) : OptionalLong.empty(),
                    Optional.ofNullable(annotations.get(VERSION)));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(subject(name), "is not recorded as an input has to be: " + e.getMessage(), e);
        }
    }

    /** This input as the manifest has it. */
    public Resource resource() {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_INPUT);
        annotations.put(PATH, path);
        annotations.put(SIZE, Long.toString(size));
        if (origin.text.isPresent()) {
            annotations.put(ORIGIN, origin.text.get());
        }
        if (files.isPresent()) {
            annotations.put(FILES, Long.toString(files.getAsLong()));
        }
        if (version.isPresent()) {
            annotations.put(VERSION, version.get());
        }
        return new Resource(name, "", digests(), annotations);
    }

    /** The digest under the name of what it is over, as the manifest has it. */
    public SortedMap<String, String> digests() {
        SortedMap<String, String> digests = new TreeMap<>();
        digests.put(isFolder() ? OF_FOLDER : OF_FILE, digest.hex());
        return digests;
    }

    /** Whether it is a folder, or several files of one. */
    public boolean isFolder() {
        return files.isPresent();
    }

    /** Whether the run read the same bytes from {@code other}, whatever it is called and wherever it lies. */
    public boolean hasContentOf(InputResource other) {
        return isFolder() == other.isFolder() && digest.equals(other.digest);
    }

    /** This input, with the name of its version in a system that keeps versions. */
    public InputResource withVersion(String known) {
        return new InputResource(name, path, origin, digest, size, files, Optional.of(known));
    }

    private static Origin origin(Resource resource) {
        Optional<String> text = Optional.ofNullable(resource.annotations().get(ORIGIN));
        for (Origin origin : Origin.values()) {
            if (origin.text.equals(text)) {
                return origin;
            }
        }
        throw flaw(resource.name(), "has an origin that is not known: " + text.orElse(""));
    }

    private static Sha256 digest(Resource resource, String name) {
        String digest = resource.digest().get(name);
        if (digest == null || resource.digest().size() != 1) {
            throw flaw(
                    resource.name(),
                    "has to have either a " + OF_FILE + " or a " + OF_FOLDER + ", and has "
                            + resource.digest().keySet());
        }
        return new Sha256(digest);
    }

    private static long number(Resource resource, String annotation) {
        String text = required(resource, annotation);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UnreadableException(
                    subject(resource.name()), "its " + annotation + " is not a number: \"" + text + "\"", e);
        }
    }

    private static String required(Resource resource, String annotation) {
        String value = resource.annotations().get(annotation);
        if (value == null) {
            throw flaw(resource.name(), "is recorded without its " + annotation);
        }
        return value;
    }

    private static UnreadableException flaw(String name, String problem) {
        return new UnreadableException(subject(name), problem);
    }

    private static String subject(String name) {
        return "input \"" + name + "\"";
    }
}
