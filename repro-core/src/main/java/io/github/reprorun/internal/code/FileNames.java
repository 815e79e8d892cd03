package io.github.reprorun.internal.code;

import java.util.Arrays;

/**
 * The names of the files in an entry of a class path of which a JVM takes the first that it finds, and of those that name providers
 * of a service, which it takes one after the other; each as a number: equal names have equal numbers. Confined to one thread while names are added, and immutable from then on.
 */
final class FileNames {
    private static final String META = "META-INF/";
    private static final String VERSIONS = META + "versions/";
    private static final String SERVICES = META + "services/";

    /** Set in the numbers of files that name providers; the length of a name never needs it. */
    private static final long PROVIDERS = 1L << 31;

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
        long providers = 0;
        if (file.startsWith(SERVICES)) {
            providers = PROVIDERS;
        } else if (file.startsWith(META)) {
            int version = file.startsWith(VERSIONS) ? file.indexOf('/', VERSIONS.length()) : -1;
            if (version < 0 || !file.endsWith(".class")) {
                return; // What lies there is of one jar alone.
            }
            name = file.substring(version + 1);
        }
        if (isShared(name)) {
            return;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = ((long) name.hashCode() << 32) | providers | name.length();
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

    /** Whether a JVM takes the files of the name with this number one after the other, not only the first. */
    static boolean areAllTaken(long number) {
        return (number & PROVIDERS) != 0;
    }

    long[] numbers() {
        return Arrays.copyOf(numbers, count);
    }
}
