/** The files that a wrapped program reads and writes. Start reading at {@link FollowedProgram}. */
@NullMarked
package io.github.reprorun.internal.follow;

import org.jspecify.annotations.NullMarked;
