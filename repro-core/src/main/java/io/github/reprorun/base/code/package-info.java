/** The code of two runs, compared by content. Start reading at {@link CodeComparison}. */
@NullMarked
package io.github.reprorun.base.code;

import org.jspecify.annotations.NullMarked;
