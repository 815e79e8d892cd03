package io.github.reprorun.internal.agent.place;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread's or one task's place in the program, with its counters. Used by the one thread that is in it; other
 * threads read only the key, the path and the order.
 *
 * <p>A thread inherits its place when it is constructed, through {@link InheritableThreadLocal}, so this works without
 * the agent too; a task's place is made when it is submitted and entered when it runs.
 */
public final class TaskPlace {
    private static final int LONGEST_PATH = 200;
    private static final Inheritance CURRENT = new Inheritance();

    final long key;
    final String path;
    /** Whether the place is the same in every run. */
    final boolean ordered;
    /** Whether it is outside the program: the agent neither controls nor reports draws here. */
    final boolean apart;

    /** The state that {@link ThreadSeed} keeps while a task runs. */
    long savedThreadSeed;

    private @Nullable Map<String, Counter> counters;
    private @Nullable PlaceStates states;
    private @Nullable PlaceRandom lastGenerator;
    private PlaceRandom.@Nullable State lastState;
    private @Nullable Map<Long, Long> clockSeeds;
    private @Nullable Map<Object, Object> values;
    private @Nullable Object lastLocal;
    private @Nullable Object lastValue;
    private long bequest;
    private @Nullable TaskPlace outer;
    private int uncounted;
    private int step;
    private boolean training;

    private TaskPlace(long key, String path, boolean ordered) {
        this(key, path, ordered, false);
    }

    private TaskPlace(long key, String path, boolean ordered, boolean apart) {
        this.key = key;
        this.path = path;
        this.ordered = ordered;
        this.apart = apart;
    }

    /** The place of the running thread or task. */
    public static TaskPlace current() {
        TaskPlace context = CURRENT.get();
        return context != null ? context : adopt();
    }

    /** Makes the running thread the root of all. */
    public static void root() {
        CURRENT.set(ordered("main"));
    }

    /** Takes the running thread out of the program, to a place that no other run has. */
    static void standApart(String name) {
        CURRENT.set(new TaskPlace(new SecureRandom().nextLong(), name, true, true));
    }

    /** Whether the running thread or task is outside the program. */
    public static boolean isApart() {
        TaskPlace context = CURRENT.get();
        return context != null && context.apart;
    }

    /** A place with a name alone, for code that no thread owns, such as the initialisation of a class. */
    static TaskPlace ordered(String name) {
        return new TaskPlace(SeedMixing.name(name), name, true);
    }

    private static TaskPlace adopt() {
        Thread thread = Thread.currentThread();
        boolean main = thread.getName().equals("main");
        TaskPlace context = new TaskPlace(
                SeedMixing.name(main ? "main" : "thread:".concat(thread.getName())), thread.getName(), main);
        CURRENT.set(context);
        return context;
    }

