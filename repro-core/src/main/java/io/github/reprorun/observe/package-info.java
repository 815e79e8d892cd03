/**
 * The events that a run reports while it lasts, for progress bars, meters and experiment trackers. Start reading at
 * {@link RunListener}.
 */
@NullMarked
package io.github.reprorun.observe;

import org.jspecify.annotations.NullMarked;
