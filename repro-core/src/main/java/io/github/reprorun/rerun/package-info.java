/**
 * Running again: a whole run from its manifest, up to one step of its training, or on from a checkpoint. Start
 * reading at {@link Rerun}.
 */
@NullMarked
package io.github.reprorun.rerun;

import org.jspecify.annotations.NullMarked;