    /** How often {@code label} was requested in this place before. */
    int next(String label) {
        Map<String, Counter> known = counters;
        if (known == null) {
            known = new HashMap<>();
            counters = known;
        }
        Counter counter = known.get(label);
        if (counter == null) {
            counter = new Counter();
            known.put(label, counter);
        }
        return counter.count++;
    }

    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        if (counters != null) {
            counters.forEach((label, counter) -> counts.put(label, counter.count));
        }
        return counts;
    }

    void setCount(String label, int count) {
        Map<String, Counter> known = counters;
        if (known == null) {
            known = new HashMap<>();
            counters = known;
        }
        known.computeIfAbsent(label, unused -> new Counter()).count = count;
    }

    /** The next seed called {@code label} in this place; never 0. */
    long seed(String label, long hash) {
        return SeedMixing.nonZero(
                SeedMixing.combine(SeedMixing.combine(RootSeed.value(), key), SeedMixing.combine(hash, next(label))));
    }

    /** The state with which {@code ThreadLocalRandom} begins in this place. */
    public long threadSeed() {
        return SeedMixing.nonZero(
                SeedMixing.combine(SeedMixing.combine(RootSeed.valueOrZero(), key), 0x7468726561647261L));
    }

    /** The next child called {@code label}. */
    TaskPlace child(String label) {
        int index = next("child ".concat(label));
        String childPath = path.concat("/").concat(label).concat("#").concat(Integer.toString(index));
        if (childPath.length() > LONGEST_PATH) {
            childPath = "…".concat(childPath.substring(childPath.length() - LONGEST_PATH));
        }
        return heir(new TaskPlace(
                SeedMixing.combine(key, SeedMixing.combine(SeedMixing.name(label), index)), childPath, ordered, apart));
    }

    /** The next child called {@code label}, without building a path for it. */
    TaskPlace task(TaskLabel label) {
        int index = next(label.name());
        return heir(new TaskPlace(
                SeedMixing.combine(key, SeedMixing.combine(label.hash(), index)), label.name(), ordered, apart));
    }

    private TaskPlace heir(TaskPlace child) {
        child.bequest = bequest;
        return child;
    }

    void bequeath(long number) {
        bequest = number;
    }

    long bequest() {
        return bequest;
    }

    /** The value of {@code local} in this place, made by {@code initial} if there is none. */
    Object value(Object local, Supplier<?> initial) {
        Object value = lastValue;
        if (local == lastLocal && value != null) {
            return value;
        }
        Map<Object, Object> known = values;
        if (known == null) {
            known = new HashMap<>();
            values = known;
        }
        value = known.get(local);
        if (value == null) {
            value = initial.get();
            known.put(local, value);
        }
        lastLocal = local;
        lastValue = value;
        return value;
    }

    /** This generator's state in this place. */
    PlaceRandom.State state(PlaceRandom generator) {
        PlaceRandom.State state = lastState;
        if (generator == lastGenerator && state != null) {
            return state;
        }
        state = generators().stateOrBegin(generator, this);
        lastGenerator = generator;
        lastState = state;
        return state;
    }

    /** Records the first draw in this step, in this place, from a generator that keeps its own state. */
    void drawsFrom(PlaceRandom generator, PlaceRandom.State state) {
        generators().drawn(generator, state);
    }

    /** Records that the program gives this generator a seed: the position saved for it no longer matters. */
    void forget(PlaceRandom generator) {
        PlaceStates known = states;
        if (known != null) {
            known.forget(generator);
        }
    }

    /** Puts the generator called {@code name} to {@code position} in this place. */
    void moveTo(String name, List<Long> position) {
        generators().moveTo(name, position);
        lastGenerator = null;
        lastState = null;
    }

    /** The generators that were drawn from here. */
    PlaceStates generators() {
        PlaceStates known = states;
        if (known == null) {
            known = new PlaceStates();
            states = known;
        }
        return known;
    }

    /** The number of the training's step. */
    int step() {
        return step;
    }

    void nextStep() {
        step++;
    }

    /** Whether a training runs here: a resumed run does not repeat what the training makes. */
    boolean isTraining() {
        return training;
    }

    void setTraining(boolean isTraining) {
        training = isTraining;
    }

    /** The seed that replaces the clock's {@code value} in this place: always the same for the same value. */
    long clockSeed(long value, String label, long hash) {
        Map<Long, Long> known = clockSeeds;
        if (known == null) {
            known = new HashMap<>();
            clockSeeds = known;
        }
        Long seed = known.get(value);
        if (seed == null) {
            seed = seed(label, hash);
            known.put(value, seed);
        }
        return seed;
    }

    /** Enters {@code task}'s place, or only counts the entry where it has none. */
    static void enter(@Nullable TaskPlace task) {
        TaskPlace here = current();
        if (task == null) {
            here.uncounted++;
            return;
        }
        task.outer = here;
        CURRENT.set(task);
    }

    /** Undoes the last {@link #enter}, and returns the place that is entered again, or null if it was not left. */
    static @Nullable TaskPlace leave() {
        TaskPlace here = CURRENT.get();
        if (here == null) {
            return null;
        }
        if (here.uncounted > 0) {
            here.uncounted--;
            return null;
        }
        TaskPlace back = here.outer;
        if (back != null) {
            here.outer = null;
            CURRENT.set(back);
        }
        return back;
    }

    private static final class Counter {
        private int count;
    }

    private static final class Inheritance extends InheritableThreadLocal<@Nullable TaskPlace> {
        /** A thread whose place was only read may have none to pass on. */
        @Override
        protected @Nullable TaskPlace childValue(@Nullable TaskPlace parent) {
            if (parent == null) {
                return null;
            }
            String creator = Caller.threadCreator();
            return creator == null ? new TaskPlace(SeedMixing.name("worker"), "worker", false) : parent.child(creator);
        }
    }
}
