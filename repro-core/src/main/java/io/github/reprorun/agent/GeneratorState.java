package io.github.reprorun.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and sets where the JDK's generators stand, for which these have no methods. It needs the agent, which opens their
 * package. Stateless, hence safe for use by several threads.
 */
public final class GeneratorState {
    private GeneratorState() {}

    /** Whether this JVM lets the state of {@code generator} be read and set, and there is nothing more to it. */
    public static boolean isKnown(Object generator) {
        return AgentStatus.current().installed()
                && (generator instanceof SplittableRandom || isPlain(generator.getClass()));
    }

    /** Whether the agent made it, and {@link TrainingGenerators} know it. */
    public static boolean isOfAgent(Object generator) {
        return generator instanceof LineageRandom;
    }

    /** A subclass may keep more than its superclass does. */
    private static boolean isPlain(Class<?> type) {
        Class<?> each = type;
        while (each != null && each != Random.class && hasNoState(each)) {
            each = each.getSuperclass();
        }
        return each == Random.class;
    }

    private static boolean hasNoState(Class<?> type) {
        return type.getClassLoader() != null
                && Arrays.stream(type.getDeclaredFields()).allMatch(field -> Modifier.isStatic(field.getModifiers()));
    }

    /**
     * Where {@code generator} stands.
     *
     * @throws IllegalArgumentException if it is not a {@linkplain #isKnown known} one
     */
    public static List<Long> of(Object generator) {
        if (generator instanceof SplittableRandom) {
            return List.of((long) Fields.SPLITTABLE_SEED.get(generator));
        }
        if (generator instanceof Random random && isPlain(random.getClass())) {
            synchronized (random) {
                return List.of(
                        ((AtomicLong) Fields.SEED.get(random)).get(),
                        Double.doubleToRawLongBits((double) Fields.SPARE.get(random)),
                        (boolean) Fields.HAS_SPARE.get(random) ? 1L : 0L);
            }
        }
        throw unknown(generator);
    }

    /**
     * Puts {@code generator} to what {@link #of} gave.
     *
     * @throws IllegalArgumentException if it is not a {@linkplain #isKnown known} one
     */
    public static void moveTo(Object generator, List<Long> position) {
        if (generator instanceof SplittableRandom) {
            Fields.SPLITTABLE_SEED.set(generator, position.get(0));
        } else if (generator instanceof Random random && isPlain(random.getClass())) {
            synchronized (random) {
                ((AtomicLong) Fields.SEED.get(random)).set(position.get(0));
                Fields.SPARE.set(random, Double.longBitsToDouble(position.get(1)));
                Fields.HAS_SPARE.set(random, position.get(2) != 0);
            }
        } else {
            throw unknown(generator);
        }
    }

    private static IllegalArgumentException unknown(Object generator) {
        return new IllegalArgumentException(
                "the state of a " + generator.getClass().getName() + " is not known");
    }

    /** Looked up when they are needed first, under the agent. */
    private static final class Fields {
        static final VarHandle SEED = field(Random.class, "seed", AtomicLong.class);
        static final VarHandle SPARE = field(Random.class, "nextNextGaussian", double.class);
        static final VarHandle HAS_SPARE = field(Random.class, "haveNextNextGaussian", boolean.class);
        static final VarHandle SPLITTABLE_SEED = field(SplittableRandom.class, "seed", long.class);

        private static VarHandle field(Class<?> owner, String name, Class<?> type) {
            try {
                return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                        .findVarHandle(owner, name, type);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
