/**
 * What ND4J, OpenBLAS and the native libraries say of themselves, and the canary. Start reading at
 * {@link Nd4jFacts}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.machine;

import org.jspecify.annotations.NullMarked;
