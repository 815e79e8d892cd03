/**
 * The class that is copied into {@code java.base}, and what defines it there. It names nothing else of this library.
 * Start reading at {@link JdkBridge}.
 */
@NullMarked
package io.github.reprorun.internal.agent.relay;

import org.jspecify.annotations.NullMarked;
