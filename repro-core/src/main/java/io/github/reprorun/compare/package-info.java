/**
 * The differences between two runs, causes before effects, and the verdict in one word that follows from them.
 * Differences are values. Start reading at {@link Comparison}.
 */
@NullMarked
package io.github.reprorun.compare;

import org.jspecify.annotations.NullMarked;
