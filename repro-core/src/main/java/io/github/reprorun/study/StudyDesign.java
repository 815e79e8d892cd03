package io.github.reprorun.study;

import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.seed.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a study tries: every setting of its parameters with every seed. It follows from the design alone which cells
 * there are and in which order. Immutable, hence safe to share between threads.
 *
 * @param seeds one replication of every setting each, in order, none twice
 * @param grid the values of each parameter as text, in order, none twice; may be empty
 * @param random how many settings of the grid to try, drawn without replacement, or empty for all
 * @param paired whether cells of one seed share that seed as the root of their named streams, so that settings are
 *     compared pair by pair; otherwise each cell has a root seed of its own
 * @param exclusions settings that are not tried
 * @param primary the names of the metrics that the study is judged by; all others are exploratory
 * @param shared the named streams that cells of one seed share although each cell has a root seed of its own; none if they
 *     are paired, and share all
 */
public record StudyDesign(
        List<Seed> seeds,
        SortedMap<String, List<String>> grid,
        OptionalInt random,
        boolean paired,
        List<Exclusion> exclusions,
        SortedSet<String> primary,
        SortedSet<String> shared) {
    /** The most cells that a study can have, and the most settings that a grid can have to draw from. */
    public static final int LIMIT = 50_000;

    private static final Pattern SEEDS = Pattern.compile("(-?[0-9]+)(?:\\.\\.(-?[0-9]+))?");

    /**
     * Copies what it is given.
     *
     * @throws UsageException if there is no seed, something stands there twice, a name or value cannot be one, an exclusion
     *     excludes nothing, more settings are to be drawn than there are, there are more than {@link #LIMIT} cells, or streams
     *     are named that cells share which share all
     */
    public StudyDesign {
        seeds = List.copyOf(seeds);
        grid = copy(grid);
        exclusions = List.copyOf(exclusions);
        primary = Collections.unmodifiableSortedSet(new TreeSet<>(primary));
        shared = Collections.unmodifiableSortedSet(new TreeSet<>(shared));
        if (seeds.isEmpty()) {
            throw new UsageException("seeds", "there is none; a study needs one at least");
        }
        requireNoneTwice("seeds", seeds);
        for (Map.Entry<String, List<String>> parameter : grid.entrySet()) {
            PlainName.require("name of parameter", parameter.getKey());
            String subject = "grid " + parameter.getKey();
            if (parameter.getValue().isEmpty()) {
                throw new UsageException(subject, "there is no value");
            }
            requireNoneTwice(subject, parameter.getValue());
            parameter.getValue().forEach(value -> requireText(subject, value));
        }
        requireFew(grid, random, seeds.size());
        for (Exclusion exclusion : exclusions) {
            exclusion.requireMeets(grid);
        }
        for (String metric : primary) {
            if (metric.isBlank()) {
                throw new UsageException("primary", "names no metric");
            }
            requireText("primary", metric);
        }
        for (String stream : shared) {
            PlainName.require("name of shared stream", stream);
            if (paired) {
                throw new UsageException(
                        "shared stream " + stream,
                        "all streams are shared, unless each cell has a root seed of its own (--independent)");
            }
        }
    }

    /** A design whose cells share all streams or none. */
    public StudyDesign(
            List<Seed> seeds,
            SortedMap<String, List<String>> grid,
            OptionalInt random,
            boolean paired,
            List<Exclusion> exclusions,
            SortedSet<String> primary) {
        this(seeds, grid, random, paired, exclusions, primary, Collections.emptySortedSet());
    }

    /** A design without primary metrics. */
    public StudyDesign(
            List<Seed> seeds,
            SortedMap<String, List<String>> grid,
            OptionalInt random,
            boolean paired,
            List<Exclusion> exclusions) {
        this(seeds, grid, random, paired, exclusions, Collections.emptySortedSet());
    }

    private static SortedMap<String, List<String>> copy(SortedMap<String, List<String>> grid) {
        SortedMap<String, List<String>> copy = new TreeMap<>();
        grid.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return Collections.unmodifiableSortedMap(copy);
    }

    private static void requireNoneTwice(String subject, List<?> values) {
        Set<Object> met = new HashSet<>();
        for (Object value : values) {
            if (!met.add(value)) {
                throw new UsageException(subject, "\"" + value + "\" stands there twice");
            }
        }
    }

    private static void requireText(String subject, String value) {
        if (value.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new UsageException(
                    subject, "\"" + value + "\" has a control character, or half a surrogate pair, in it");
        }
    }

    private static void requireFew(SortedMap<String, List<String>> grid, OptionalInt random, int seeds) {
        long settings = 1;
        for (List<String> values : grid.values()) {
            settings *= values.size();
            if (settings > LIMIT) {
                throw new UsageException("grid", "has more than " + LIMIT + " settings, the most that there can be");
            }
        }
        if (random.isPresent() && (random.getAsInt() < 1 || random.getAsInt() > settings)) {
            throw new UsageException(
                    "random",
                    random.getAsInt() + " is not between 1 and the number of settings of the grid, " + settings);
        }
        long cells = Math.multiplyExact(random.isPresent() ? random.getAsInt() : settings, (long) seeds);
        if (cells > LIMIT) {
            throw new UsageException("study", "has " + cells + " cells; " + LIMIT + " are the most that there can be");
        }
    }

    /**
     * Reads seeds: numbers and ranges of them, such as {@code 1..5} or {@code 1,2,10..12}.
     *
     * @throws UsageException if {@code text} is nothing like that
     */
    public static List<Seed> seeds(String text) {
        List<Seed> seeds = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = SEEDS.matcher(part.strip());
            if (!matcher.matches()) {
                throw new UsageException(
                        "seeds", "expected numbers and ranges such as 1..5 or 1,2,10..12, found \"" + text + "\"");
            }
            Seed first = Seed.parse(matcher.group(1));
            Seed last = matcher.group(2) == null ? first : Seed.parse(matcher.group(2));
            seeds.addAll(range(first.value(), last.value()));
        }
        return seeds;
    }

    /**
     * The seeds from {@code first} to {@code last}, both included.
     *
     * @throws UsageException if the last is before the first, 0 is among them, or there are more than {@link #LIMIT}
     */
    static List<Seed> range(long first, long last) {
        if (last < first) {
            throw new UsageException("seeds", "the last, " + last + ", is before the first, " + first);
        }
        if (last - first < 0 || last - first >= LIMIT) {
            throw new UsageException("seeds", "there are more than " + LIMIT + " from " + first + " to " + last);
        }
        List<Seed> seeds = new ArrayList<>();
        for (long seed = first; seed <= last; seed++) {
            seeds.add(new Seed(seed));
        }
        return seeds;
    }

    /**
     * Reads a design: a JSON object with {@code seeds} (a list of numbers, or text such as {@code "1..5"}), and optionally
     * {@code grid} (parameter to list of values), {@code random}, {@code paired}, {@code primary}, {@code share} (lists of
     * names) and {@code exclude} (a list of objects
     * with {@code where}, parameter to value, and {@code because}). Anything else in it is refused.
     *
     * @throws io.github.reprorun.failure.UnreadableException if {@code file} cannot be read or is not as described
     * @throws UsageException as the constructor does
     */
    public static StudyDesign read(Path file) {
        return new DesignFile(file).read();
    }

    /** Every cell of the design, setting by setting, and in each seed by seed. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (SortedMap<String, String> setting : settings()) {
            for (Seed seed : seeds) {
                cells.add(new Cell(setting, seed, paired ? seed : new Seed(seed.derive(stream(setting)))));
            }
        }
        return cells;
    }

    /** Whether cells of one seed have any randomness in common, so that settings are compared seed by seed. */
    public boolean hasPairs() {
        return paired || !shared.isEmpty();
    }

    /** The seeds of the named streams that {@code cell} shares with the other cells of its seed, by name. */
    SortedMap<String, Long> sharedStreams(Cell cell) {
        SortedMap<String, Long> seeds = new TreeMap<>();
        for (String stream : shared) {
            seeds.put(stream, cell.seed().derive(stream));
        }
        return seeds;
    }

    /** Why cells with {@code setting} are not tried, or empty if they are. */
    Optional<String> exclusion(SortedMap<String, String> setting) {
        return exclusions.stream()
                .filter(exclusion ->
                        setting.entrySet().containsAll(exclusion.where().entrySet()))
                .map(Exclusion::because)
                .findFirst();
    }

    /** Names and values with their lengths, so that no two settings have one name. */
    private static String stream(SortedMap<String, String> setting) {
        StringBuilder name = new StringBuilder("study/cell");
        setting.forEach((parameter, value) -> name.append('/')
                .append(parameter)
                .append('=')
                .append(value.length())
                .append(':')
                .append(value));
        return name.toString();
    }

    private List<SortedMap<String, String>> settings() {
        int all = 1;
        for (List<String> values : grid.values()) {
            all *= values.size();
        }
        List<SortedMap<String, String>> settings = new ArrayList<>();
        for (int i : random.isPresent() ? drawn(all, random.getAsInt()) : all(all)) {
            settings.add(setting(i));
        }
        return settings;
    }

    private static List<Integer> all(int number) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(i);
        }
        return all;
    }

    /**
     * The first {@code number} of a permutation by Fisher and Yates, in ascending order. {@link Random} is specified to
     * the bit, so that other versions of Java draw the same.
     */
    private SortedSet<Integer> drawn(int all, int number) {
        Random random = new Random(seeds.get(0).derive("study/random"));
        List<Integer> settings = all(all);
        for (int i = 0; i < number; i++) {
            Collections.swap(settings, i, i + random.nextInt(all - i));
        }
        return new TreeSet<>(settings.subList(0, number));
    }

    /** The setting of number {@code index}; the values of the last parameter change first. */
    private SortedMap<String, String> setting(int index) {
        SortedMap<String, String> setting = new TreeMap<>();
        int rest = index;
        List<String> names = new ArrayList<>(grid.keySet());
        Collections.reverse(names);
        for (String name : names) {
            List<String> values = grid.getOrDefault(name, List.of());
            setting.put(name, values.get(rest % values.size()));
            rest /= values.size();
        }
        return setting;
    }

    /**
     * One run of a study, or a setting with a seed that is not tried. Immutable, hence safe to share between threads.
     *
     * @param parameters the setting: values as text by name
     * @param seed of the design
     * @param rootSeed of the run
     */
    public record Cell(SortedMap<String, String> parameters, Seed seed, Seed rootSeed) {
        /** Copies what it is given. */
        public Cell {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }

        /** Such as {@code epochs=10, rate=0.1, seed 3}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            parameters.forEach(
                    (name, value) -> text.append(name).append('=').append(value).append(", "));
            return text.append("seed ").append(seed).toString();
        }
    }

    /**
     * Settings that are not tried. Immutable, hence safe to share between threads.
     *
     * @param where the values that mark them, by parameter: at least one
     * @param because the reason, for people
     */
    public record Exclusion(SortedMap<String, String> where, String because) {
        /** @throws UsageException if there is no value, or no reason of one line */
        public Exclusion {
            where = Collections.unmodifiableSortedMap(new TreeMap<>(where));
            if (where.isEmpty()) {
                throw new UsageException("exclude", "names no parameter");
            }
            if (because.isBlank()) {
                throw new UsageException("exclude " + where, "says no reason");
            }
            requireText("exclude " + where, because);
        }

        private void requireMeets(SortedMap<String, List<String>> grid) {
            where.forEach((name, value) -> {
                if (!grid.getOrDefault(name, List.of()).contains(value)) {
                    throw new UsageException(
                            "exclude " + name + "=" + value,
                            grid.containsKey(name)
                                    ? "the grid has no such value, only " + grid.get(name)
                                    : "the grid has no such parameter, only " + grid.keySet());
                }
            });
        }
    }
}
