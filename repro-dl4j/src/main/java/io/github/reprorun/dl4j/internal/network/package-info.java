/** The parts of a network: copied, digested, saved. Start reading at {@link NetworkState}. */
@NullMarked
package io.github.reprorun.dl4j.internal.network;

import org.jspecify.annotations.NullMarked;
