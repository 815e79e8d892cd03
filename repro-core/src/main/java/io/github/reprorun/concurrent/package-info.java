/** Work beside other work, in threads that end with it. Start reading at {@link Ahead}. */
@NullMarked
package io.github.reprorun.concurrent;

import org.jspecify.annotations.NullMarked;
