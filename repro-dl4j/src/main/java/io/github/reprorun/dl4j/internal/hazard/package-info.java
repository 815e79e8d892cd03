/**
 * Methods of Deeplearning4j and ND4J that do not repeat, and how the run treats each. Start reading at
 * {@link Dl4jHazard}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.hazard;

import org.jspecify.annotations.NullMarked;
