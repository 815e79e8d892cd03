/**
 * What is known of a run before its end, durable from its first second, so that a killed run is plainly an interrupted one.
 * Start reading at {@link Journal}.
 */
@NullMarked
package io.github.reprorun.journal;

import org.jspecify.annotations.NullMarked;
