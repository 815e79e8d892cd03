package io.github.reprorun.internal.code;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an artifact in a Maven repository. Immutable, hence safe to share between threads.
 *
 * @param classifier the part that distinguishes it from the version's other artifacts, or empty
 */
record MavenCoordinates(String group, String artifact, String version, String classifier) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.+-]+");
    private static final String JAR = ".jar";
    private static final String SNAPSHOT = "-SNAPSHOT";

    /** Coordinates without a classifier, or empty if a part is missing or invalid. */
    static Optional<MavenCoordinates> of(String group, String artifact, String version) {
        return isPart(group) && isPart(artifact) && isPart(version)
                ? Optional.of(new MavenCoordinates(group, artifact, version, ""))
                : Optional.empty();
    }

    private static boolean isPart(String text) {
        return PART.matcher(text).matches();
    }

    /**
     * The coordinates of the jar at {@code path}, which holds the properties of {@code candidates}. It prefers the
     * candidate whose name and version the file has, then the coordinates that the folders of a local repository show,
     * then the only candidate.
     */
    static Optional<MavenCoordinates> of(Path path, List<MavenCoordinates> candidates) {
        String file = String.valueOf(path.getFileName());
        List<MavenCoordinates> named = new ArrayList<>();
        for (MavenCoordinates candidate : candidates) {
            Optional<MavenCoordinates> match = candidate.named(file);
            if (match.isPresent()) {
                named.add(match.get());
            }
        }
        if (named.size() == 1) {
            return Optional.of(named.get(0));
        }
        Optional<MavenCoordinates> folders = located(path);
        Optional<MavenCoordinates> located = folders.isPresent() ? folders.get().named(file) : folders;
        return located.isPresent() || candidates.size() != 1 ? located : Optional.of(candidates.get(0));
    }

    /** Whether the jar at {@code path} lies in a local repository, under the name of a version that does not change. */
    static boolean isReleased(Path path) {
        Optional<MavenCoordinates> folders = located(path);
        return folders.isPresent()
                && !folders.get().version.endsWith(SNAPSHOT)
                && folders.get().named(String.valueOf(path.getFileName())).isPresent();
    }

    /** The package URL, as its specification defines it for {@code maven}. */
    String packageUrl() {
        String qualifiers = classifier.isEmpty() ? "" : "?classifier=" + encoded(classifier);
        return "pkg:maven/" + encoded(group) + "/" + encoded(artifact) + "@" + encoded(version) + qualifiers;
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    /** These coordinates with the classifier that {@code file} has, if it is a file of theirs. */
    private Optional<MavenCoordinates> named(String file) {
        if (file.equals(artifact + JAR)) {
            return Optional.of(this);
        }
        String stem = artifact + "-" + version;
        if (version.endsWith(SNAPSHOT)) {
            String base = Pattern.quote(stem.substring(0, stem.length() - SNAPSHOT.length()));
            stem = file.replaceFirst("^(" + base + "-(?:SNAPSHOT|\\d{8}\\.\\d{6}-\\d+)).*$", "$1");
        }
        if (!file.startsWith(stem) || !file.endsWith(JAR)) {
            return Optional.empty();
        }
        String rest = file.substring(stem.length(), Math.max(stem.length(), file.length() - JAR.length()));
        if (rest.isEmpty()) {
            return Optional.of(this);
        }
        return rest.startsWith("-") && isPart(rest)
                ? Optional.of(new MavenCoordinates(group, artifact, version, rest.substring(1)))
                : Optional.empty();
    }

    /** {@code repository/<group's parts>/<artifact>/<version>/file}, or Gradle's {@code files-2.1/<group>/<artifact>/<version>/<sha1>/file}. */
    private static Optional<MavenCoordinates> located(Path path) {
        List<String> parts = new ArrayList<>();
        for (Path part : path) {
            parts.add(part.toString());
        }
        int file = parts.size() - 1;
        int gradle = file - 5;
        if (gradle >= 0 && parts.get(gradle).equals("files-2.1")) {
            return of(parts.get(gradle + 1), parts.get(gradle + 2), parts.get(gradle + 3));
        }
        int repository = parts.subList(0, Math.max(0, file)).lastIndexOf("repository");
        if (repository < 0 || file - repository < 4) {
            return Optional.empty();
        }
        return of(String.join(".", parts.subList(repository + 1, file - 2)), parts.get(file - 2), parts.get(file - 1));
    }
}
