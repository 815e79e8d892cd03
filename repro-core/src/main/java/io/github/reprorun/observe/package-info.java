/**
 * What a run tells, while it lasts, to whoever wants to know: progress bars, meters, trackers of experiments. Start reading at
 * {@link RunListener}.
 */
@NullMarked
package io.github.reprorun.observe;

import org.jspecify.annotations.NullMarked;
