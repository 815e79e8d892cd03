/**
 * The facts that ND4J, OpenBLAS and the native libraries report about themselves, and the canary. Start reading at
 * {@link Nd4jFacts}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.machine;

import org.jspecify.annotations.NullMarked;
