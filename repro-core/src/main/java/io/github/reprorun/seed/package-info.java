/**
 * The root seed of a run and the named streams derived from it. Start reading at {@link Seed}.
 */
@NullMarked
package io.github.reprorun.seed;

import org.jspecify.annotations.NullMarked;
