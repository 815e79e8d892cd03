/**
 * One run from its first check to its manifest: opening, gathering evidence, ending, announcing. Start reading at
 * {@link RunLifecycle}.
 */
@NullMarked
package io.github.reprorun.internal.run;

import org.jspecify.annotations.NullMarked;
