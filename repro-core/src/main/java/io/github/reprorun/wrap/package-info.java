/** A run around a program that knows nothing of this library. Start reading at {@link WrappedRun}. */
@NullMarked
package io.github.reprorun.wrap;

import org.jspecify.annotations.NullMarked;
