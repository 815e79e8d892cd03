package io.github.reprorun.dl4j;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where a thread comes from: the path of those that created it, each step naming the class that created the thread and how
 * many it had created before. It is the same in every repetition of a program, while thread ids and the order in which
 * threads get to run are not. Safe for use by several threads.
 */
final class Lineage {
    private final String path;
    private final Map<String, Integer> children = new HashMap<>();
    private OptionalLong userSeed;

    private Lineage(String path, OptionalLong userSeed) {
        this.path = path;
        this.userSeed = userSeed;
    }

    static Lineage root(String path) {
        return new Lineage(path, OptionalLong.empty());
    }

    /** The next child whose creation is the work of {@code role}; it inherits the seed this thread was given last. */
    synchronized Lineage child(String role) {
        int ordinal = children.merge(role, 1, Integer::sum) - 1;
        return new Lineage(path + "/" + role + "#" + ordinal, userSeed);
    }

    /** Remembers that the program chose {@code seed} for this thread's generator. */
    synchronized void userSeed(long seed) {
        userSeed = OptionalLong.of(seed);
    }

    /** The name of the stream that a generator of this thread draws from. */
    synchronized String stream() {
        return "nd4j/thread/" + path + (userSeed.isPresent() ? "?seed=" + userSeed.getAsLong() : "");
    }

    /** The path, such as {@code main/org.example.Pool#0}. */
    String path() {
        return path;
    }
}
