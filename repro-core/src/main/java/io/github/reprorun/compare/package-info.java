/**
 * What differs between two runs, causes before effects, and the one word that follows from it. Differences are values.
 * Start reading at {@link Comparison}.
 */
@NullMarked
package io.github.reprorun.compare;

import org.jspecify.annotations.NullMarked;
