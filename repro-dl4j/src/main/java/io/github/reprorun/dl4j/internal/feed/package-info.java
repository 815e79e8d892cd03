/**
 * The data of a training as the training takes it, batch by batch, so that it can be taken again up to the same place.
 * Start reading at {@link io.github.reprorun.dl4j.internal.feed.ReplayableData}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.feed;

import org.jspecify.annotations.NullMarked;
