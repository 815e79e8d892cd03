/**
 * Files that hold all of a training's state between two iterations, written so that after a crash they are whole or
 * recognisably missing. Start reading at {@link io.github.reprorun.dl4j.internal.checkpoint.CheckpointFolder}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
