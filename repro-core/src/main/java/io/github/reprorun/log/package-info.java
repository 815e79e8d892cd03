/**
 * The run's log, {@code run.log}: what the program says through SLF4J while a run lasts. Logback is optional, so that
 * only {@code Logback…} classes and what they use name it. Start reading at {@link RunLog}.
 */
@NullMarked
package io.github.reprorun.log;

import org.jspecify.annotations.NullMarked;
