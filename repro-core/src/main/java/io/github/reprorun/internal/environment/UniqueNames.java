package io.github.reprorun.internal.environment;

import io.github.reprorun.base.file.SlashedPath;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names for paths. Stateless, hence safe for use by several threads. */
public final class UniqueNames {
    private UniqueNames() {}

    /** Names each of the absolute {@code paths} by its shortest suffix that no other path has. */
    public static Map<Path, String> of(Collection<Path> paths) {
        Map<Path, String> names = new LinkedHashMap<>();
        Set<Path> unnamed = new HashSet<>(paths);
        for (int length = 1; !unnamed.isEmpty(); length++) {
            Map<String, Integer> ends = new HashMap<>();
            for (Path path : paths) {
                String end = end(path, length);
                ends.put(end, ends.getOrDefault(end, 0) + 1);
            }
            for (Path path : paths) {
                String end = end(path, length);
                if (unnamed.contains(path) && (ends.getOrDefault(end, 0) == 1 || length > path.getNameCount())) {
                    names.put(path, end);
                    unnamed.remove(path);
                }
            }
        }
        return names;
    }

    private static String end(Path path, int length) {
        int parts = path.getNameCount();
        boolean whole = length > parts;
        Path end = whole || parts == 0 ? path : path.subpath(parts - length, parts);
        return SlashedPath.of(end);
    }
}
