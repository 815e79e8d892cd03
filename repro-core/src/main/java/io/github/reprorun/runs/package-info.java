/**
 * Run directories as they lie on disk, for reading: verified, unfinished, finished. Nothing here starts a process or
 * writes a run. Start reading at {@link VerifiedRun}.
 */
@NullMarked
package io.github.reprorun.runs;

import org.jspecify.annotations.NullMarked;
