package io.github.reprorun.internal.code;

import java.util.Arrays;

/**
 * The names of the files in an entry of a class path of which a JVM takes the first that it finds, each as a number: equal names
 * have equal numbers. Confined to one thread while names are added, and immutable from then on.
 */
final class FileNames {
    private static final String META = "META-INF/";
    private static final String VERSIONS = META + "versions/";

    /** How the names of files begin that many jars have at the top and programs do not read; in lower case. */
    private static final String[] SHARED = {
        "license",
        "notice",
        "readme",
        "changes",
        "changelog",
        "copying",
        "copyright",
        "dependencies",
        "about",
        "asl",
        "lgpl",
        "gpl",
        "rootdoc"
    };

    private long[] numbers = new long[16];
    private int count;

    /** Adds {@code file}, its path with {@code /} between its parts, unless a JVM finds such files in every entry. */
    void add(String file) {
        String name = file;
        if (file.startsWith(META)) {
            int version = file.startsWith(VERSIONS) ? file.indexOf('/', VERSIONS.length()) : -1;
            if (version < 0 || !file.endsWith(".class")) {
                return; // Providers of services are found in every jar, and not the first alone.
            }
            name = file.substring(version + 1);
        }
        if (isShared(name)) {
            return;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = ((long) name.hashCode() << 32) | name.length();
    }

    private static boolean isShared(String name) {
        if (name.endsWith("module-info.class")) {
            return true;
        }
        if (name.indexOf('/') >= 0) {
            return false;
        }
        for (String beginning : SHARED) {
            if (name.regionMatches(true, 0, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return false;
    }

    long[] numbers() {
        return Arrays.copyOf(numbers, count);
    }
}
