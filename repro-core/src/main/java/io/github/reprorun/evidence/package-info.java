/**
 * Values that all packages share: an observation or the reason for its absence, a digest, a resource, a hazard.
 * Start reading at {@link Evidence}.
 */
@NullMarked
package io.github.reprorun.evidence;

import org.jspecify.annotations.NullMarked;
