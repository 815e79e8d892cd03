/**
 * ND4J's generators by place, and the state of every generator that a training draws from. Start reading at
 * {@link PlaceGenerators}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.generator;

import org.jspecify.annotations.NullMarked;
