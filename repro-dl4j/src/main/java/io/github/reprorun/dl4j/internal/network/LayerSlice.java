package io.github.reprorun.dl4j.internal.network;

/**
 * A layer's part of a network's parameters. Immutable, hence safe to share between threads.
 *
 * @param name the layer's name, unique in its network
 * @param index its place among the network's layers, those without parameters too
 * @param length the number of its parameters, which follow those of the slice before
 */
public record LayerSlice(String name, int index, long length) {}
