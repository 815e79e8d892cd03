/** Starting the pinned JVM: plan, options, signals. Start reading at {@link PinnedJvm}. */
@NullMarked
package io.github.reprorun.internal.launch;

import org.jspecify.annotations.NullMarked;
