package io.github.reprorun.seed;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The named streams of one run: each has one seed and one generator. Safe for use by several threads. */
public final class StreamSeeds {
    private final Seed root;
    private final SortedMap<String, Long> given;
    private final NamedStream.DrawWatch watch = new NamedStream.DrawWatch();
    private final SortedMap<String, Long> seeds = new TreeMap<>();
    private final SortedMap<String, NamedStream> streams = new TreeMap<>();

    /** The streams below {@code root}. */
    public StreamSeeds(Seed root) {
        this(root, Collections.emptySortedMap());
    }

    /**
     * The streams below {@code root}.
     *
     * @param given the seeds of streams, by name, for which somebody chose another
     */
    public StreamSeeds(Seed root, SortedMap<String, Long> given) {
        this.root = root;
        this.given = new TreeMap<>(given);
    }

    /** The seed of the stream called {@code name}; remembers that it was asked for. */
    public synchronized long seed(String name) {
        return seeds.computeIfAbsent(name, each -> given.getOrDefault(each, root.derive(each)));
    }

    /** The generator of the stream called {@code name}, always the same one. */
    public synchronized NamedStream stream(String name) {
        return streams.computeIfAbsent(name, unused -> new NamedStream(seed(name), watch));
    }

    /** The watch that tells these streams which draws are the training's. */
    public NamedStream.DrawWatch watch() {
        return watch;
    }

    /** Every seed that was asked for, by stream. */
    public synchronized SortedMap<String, Long> seeds() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(seeds));
    }

    /** Every generator that was asked for, by stream. */
    public synchronized SortedMap<String, NamedStream> streams() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(streams));
    }
}
