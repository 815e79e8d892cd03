package io.github.reprorun.internal.agent.place;

import io.github.reprorun.internal.agent.policy.ChanceSource;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds, in a JVM without the agent, the sources that the JDK keeps in fields: the generators behind
 * {@code Math.random()} and {@code Collections.shuffle(list)}, and the numbers from which the next
 * {@code ThreadLocalRandom} and {@code SplittableRandom} are seeded. Used once, by the thread that trains.
 */
final class WithoutAgent {
    /** From this version on, the JVM warns when a field is changed in this way, unless an option turns that off. */
    private static final int WARNS_SINCE = 24;

    private final Object unsafe;
    private final Class<?> type;

    private WithoutAgent() throws ReflectiveOperationException {
        type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe = instance.get(null);
    }

    /** Whether this JVM allows changes of its fields without a warning. */
    static boolean isPossible() {
        return Runtime.version().feature() < WARNS_SINCE
                || "allow".equals(System.getProperty("sun.misc.unsafe.memory.access"));
    }

    /**
     * Holds the sources, and returns those that are held now.
     *
     * @throws ReflectiveOperationException if this JDK keeps them elsewhere
     */
    static Set<ChanceSource> pin() throws ReflectiveOperationException {
        Set<ChanceSource> held = EnumSet.noneOf(ChanceSource.class);
        WithoutAgent fields = new WithoutAgent();
        fields.put(Collections.class, "r", random(ChanceSource.SHUFFLE));
        held.add(ChanceSource.SHUFFLE);
        fields.put(
                Class.forName("java.lang.Math$RandomNumberGeneratorHolder"),
                "randomNumberGenerator",
                random(ChanceSource.MATH_RANDOM));
        fields.put(
                Class.forName("java.lang.StrictMath$RandomNumberGeneratorHolder"),
                "randomNumberGenerator",
                random(ChanceSource.MATH_RANDOM));
        held.add(ChanceSource.MATH_RANDOM);
        fields.counter(ThreadLocalRandom.class, "seeder").set(DerivedSeeds.next("ThreadLocalRandom"));
        fields.beginThread();
        held.add(ChanceSource.THREAD_LOCAL_RANDOM);
        fields.counter(SplittableRandom.class, "defaultGen").set(DerivedSeeds.next("SplittableRandom"));
        held.add(ChanceSource.SPLITTABLE_RANDOM);
        return held;
    }

    private static PlaceRandom random(ChanceSource source) {
        return new PlaceRandom(DerivedSeeds.next(source.kind()), TaskPlace.current());
    }

    private void put(Class<?> owner, String name, Object value) throws ReflectiveOperationException {
        // the field is only there once its class is initialised
        Class.forName(owner.getName(), true, null);
        Field field = owner.getDeclaredField(name);
        method("putObject", Object.class, long.class, Object.class).invoke(unsafe, base(field), offset(field), value);
    }

    private AtomicLong counter(Class<?> owner, String name) throws ReflectiveOperationException {
        Class.forName(owner.getName(), true, null);
        Field field = owner.getDeclaredField(name);
        return (AtomicLong) method("getObject", Object.class, long.class).invoke(unsafe, base(field), offset(field));
    }

    /** The running thread may have begun already. */
    private void beginThread() throws ReflectiveOperationException {
        long unused = ThreadLocalRandom.current().nextLong();
        Field field = Thread.class.getDeclaredField("threadLocalRandomSeed");
        Object offset = method("objectFieldOffset", Field.class).invoke(unsafe, field);
        method("putLong", Object.class, long.class, long.class)
                .invoke(unsafe, Thread.currentThread(), offset, DerivedSeeds.next("ThreadLocalRandom of this thread"));
    }

    private Object base(Field field) throws ReflectiveOperationException {
        return method("staticFieldBase", Field.class).invoke(unsafe, field);
    }

    private Object offset(Field field) throws ReflectiveOperationException {
        return method("staticFieldOffset", Field.class).invoke(unsafe, field);
    }

    private Method method(String name, Class<?>... parameters) throws NoSuchMethodException {
        return type.getMethod(name, parameters);
    }
}
