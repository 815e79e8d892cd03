/**
 * The statement of a run about itself: an in-toto Statement as values, and its exact JSON. Start reading at {@link
 * Manifest}.
 */
@NullMarked
package io.github.reprorun.manifest;

import org.jspecify.annotations.NullMarked;
