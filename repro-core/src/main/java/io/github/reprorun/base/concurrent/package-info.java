/** Work in parallel with other work. Start reading at {@link BackgroundResult}. */
@NullMarked
package io.github.reprorun.base.concurrent;

import org.jspecify.annotations.NullMarked;
