/**
 * Deeplearning4j and ND4J in a reproducible run: their generators seeded, their numerics observed, networks trained and
 * saved as equal bytes. Start reading at {@link Dl4jRun}.
 */
@NullMarked
package io.github.reprorun.dl4j;

import org.jspecify.annotations.NullMarked;
