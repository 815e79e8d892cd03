/**
 * Arrays that were kept of one step of training, as files that NumPy reads, and how two of them differ. Start reading at
 * {@link TensorFolder}.
 */
@NullMarked
package io.github.reprorun.tensor;

import org.jspecify.annotations.NullMarked;
