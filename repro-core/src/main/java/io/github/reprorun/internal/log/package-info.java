/** The run's log, {@code run.log}. Start reading at {@link RunLog}. */
@NullMarked
package io.github.reprorun.internal.log;

import org.jspecify.annotations.NullMarked;
