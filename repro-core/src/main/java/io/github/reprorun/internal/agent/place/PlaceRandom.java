package io.github.reprorun.internal.agent.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The replacement for {@code new Random()} in a program: {@link Random}'s generator, but with a state for each
 * {@linkplain CurrentPlace place} that draws from it, so that threads which share it do not take numbers from one
 * another. Once the user seeds it, it is a {@link Random} like any other.
 *
 * <p>Safe for use by several threads.
 */
public final class PlaceRandom extends Random {
    private static final long serialVersionUID = 1L;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long MASK = (1L << 48) - 1;

    private final long base;
    private final transient State ownerState;
    private final transient TaskPlace owner;
    private final transient Sites.@Nullable Entry site;
    private final transient boolean madeInTraining;
    private final transient int made;
    private transient @Nullable TaskPlace lastPlace;
    private transient int lastStep;
    private transient volatile @Nullable State seededByUser;

    PlaceRandom(long base, TaskPlace owner) {
        this(base, owner, null);
    }

    /** @param site where the program requested it, if it holds the object */
    public PlaceRandom(long base, TaskPlace owner, Sites.@Nullable Entry site) {
        super(base);
        this.base = base;
        this.owner = owner;
        this.site = site;
        this.ownerState = new State(base);
        this.madeInTraining = owner.isTraining();
        this.made = owner.step();
        this.lastPlace = owner;
        this.lastStep = made;
    }

    /** The initial state in {@code place}, which is not the owner. */
    State begin(TaskPlace place) {
        if (!place.ordered) {
            Sites.unordered();
        }
        return new State(SeedMixing.combine(base, place.key));
    }

    /** A name that is unique in a run, and the same in each run of one program. */
    String name() {
        return Long.toHexString(base);
    }

    /** Where the training made it, if the training made it and drew from it in a later step too. */
    Sites.@Nullable Entry keptFromTraining() {
        return madeInTraining && lastStep != made ? site : null;
    }

    /** The next draw tells its place of it again. */
    void leave() {
        lastPlace = null;
    }

    private State state() {
        State shared = seededByUser;
        TaskPlace here = TaskPlace.current();
        if (here == owner || shared != null) {
            State state = shared == null ? ownerState : shared;
            if (lastStep != here.step() || lastPlace != here) {
                lastPlace = here;
                lastStep = here.step();
                here.drawsFrom(this, state);
            }
            return shared == seededByUser ? state : state();
        }
        return here.state(this);
    }

    @Override
    public synchronized void setSeed(long seed) {
        super.setSeed(seed);
        // the constructor of Random calls this too, before there is a state
        if (ownerState != null) {
            TaskPlace.current().forget(this);
            seededByUser = new State(seed);
            lastPlace = null;
        }
    }

    @Override
    protected int next(int bits) {
        State state = state();
        if (seededByUser == null) {
            return state.next(bits);
        }
        synchronized (state) {
            return state.next(bits);
        }
    }

    // Random keeps the second of two gaussians in the generator, and locks it; here the place keeps it
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    @Override
    public double nextGaussian() {
        State state = state();
        if (seededByUser == null) {
            return state.nextGaussian();
        }
        synchronized (state) {
            return state.nextGaussian();
        }
    }

    /** The position in a place that has {@code state}, as {@link #moveTo} takes it. */
    List<Long> position(State state) {
        State shared = seededByUser;
        List<Long> position = new ArrayList<>((shared == null ? state : shared).position());
        position.add(shared == null ? 0L : 1L);
        return position;
    }

    /** Continues from {@code position} in a place that has {@code state}. */
    void moveTo(State state, List<Long> position) {
        if (position.get(State.NUMBERS) == 0) {
            seededByUser = null;
            state.moveTo(position);
        } else {
            State shared = seededByUser;
            if (shared == null) {
                shared = new State(0);
                seededByUser = shared;
            }
            shared.moveTo(position);
        }
    }

    /** A serialised copy is a plain {@link Random} that continues from here, readable without the agent. */
    private Object writeReplace() {
        return new Random(scramble(state().seed));
    }

    private static long scramble(long seed) {
        return (seed ^ MULTIPLIER) & MASK;
    }

    /** The state in one place, used by the one thread that is there; once the user seeds it, each draw locks it. */
    static final class State {
        static final int NUMBERS = 3;

        private long seed;
        private double spareGaussian;
        private boolean spare;

        State(long seed) {
            this.seed = scramble(seed);
        }

        List<Long> position() {
            return List.of(seed, Double.doubleToRawLongBits(spareGaussian), spare ? 1L : 0L);
        }

        void moveTo(List<Long> position) {
            seed = position.get(0);
            spareGaussian = Double.longBitsToDouble(position.get(1));
            spare = position.get(2) != 0;
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
