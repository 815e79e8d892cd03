/** Which kernels and thread counts native numerics use. Start reading at {@link NumericsProfile}. */
@NullMarked
package io.github.reprorun.numerics;

import org.jspecify.annotations.NullMarked;
