/**
 * The failures a caller can meet, as unchecked exceptions with typed fields. Differences between runs are values, never
 * exceptions: see {@code io.github.reprorun.compare}. Start reading at {@link ReproException}.
 */
@NullMarked
package io.github.reprorun.failure;

import org.jspecify.annotations.NullMarked;
