package io.github.reprorun.internal.agent.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes of the program whose code asks for the time. Where the time goes from there is not followed, only whether it
 * becomes a seed. Safe for use by several threads.
 */
public final class ClockReaders {
    private static final Set<String> CLASSES = ConcurrentHashMap.newKeySet();

    private ClockReaders() {}

    /** Examines a class that is being loaded. */
    public static void examine(String className, byte[] file) {
        if (ConstantPoolScan.asksForTime(file)) {
            CLASSES.add(className);
        }
    }

    /** Those loaded so far, in the order of their names. */
    public static List<String> all() {
        List<String> classes = new ArrayList<>(CLASSES);
        Collections.sort(classes);
        return classes;
    }
}
