/** The run directory while a process owns it: layout, lock, history. Start reading at {@link RunDirectory}. */
@NullMarked
package io.github.reprorun.internal.directory;

import org.jspecify.annotations.NullMarked;
