package io.github.reprorun.internal.agent.relay;

import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinTask;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongBinaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The class that rewritten code calls. This class itself is never used: {@link JdkBridgeInstaller} defines a copy of it
 * as {@link #NAME} in {@code java.base}, where the JDK's classes and those of every class loader can see it. The copy
 * delegates to one object of the agent, so the class names no type outside {@code java.base} and holds no lambda and no
 * nested class.
 *
 * <p>Safe for use by several threads.
 */
public final class JdkBridge {
    /** Its internal name in {@code java.base}. */
    public static final String NAME = "java/util/concurrent/ReproRelay";

    public static final String BINARY_NAME = "java.util.concurrent.ReproRelay";

    private static final int REMEMBERED = 4096;

    /** Asked of the agent in place of a site: the generator behind {@code Math.random()}. */
    public static final int MATH_RANDOM = -1;

    /** Asked of the agent in place of a site: a seed that may be the clock, given at an unknown place. */
    public static final long CLOCK = -1;

    /** Asked of the agent in place of a site: a seed that the JDK drew. */
    static final long UNSEEDED = -2;

    /** Asked of the agent in place of a site: the state of {@code ThreadLocalRandom} in the running thread. */
    public static final long THREAD = -3;

    /** Asked of the agent in place of a site: the time of a zip entry that has none. */
    public static final long ZIP_TIME = -4;

    /** Told to the agent: the task is submitted. */
    public static final int HAND_OVER = 0;

    /** Told to the agent: as {@link #HAND_OVER}, but the task may be submitted again before it runs. */
    static final int WRAP = 1;

    /** Told to the agent: the task begins. */
    public static final int ENTER = 2;

    /** Told to the agent: the task that began last ends. */
    public static final int LEAVE = 3;

    /** Told to the agent: a file is opened for reading. */
    public static final int FILE_READ = 16;

    /** Told to the agent: a file is opened for writing, and its content is discarded. */
    public static final int FILE_WRITE = 17;

    /** Told to the agent: a file is opened for writing, and its content stays. */
    public static final int FILE_UPDATE = 18;

    /** Told to the agent: a file is renamed; with both names in an array. */
    public static final int FILE_RENAME = 19;

    /** Told to the agent: a file is deleted. */
    public static final int FILE_DELETE = 20;

    /** Told to the agent: a file will be deleted when the JVM ends. */
    public static final int FILE_DELETE_AT_EXIT = 21;

    /** Told to the agent: the JVM is asked to end; with the status. */
    public static final int EXIT = 22;

    /** Told to the agent: a file is made, unless there is one of that name. */
    public static final int FILE_CREATE = 23;

    /** Told to the agent: a variable of the environment is asked for, by its name, or all by an empty one. */
    public static final int VARIABLE = 24;

    /** Told to the agent: a process is started, by its {@link ProcessBuilder}. */
    public static final int PROCESS = 25;

    /** Told to the agent: a connection is made, by its address or its channel. */
    public static final int CONNECTION = 26;

    /** Told to the agent: a socket waits for connections. */
    public static final int LISTENING = 27;

    /** Told to the agent together with {@link #FILE_OPEN}: the name is relative to an open directory. */
    public static final int AT_DIRECTORY = 1 << 29;

    /** Told to the agent, together with the flags of the system's open(2): a file is opened. */
    static final int FILE_OPEN = 1 << 30;

    private static final int READ_ONLY = 1;

    // passed in a system property that exists for this moment only: this needs no reflection, and the compilers see
    // constants
    private static final Object HOOKS = System.getProperties().remove(NAME);
    private static final IntFunction<Object> CREATE = cast(HOOKS);
    private static final IntToLongFunction SEED = cast(HOOKS);
    private static final IntToDoubleFunction DRAW = cast(HOOKS);
    private static final IntConsumer TOUCH = cast(HOOKS);
    private static final LongBinaryOperator EXCHANGE = cast(HOOKS);
    private static final ObjIntConsumer<@Nullable Object> TASKS = cast(HOOKS);
    private static final BiPredicate<Object, byte @Nullable []> SECURE_BYTES = cast(HOOKS);
    private static final UnaryOperator<Object> SORT = cast(HOOKS);

    /** When the agent began, in milliseconds since 1970. */
    private static final long BEGAN = System.currentTimeMillis();

    /**
     * The last values that {@code System.nanoTime()} returned to code outside the JDK, each indexed by its low bits.
     */
    private static final long[] NANOS = new long[REMEMBERED];

    private JdkBridge() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T cast(Object hooks) {
        return (T) hooks;
    }

    public static Random random(int site) {
        return (Random) CREATE.apply(site);
    }

    public static long seed(int site) {
        return SEED.applyAsLong(site);
    }

    public static SplittableRandom splittable(int site) {
        return new SplittableRandom(seed(site));
    }

    public static double mathRandom(int site) {
        return DRAW.applyAsDouble(site);
    }

    public static void shuffle(List<?> list, int site) {
        Collections.shuffle(list, random(site));
    }

    public static UUID uuid(int site) {
        return (UUID) CREATE.apply(site);
    }

    public static RandomGenerator generator(String name, int site) {
        return create(RandomGeneratorFactory.of(name), site);
    }

    public static RandomGenerator defaultGenerator(int site) {
        return create(RandomGeneratorFactory.getDefault(), site);
    }

    // an algorithm that takes no seed of 64 bits is constructed again: the agent holds its own constructor instead
    public static RandomGenerator create(RandomGeneratorFactory<?> factory, int site) {
        return factory.name().equals("SecureRandom") ? factory.create() : factory.create(seed(site));
    }

    public static void touch(int site) {
        TOUCH.accept(site);
    }

    /** Replaces a seed that the JDK drew for a generator without one. */
    public static long unseeded(long drawn) {
        return exchange(drawn, UNSEEDED);
    }

    /** Remembers a value of the nanosecond clock. */
    public static long nanos(long value) {
        NANOS[(int) value & (REMEMBERED - 1)] = value;
        return value;
    }

    /** Replaces {@code seed} if it is the clock; called by the JDK's generators, which know no site. */
    public static long clock(long seed) {
        return isClock(seed) ? exchange(seed, CLOCK) : seed;
    }

    public static long clock(long seed, int site) {
        return isClock(seed) ? exchange(seed, site) : seed;
    }

    /**
     * Whether a number is the clock: a time in milliseconds since the agent began, a value that nobody would choose, or
     * exactly a value that {@code System.nanoTime()} returned.
     */
    private static boolean isClock(long seed) {
        return (seed >= BEGAN && seed <= System.currentTimeMillis())
                || (seed != 0 && NANOS[(int) seed & (REMEMBERED - 1)] == seed);
    }

    /** Replaces {@code seed}, which is computed from the clock. */
    public static long keptClock(long seed, int site) {
        return exchange(seed, site);
    }

    /** Replaces the initial state of {@code ThreadLocalRandom}. */
    public static long threadSeed(long drawn) {
        return exchange(drawn, THREAD);
    }

    private static long exchange(long value, long site) {
        return EXCHANGE.applyAsLong(value, site);
    }

    /**
     * Gives an entry of a zip file a time if it has none. It is not the earliest time of the format, because for that
     * the JDK adds a field that depends on the time zone.
     */
    public static void zipTime(@Nullable ZipEntry entry) {
        if (entry != null && entry.getTime() == -1) {
            entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
            exchange(0, ZIP_TIME);
        }
    }

    /** Records that a task is submitted. */
    public static void handOver(Object task) {
        tasks(task, HAND_OVER);
    }

    /** Records that a task is made that will be submitted, at once or later. */
    public static void wrap(Object task) {
        tasks(task, WRAP);
    }

    /**
     * As {@link #wrap(Object)}, for a task that may be one of the JDK's, which learned their place when they were made.
     */
    public static void submit(Object task) {
        if (task instanceof ForkJoinTask<?>
                && !task.getClass().getName().startsWith("java.util.concurrent.ForkJoinTask$")) {
            tasks(task, WRAP);
        }
    }

    // a virtual thread is itself a task of a pool, submitted whenever it wakes
    public static void wrap(Object task, Runnable wrapped) {
        if (!wrapped.getClass().getName().startsWith("java.lang.")) {
            tasks(task, WRAP);
        }
    }

    public static void wrap(Object task, Callable<?> wrapped) {
        tasks(task, WRAP);
    }

    public static void wrap(Object task, @Nullable Executor executor) {
        if (executor != null) {
            tasks(task, WRAP);
        }
    }

    public static void enter(Object task) {
        tasks(task, ENTER);
    }

    public static void leave() {
        tasks(null, LEAVE);
    }

    public static void run(Runnable task) {
        tasks(task, ENTER);
        try {
            task.run();
        } finally {
            tasks(null, LEAVE);
        }
    }

    private static void tasks(@Nullable Object task, int what) {
        TASKS.accept(task, what);
    }

    public static boolean secureBytes(Object generator, byte[] bytes) {
        return bytes != null && SECURE_BYTES.test(generator, bytes);
    }

    /** That many bytes, or null if the generator should make them. */
    public static byte @Nullable [] secureSeed(Object generator, int count) {
        if (count < 0) {
            return null;
        }
        byte[] bytes = new byte[count];
        return SECURE_BYTES.test(generator, bytes) ? bytes : null;
    }

    /** Records that a {@code SecureRandom} got a seed. */
    public static void seeded(Object generator) {
        boolean unused = SECURE_BYTES.test(generator, null);
    }

    /** Files in the order of their names; the array is sorted in place. */
    public static Object @Nullable [] sorted(Object @Nullable [] names) {
        return names == null ? null : (Object[]) SORT.apply(names);
    }

    /** The entries of a directory in the order of their names. */
    public static Iterator<?> sorted(Iterator<?> entries) {
        return (Iterator<?>) SORT.apply(entries);
    }

    public static void fileRead(Object path) {
        tell(path, FILE_READ);
    }

    public static void fileWritten(Object path, int append) {
        tell(path, append == 0 ? FILE_WRITE : FILE_UPDATE);
    }

    /** Called by {@code RandomAccessFile}, which encodes its modes in its own numbers. */
    public static void fileAccessed(Object path, int mode) {
        tell(path, (mode & READ_ONLY) == 0 ? FILE_UPDATE : FILE_READ);
    }

    public static void fileOpened(Object path, int flags) {
        tell(path, FILE_OPEN | flags);
    }

    /** Called with the name relative to the directory that is open as {@code directory}, in the system's encoding. */
    public static void fileOpenedAt(int directory, Object name, int flags) {
        tell(new Object[] {directory, name}, FILE_OPEN | AT_DIRECTORY | flags);
    }

    public static void fileCreated(Object path) {
        tell(path, FILE_CREATE);
    }

    /** Records a second name for a file, as if the file were copied. */
    public static void fileLinked(Object existing, Object link) {
        tell(existing, FILE_READ);
        tell(link, FILE_CREATE);
    }

    public static void fileRenamed(Object from, Object to) {
        tell(new Object[] {from, to}, FILE_RENAME);
    }

    /** As {@link #fileRenamed}, with names relative to directories that are open. */
    public static void fileRenamedAt(int directory, Object from, int target, Object to) {
        tell(new Object[] {directory, from, target, to}, FILE_RENAME);
    }

    public static void fileDeleted(Object path) {
        tell(path, FILE_DELETE);
    }

    public static void fileDeletedAtExit(Object path) {
        tell(path, FILE_DELETE_AT_EXIT);
    }

    public static void variableAsked(Object name) {
        tell(name, VARIABLE);
    }

    public static void variablesAsked() {
        tell("", VARIABLE);
    }

    public static void processStarted(Object builder) {
        tell(builder, PROCESS);
    }

    public static void connected(Object address) {
        tell(address, CONNECTION);
    }

    public static void listening(Object socket) {
        tell(socket, LISTENING);
    }

    public static void exit(int status) {
        tell(status, EXIT);
    }

    // the JDK itself refuses a null path
    private static void tell(@Nullable Object subject, int what) {
        if (subject != null) {
            TASKS.accept(subject, what);
        }
    }
}
