package io.github.reprorun.dl4j.internal.generator;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.cpu.nativecpu.rng.CpuNativeRandom;

/**
 * The generator that {@code Nd4j.getRandom()} returns to every thread of a run: it draws from the generator of the
 * calling thread. A transform that keeps the generator of the thread that made it, and draws in the prefetch thread,
 * then takes no numbers from the training's. It is a {@link CpuNativeRandom} because ND4J's executioner accepts no
 * other. Safe for use by several threads.
 */
final class PlaceRoutedRandom extends CpuNativeRandom {
    private final Supplier<PlaceGenerator> current;

    PlaceRoutedRandom(Supplier<PlaceGenerator> current) {
        super(1);
        this.current = current;
    }

    @Override
    public void setSeed(int seed) {
        current.get().setSeed(seed);
    }

    @Override
    public void setSeed(int[] seed) {
        current.get().setSeed(seed);
    }

    @Override
    public void setSeed(long seed) {
        current.get().setSeed(seed);
    }

    @Override
    public long getSeed() {
        return current.get().seed();
    }

    @Override
    public void reSeed() {
        current.get().seedFromClock();
    }

    @Override
    public void reSeed(long seed) {
        current.get().setSeed(seed);
    }

    @Override
    public int nextInt() {
        return current.get().backend().nextInt();
    }

    @Override
    public long nextLong() {
        return current.get().backend().nextLong();
    }

    @Override
    public float nextFloat() {
        return current.get().backend().nextFloat();
    }

    @Override
    public double nextDouble() {
        return current.get().backend().nextDouble();
    }

    @Override
    public double nextGaussian() {
        return current.get().nextGaussian();
    }

    @Override
    public Pointer getStatePointer() {
        return current.get().backend().getStatePointer();
    }

    @Override
    public long getPosition() {
        return current.get().backend().getPosition();
    }

    @Override
    public long rootState() {
        return current.get().backend().rootState();
    }

    @Override
    public long nodeState() {
        return current.get().backend().nodeState();
    }

    @Override
    public void setStates(long rootState, long nodeState) {
        current.get().backend().setStates(rootState, nodeState);
    }

    /** Does nothing: every thread of the run shares this object. */
    @Override
    public void close() {}
}
