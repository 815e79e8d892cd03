package io.github.reprorun.agent;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a program gets where it asks for {@code new Random()}: {@link Random}'s generator, but with a state for each
 * {@linkplain Lineage place} that draws from it, so that threads which share it do not take numbers from one another.
 * Once the user seeds it, it is a {@link Random} like any other.
 *
 * <p>Safe for use by several threads.
 */
final class LineageRandom extends Random {
    private static final long serialVersionUID = 1L;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long MASK = (1L << 48) - 1;

    private final long base;
    private final transient State ownerState;
    private final transient Context owner;
    private transient volatile @Nullable AtomicLong seededByUser;

    LineageRandom(long base, Context owner) {
        super(base);
        this.base = base;
        this.owner = owner;
        this.ownerState = new State(base);
    }

    /** The state with which {@code place}, another than the owner, begins. */
    State begin(Context place) {
        if (!place.ordered) {
            Sites.unordered();
        }
        return new State(Mix.combine(base, place.key));
    }

    private State state() {
        Context here = Context.current();
        return here == owner ? ownerState : here.state(this);
    }

    @Override
    public synchronized void setSeed(long seed) {
        super.setSeed(seed);
        // the constructor of Random comes here too, before there is a state
        if (ownerState != null) {
            seededByUser = new AtomicLong(scramble(seed));
        }
    }

    @Override
    protected int next(int bits) {
        AtomicLong shared = seededByUser;
        if (shared == null) {
            return state().next(bits);
        }
        return (int) (shared.updateAndGet(State::step) >>> (48 - bits));
    }

    // Random keeps the second of two gaussians in the generator, and locks it; here it belongs to the place
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    @Override
    public double nextGaussian() {
        return seededByUser == null ? state().nextGaussian() : super.nextGaussian();
    }

    /** A serialised copy is a plain {@link Random} that goes on from here, readable without the agent. */
    private Object writeReplace() {
        AtomicLong shared = seededByUser;
        return new Random(scramble(shared == null ? state().seed : shared.get()));
    }

    private static long scramble(long seed) {
        return (seed ^ MULTIPLIER) & MASK;
    }

    /** The state in one place; used by the one thread that is there. */
    static final class State {
        private long seed;
        private double spareGaussian;
        private boolean spare;

        State(long seed) {
            this.seed = scramble(seed);
        }

        int next(int bits) {
            seed = step(seed);
            return (int) (seed >>> (48 - bits));
        }

        private static long step(long seed) {
            return (seed * MULTIPLIER + 0xBL) & MASK;
        }

        private double nextDouble() {
            return (((long) next(26) << 27) + next(27)) * 0x1.0p-53;
        }

        /** The polar method of Marsaglia, as {@link Random#nextGaussian()} documents it. */
        double nextGaussian() {
            if (spare) {
                spare = false;
                return spareGaussian;
            }
            double first;
            double second;
            double square;
            do {
                first = 2 * nextDouble() - 1;
                second = 2 * nextDouble() - 1;
                square = first * first + second * second;
            } while (square >= 1 || square == 0);
            double multiplier = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            spareGaussian = second * multiplier;
            spare = true;
            return first * multiplier;
        }
    }
}
