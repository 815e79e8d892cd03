/** Lines that are on disk before the run continues. Start reading at {@link Journal}. */
@NullMarked
package io.github.reprorun.internal.journal;

import org.jspecify.annotations.NullMarked;
