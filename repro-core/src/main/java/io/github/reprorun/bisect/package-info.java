/**
 * Where two trainings diverged and why: first by their traces, then by replaying both. Start reading at {@link
 * Bisection}.
 */
@NullMarked
package io.github.reprorun.bisect;

import org.jspecify.annotations.NullMarked;
