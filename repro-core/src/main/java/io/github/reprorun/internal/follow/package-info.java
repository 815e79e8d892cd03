/** What a program reads, writes and takes from outside its JVM. Start reading at {@link FollowedProgram}. */
@NullMarked
package io.github.reprorun.internal.follow;

import org.jspecify.annotations.NullMarked;
