/**
 * The trace of a training: cadence, steps, the trace being repeated, the end of a replay. Start reading at
 * {@link RunTrace}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.trace;

import org.jspecify.annotations.NullMarked;
