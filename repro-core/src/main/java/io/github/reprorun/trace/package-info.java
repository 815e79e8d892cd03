/**
 * The trace of a run: one record for each step of training, chained with SHA-256, written as the run goes, read as a
 * stream, and compared with another to find where two runs diverged. Start reading at {@link TraceWriter}; the bytes
 * are described in {@code docs/trace-format.md}.
 */
@NullMarked
package io.github.reprorun.trace;

import org.jspecify.annotations.NullMarked;
