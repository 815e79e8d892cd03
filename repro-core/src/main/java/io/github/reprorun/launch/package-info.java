/**
 * Starting a pinned JVM: which variables and options hold the numerics still, what the child is told, how its end is
 * passed on. Start reading at {@link PinnedJvm}.
 */
@NullMarked
package io.github.reprorun.launch;

import org.jspecify.annotations.NullMarked;
